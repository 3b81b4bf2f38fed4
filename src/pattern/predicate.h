#pragma once

#include "pattern/hash.h"
#include "pattern/matcher.h"

namespace angarium::pattern {

// Whether one test accepts one scalar. The only place that decides it: the engine verifies with it,
// the explanation asks it. Not for kAnythingBut, whose parts are tests of their own. Pure; linear
// in the scalar (a wildcard: in the scalar and the operand).
bool accepts_other(Operator op, std::string_view operand, const Scalar& scalar);  // not kEquals
inline bool accepts(Operator op, std::string_view operand, const Scalar& scalar) {
  if (op != Operator::kEquals) return accepts_other(op, operand, scalar);
  return scalar.kind == ScalarKind::kString && equal_bytes(scalar.text, operand);
}

// Likewise for a whole matcher.
bool accepts(const Matcher& matcher, const Scalar& scalar);

}  // namespace angarium::pattern
