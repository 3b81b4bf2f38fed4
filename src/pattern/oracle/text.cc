#include "pattern/oracle/text.h"

namespace angarium::pattern::oracle {
namespace {

bool is_high(char32_t c) { return c >= 0xd800 && c < 0xdc00; }
bool is_low(char32_t c) { return c >= 0xdc00 && c < 0xe000; }

// What stands behind a backslash: one letter, or `u` and four hex digits.
char16_t escaped_unit(std::string_view raw, size_t& at) {
  static constexpr std::string_view kLetters = "bfnrt", kMeanings = "\b\f\n\r\t";
  char letter = raw[at++];
  if (letter == 'u') {
    auto unit = static_cast<char16_t>(std::stoi(std::string(raw.substr(at, 4)), nullptr, 16));
    at += 4;
    return unit;
  }
  size_t known = kLetters.find(letter);
  return static_cast<char16_t>(known == std::string_view::npos ? letter : kMeanings[known]);
}

char32_t utf8_character(std::string_view raw, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(raw[i]); };
  unsigned char first = byte(at++);
  if (first < 0x80) return first;
  int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  char32_t c = first & (0x3f >> more);
  while (more-- > 0) c = c * 64 + (byte(at++) & 0x3f);
  return c;
}

}  // namespace

std::u16string to_units(std::u32string_view code_points) {
  std::u16string units;
  for (char32_t c : code_points) {
    if (c >= 0x10000) {
      units += static_cast<char16_t>(0xd800 + (c - 0x10000) / 0x400);
      units += static_cast<char16_t>(0xdc00 + (c - 0x10000) % 0x400);
    } else {
      units += static_cast<char16_t>(c);
    }
  }
  return units;
}

std::u32string to_code_points(std::u16string_view units) {
  std::u32string code_points;
  for (size_t i = 0; i < units.size(); ++i) {
    char32_t c = units[i];
    if (is_high(c) && i + 1 < units.size() && is_low(units[i + 1])) {
      c = 0x10000 + (c - 0xd800) * 0x400 + (units[++i] - 0xdc00U);
    }
    code_points += c;
  }
  return code_points;
}

std::u16string decode(std::string_view raw) {
  std::u16string units;
  for (size_t at = 0; at < raw.size();) {
    if (raw[at] == '\\') {
      units += escaped_unit(raw, ++at);
    } else {
      units += to_units(std::u32string(1, utf8_character(raw, at)));
    }
  }
  return units;
}

std::string to_utf8(char32_t c) {
  auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f))};
  if (c < 0x10000) {
    return {byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f))};
  }
  return {byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)),
          byte(0x80 | (c & 0x3f))};
}

}  // namespace angarium::pattern::oracle
