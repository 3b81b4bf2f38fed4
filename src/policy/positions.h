#pragma once

#include <cstdint>
#include <vector>

#include "policy/policy.h"

namespace angarium::policy {

// Counted from 1; columns in characters.
struct TextPosition {
  int32_t line = 1;
  int32_t column = 1;
  friend bool operator==(const TextPosition&, const TextPosition&) = default;
};

// Where a statement stands in its policy's text, as IAM's simulator says it: it begins right behind
// what comes before it (the `[`, the statement before it, the colon), so that a comma and white
// space are its own, and ends behind its `}`. Observed in the simulator's answers; the API
// reference ("Statement") only says row and column.
struct StatementSpan {
  TextPosition begin, end;
};

// In the order of Policy::statements(). Reads the text again: not for the path of requests.
std::vector<StatementSpan> statement_spans(const Policy& policy);

}  // namespace angarium::policy
