#include "policy/letters.h"

#include <algorithm>

namespace angarium::policy {
namespace {

// U+00C0..U+00DE but for the multiplication sign are capitals; in UTF-8 all begin with 0xC3.
char fold(char before, char c) {
  auto byte = static_cast<uint8_t>(c);
  if (c >= 'A' && c <= 'Z') return static_cast<char>(byte + 0x20);
  bool is_capital = byte >= 0x80 && byte <= 0x9E && byte != 0x97;
  if (is_capital && static_cast<uint8_t>(before) == 0xC3) return static_cast<char>(byte + 0x20);
  return c;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string result(text);
  for (size_t i = 0; i < text.size(); ++i) result[i] = fold(i > 0 ? text[i - 1] : '\0', text[i]);
  return result;
}

uint64_t folded_hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325U;
  char before = '\0';
  for (char c : text) {
    hash = (hash ^ static_cast<uint8_t>(fold(before, c))) * 0x100000001b3U;
    before = c;
  }
  return hash;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a == b) return true;  // mostly
  char before_a = '\0', before_b = '\0';
  for (size_t i = 0; i < a.size(); ++i) {
    if (fold(before_a, a[i]) != fold(before_b, b[i])) return false;
    before_a = a[i];
    before_b = b[i];
  }
  return true;
}

size_t character_bytes(std::string_view text, size_t at) {
  auto lead = static_cast<uint8_t>(text[at]);
  size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 1;
  return std::min(length, text.size() - at);
}

}  // namespace angarium::policy
