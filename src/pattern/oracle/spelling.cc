#include "pattern/oracle/spelling.h"

#include <fmt/format.h>

#include "pattern/oracle/text.h"

namespace angarium::pattern::oracle {
namespace {

std::string zeros(size_t count) { return std::string(count, '0'); }  // NOLINT: count, then filling

std::string spell_unit(char16_t unit, base::Random& random) {
  std::string text = fmt::format("{:04x}", static_cast<unsigned>(unit));
  for (char& c : text) {
    if (c >= 'a' && random.chance(0.5)) c = static_cast<char>(c - 32);
  }
  return "\\u" + text;
}

std::string spell_character(char32_t c, base::Random& random) {
  static constexpr std::string_view kLetters = "bfnrt\"\\/", kMeanings = "\b\f\n\r\t\"\\/";
  size_t shorthand = c < 0x80 ? kMeanings.find(static_cast<char>(c)) : std::string_view::npos;
  bool must = c < 0x20 || c == '"' || c == '\\' || (c >= 0xd800 && c < 0xe000);
  if (!must && !random.chance(0.04)) return to_utf8(c);
  if (shorthand != std::string_view::npos && random.chance(0.7)) {
    return {'\\', kLetters[shorthand]};
  }
  std::string text;
  for (char16_t unit : to_units(std::u32string(1, c))) text += spell_unit(unit, random);
  return text;
}

// 0.digits x 10^exponent as one digit or none, a point, and an exponent.
std::string spell_with_exponent(const Number& number, base::Random& random) {
  size_t whole = random.below(std::min<size_t>(number.digits.size(), 20) + 1);
  std::string text = whole == 0 ? "0" : number.digits.substr(0, whole);
  std::string part = number.digits.substr(whole) + zeros(random.chance(0.2) ? random.below(25) : 0);
  if (!part.empty()) text += "." + part;
  long exponent = number.exponent - static_cast<long>(whole);
  const char* sign = exponent < 0 ? "-" : random.chance(0.3) ? "+" : "";
  return fmt::format("{}{}{}{}{}", text, random.chance(0.5) ? "e" : "E", sign,
                     zeros(random.chance(0.1) ? random.below(4) : 0), std::abs(exponent));
}

std::string spell_plainly(const Number& number, base::Random& random) {
  std::string text;
  long count = static_cast<long>(number.digits.size());
  if (number.exponent <= 0) {
    text = "0." + zeros(static_cast<size_t>(-number.exponent)) + number.digits;
  } else if (number.exponent >= count) {
    text = number.digits + zeros(static_cast<size_t>(number.exponent - count));
    if (random.chance(0.3)) text += ".0";
  } else {
    text = number.digits;
    text.insert(static_cast<size_t>(number.exponent), ".");
  }
  bool fraction = text.find('.') != std::string::npos;
  return text + zeros(fraction && random.chance(0.2) ? random.below(25) : 0);
}

std::string spell_zero(base::Random& random) {
  static constexpr std::string_view kZeros[] = {"0",   "0",      "0",         "-0",     "0.0",
                                                "0e5", "-0E-07", "0.000e999", "-0.0e+0"};
  return std::string(kZeros[random.below(std::size(kZeros))]);
}

std::string spell_quad(const std::string& bytes, base::Random& random) {
  std::string text;
  for (char c : bytes) {
    if (!text.empty()) text += '.';
    unsigned part = static_cast<unsigned char>(c);
    bool padded = random.chance(0.1) && part < 100;
    text += fmt::format("{}{}", padded ? "0" : "", part);
  }
  return text;
}

std::string spell_groups(const std::string& bytes, base::Random& random) {
  auto group = [&](size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[2 * i])) * 256 +
           static_cast<unsigned char>(bytes[2 * i + 1]);
  };
  // The zeros left out: some run of zero groups, not always the longest.
  size_t gap = random.below(8), gap_end = gap;
  while (gap_end < 8 && group(gap_end) == 0 && random.chance(0.9)) ++gap_end;
  std::string text;
  for (size_t i = 0; i < 8; ++i) {
    if (i == gap && gap_end > gap) {
      text += "::";
      i = gap_end - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    std::string digits = fmt::format("{:x}", group(i));
    if (random.chance(0.1)) digits.insert(0, zeros(4 - digits.size()));
    if (random.chance(0.02)) digits.insert(0, "0");
    for (char& c : digits) {
      if (c >= 'a' && random.chance(0.3)) c = static_cast<char>(c - 32);
    }
    text += digits;
  }
  return text;
}

}  // namespace

std::string spell_string(const std::u32string& characters, base::Random& random) {
  std::string text = "\"";
  for (char32_t c : characters) text += spell_character(c, random);
  return text + "\"";
}

std::string spell_number(const Number& number, base::Random& random) {
  if (number.digits.empty()) return spell_zero(random);
  bool plain = std::abs(number.exponent) < 30 && random.chance(0.7);
  return (number.negative ? "-" : "") +
         (plain ? spell_plainly(number, random) : spell_with_exponent(number, random));
}

std::string spell_address(const std::string& bytes, base::Random& random) {
  if (bytes.size() == 16) return spell_groups(bytes, random);
  if (random.chance(0.8)) return spell_quad(bytes, random);
  return spell_groups(std::string(10, '\0') + "\xff\xff" + bytes, random);
}

}  // namespace angarium::pattern::oracle
