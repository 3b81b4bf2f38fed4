#pragma once

#include "pattern/matcher.h"

namespace angarium::pattern::kernel {

[[gnu::always_inline]] constexpr bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// What may follow a number or a literal.
[[gnu::always_inline]] constexpr bool ends_word(char c) {
  switch (c) {
    case ',':
    case ':':
    case '{':
    case '}':
    case '[':
    case ']':
    case '"': return true;
    default: return is_space(c);
  }
}

// Of a number or literal, by its first byte.
[[gnu::always_inline]] constexpr ScalarKind kind_of(char first) {
  switch (first) {
    case 't': return ScalarKind::kTrue;
    case 'f': return ScalarKind::kFalse;
    case 'n': return ScalarKind::kNull;
    default: return ScalarKind::kNumber;
  }
}

}  // namespace angarium::pattern::kernel
