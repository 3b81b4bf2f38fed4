#pragma once

#include <functional>
#include <string>

#include "json/scanner.h"
#include "pattern/oracle/naive_event.h"

namespace angarium::pattern::oracle {

// One matcher of a pattern: what it is called, for reports, and whether it accepts a scalar.
struct Test {
  std::string name;
  std::function<bool(const Scalar&)> accepts;
  bool unknown = false;  // it ignores the case of a letter that the oracle doesn't know
};

// A string, number, true, false or null.
Test equals(const json::Token& token);

// The operators by their names in patterns; `text` is decoded.
Test exactly(const std::u32string& text);
Test prefix(const std::u32string& text);
Test suffix(const std::u32string& text);
Test equals_ignore_case(const std::u32string& text);
Test prefix_ignore_case(const std::u32string& text);
Test suffix_ignore_case(const std::u32string& text);
Test wildcard(const std::u32string& text);
Test cidr(const std::u32string& text);
Test exists();

// `number` compared with a scalar by one of = < <= > >=.
Test numeric(const std::string& comparison, const Number& number);
Test both(Test one, Test other);

Test anything_but(std::vector<Test> excluded);

}  // namespace angarium::pattern::oracle
