#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/oracle/naive_event.h"
#include "pattern/oracle/naive_operators.h"

namespace angarium::pattern::oracle {

// The value of a pattern's leaf.
struct NaiveLeaf {
  std::vector<Test> tests;  // {"exists": false} is none of them, but:
  bool absent = false;
};

// By path, in the order in which AWS tries them.
using NaiveConjunction = std::map<std::u16string, NaiveLeaf>;

// A pattern read the way AWS's documentation tells it: `$or` written out, then one scalar tried
// after the other. The text must be a valid pattern.
class NaivePattern {
 public:
  explicit NaivePattern(std::string_view text);

  bool matches(const NaiveEvent& event) const;

  // False when the oracle's answer means nothing: see Test::unknown.
  bool is_known() const;

  // How many ways there are to pick scalars: what matches() may have to try.
  double choices(const NaiveEvent& event) const;

  // Calls `visit` for every matcher and every scalar at its path.
  void each_test(const NaiveEvent& event,
                 const std::function<void(const std::string& name, bool accepted)>& visit) const;

 private:
  std::vector<NaiveConjunction> alternatives_;
};

}  // namespace angarium::pattern::oracle
