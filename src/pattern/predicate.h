#pragma once

#include "pattern/hash.h"
#include "pattern/matcher.h"

namespace angarium::pattern {

bool accepts_other(Operator op, std::string_view operand, const Scalar& scalar);

// Whether one test accepts one scalar. The only place that decides it: the engine verifies with it,
// the explanation asks it. Not for kAnythingBut, whose parts are tests of their own. Pure; linear
// in the scalar (a wildcard: in the scalar and the operand). The plain comparisons are inline: they
// are most of what is ever verified.
inline bool accepts(Operator op, std::string_view operand, const Scalar& scalar) {
  if (op != Operator::kEquals && op != Operator::kPrefix && op != Operator::kSuffix) {
    return accepts_other(op, operand, scalar);
  }
  const size_t size = operand.size();
  if (scalar.kind != ScalarKind::kString || scalar.text.size() < size) return false;
  if (op == Operator::kEquals && scalar.text.size() != size) return false;
  const size_t at = op == Operator::kSuffix ? scalar.text.size() - size : 0;
  return equal_bytes({scalar.text.data() + at, size}, operand);
}

// Likewise for a whole matcher.
bool accepts(const Matcher& matcher, const Scalar& scalar);

}  // namespace angarium::pattern
