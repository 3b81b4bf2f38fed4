#include "pattern/jackson_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace angarium::pattern {
namespace {

constexpr size_t kSourceUnitsMax = 500;
constexpr size_t kWordUnitsMax = 256;

bool is_continuation(char c) { return (static_cast<uint8_t>(c) & 0xc0) == 0x80; }

size_t unit_count(std::string_view text) {
  size_t count = 0;
  for (char c : text) {
    if (is_continuation(c)) continue;
    count += static_cast<uint8_t>(c) >= 0xf0 ? 2 : 1;
  }
  return count;
}

// As much of the front as has at most `units_max` UTF-16 units.
std::string_view cut(std::string_view text, size_t units_max) {
  size_t units = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (is_continuation(text[at])) continue;
    units += static_cast<uint8_t>(text[at]) >= 0xf0 ? 2 : 1;
    if (units > units_max) return text.substr(0, at);
  }
  return text;
}

// The character at the front, by its first UTF-16 unit, and how many bytes it takes.
struct Character {
  uint32_t unit;
  size_t length;
};
Character first_character(std::string_view rest) {
  auto byte = [rest](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(rest[i])); };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xe0) return {(byte(0) & 0x1f) << 6 | (byte(1) & 0x3f), 2};
  uint32_t three = (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
  if (byte(0) < 0xf0) return {three, 3};
  uint32_t code_point = three << 6 | (byte(3) & 0x3f);
  return {0xd800 + ((code_point - 0x10000) >> 10), 4};
}

bool is_control(uint32_t unit) { return unit < 0x20 || (unit >= 0x7f && unit < 0xa0); }

// Java's identifier characters as far as ASCII goes. Above it, all but the spaces, the punctuation
// and the surrogates that people are likely to paste.
bool is_word_character(uint32_t unit) {
  if (unit < 0x80) {
    char c = static_cast<char>(unit);
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '_' || c == '$';
  }
  if (unit < 0xc0) return unit == 0xaa || unit == 0xb5 || unit == 0xba || (unit - 0xa2) < 4;
  bool punctuation = (unit >= 0x2000 && unit < 0x2070) || (unit >= 0x3000 && unit < 0x3005);
  bool surrogate = unit >= 0xd800 && unit < 0xe000;
  return !punctuation && !surrogate && unit != 0xd7 && unit != 0xf7 && unit != 0xfeff;
}

std::string escaped_controls(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (static_cast<uint8_t>(c) < 0x20 && c != '\n' && c != '\r') {
      escaped += fmt::format("\\u{:04X}", c);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::string jackson_location(std::string_view text, size_t offset) {
  std::string_view shown = cut(text, kSourceUnitsMax);
  std::string truncated;
  if (shown.size() < text.size()) {
    truncated = fmt::format("[truncated {} chars]", unit_count(text.substr(shown.size())));
  }
  std::string_view before = text.substr(0, offset);
  auto line = 1 + std::count(before.begin(), before.end(), '\n');
  size_t line_begin = before.rfind('\n') + 1;  // 0 when there is none
  return fmt::format("[Source: (String)\"{}\"{}; line: {}, column: {}]", escaped_controls(shown),
                     truncated, line, unit_count(before.substr(line_begin)) + 1);
}

std::string describe_character(std::string_view rest) {
  Character character = first_character(rest);
  if (is_control(character.unit)) return fmt::format("(CTRL-CHAR, code {})", character.unit);
  // Half a pair can't be shown.
  bool half = character.length == 4;
  std::string shown = half ? "?" : std::string(rest.substr(0, character.length));
  if (character.unit <= 0xff) return fmt::format("'{}' (code {})", shown, character.unit);
  return fmt::format("'{}' (code {} / 0x{:x})", shown, character.unit, character.unit);
}

std::string_view leading_word(std::string_view rest) {
  size_t length = 0;
  while (length < rest.size()) {
    Character character = first_character(rest.substr(length));
    if (!is_word_character(character.unit)) break;
    length += character.length;
  }
  return rest.substr(0, length);
}

std::string shortened_word(std::string_view word) {
  std::string_view shown = cut(word, kWordUnitsMax);
  return std::string(shown) + (unit_count(word) >= kWordUnitsMax ? "..." : "");
}

std::string nested_too_deep(uint32_t depth_max) {
  return fmt::format(
      "Document nesting depth ({}) exceeds the maximum allowed ({}, from "
      "`StreamReadConstraints.getMaxNestingDepth()`)",
      depth_max + 1, depth_max);
}

}  // namespace angarium::pattern
