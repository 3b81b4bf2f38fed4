#pragma once

#include <functional>
#include <string>

#include "base/random.h"
#include "pattern/oracle/naive_event.h"
#include "pattern/oracle/vocabulary.h"

namespace angarium::pattern::oracle {

// Writes matchers, valid ones of every operator, that accept or nearly accept a given scalar.
class MatcherGenerator {
 public:
  MatcherGenerator(const Vocabulary& words, base::Random& random)
      : words_(words), random_(random) {}

  // The JSON of one matcher; `near` may be null.
  std::string matcher(const Scalar* near);

 private:
  bool chance(double probability) { return random_.chance(probability); }
  std::u32string characters(const Scalar* near);
  std::u32string part(const Scalar* near, bool from_start);
  std::u32string with_stars(const std::u32string& text);
  std::u32string with_other_case(const std::u32string& text);
  std::string quoted(const std::u32string& text);
  std::string number(const Scalar* near);  // comparable
  std::string bound(const Scalar* near);

  std::string exists();
  std::string text_matcher(const Scalar* near);
  std::string text_operand(std::string_view op, const Scalar* near);
  std::string number_matcher(const Scalar* near);
  std::string range();
  std::string cidr(const Scalar* near);
  std::string anything_but(const Scalar* near);
  std::string one_or_list(const std::function<std::string()>& value);

  const Vocabulary& words_;
  base::Random& random_;
};

}  // namespace angarium::pattern::oracle
