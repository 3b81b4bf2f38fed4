#include "pattern/utf16_order.h"

#include <algorithm>
#include <cstdint>

namespace angarium::pattern {
namespace {

uint32_t byte_at(std::string_view text, size_t at) { return static_cast<uint8_t>(text[at]); }

bool is_lead_of_four(uint32_t byte) { return byte >= 0xf0; }

// The first unit of the character at the front of `text`, which takes three bytes or four.
uint32_t first_unit(std::string_view text) {
  uint32_t c = byte_at(text, 0) & 0x0f;
  c = c << 6 | (byte_at(text, 1) & 0x3f);
  c = c << 6 | (byte_at(text, 2) & 0x3f);
  if (!is_lead_of_four(byte_at(text, 0))) return c;
  c = c << 6 | (byte_at(text, 3) & 0x3f);
  return 0xd800 + ((c - 0x10000) >> 10);
}

// `pair` begins with a character above U+FFFF, `other` with one of three bytes.
bool pair_before(std::string_view pair, std::string_view other) {
  uint32_t high = first_unit(pair);
  uint32_t unit = first_unit(other);
  if (high != unit) return high < unit;
  // A lone high surrogate. What follows it is no low one, or they would be one character; so only a
  // unit above all low ones comes behind the pair.
  std::string_view rest = other.substr(3);
  bool above = !rest.empty() && (byte_at(rest, 0) == 0xee || byte_at(rest, 0) == 0xef);
  return above;
}

}  // namespace

bool utf16_before(std::string_view left, std::string_view right) {
  auto [a, b] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (b == right.end()) return false;
  if (a == left.end()) return true;
  uint32_t l = static_cast<uint8_t>(*a);
  uint32_t r = static_cast<uint8_t>(*b);
  // Bytes from 0xed on begin characters, so these are at the same place of both.
  size_t at = static_cast<size_t>(a - left.begin());
  if (is_lead_of_four(l) && r >= 0xed && !is_lead_of_four(r)) {
    return pair_before(left.substr(at), right.substr(at));
  }
  if (is_lead_of_four(r) && l >= 0xed && !is_lead_of_four(l)) {
    return !pair_before(right.substr(at), left.substr(at));
  }
  return l < r;
}

}  // namespace angarium::pattern
