#include "pattern/utf16_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"
#include "json/scanner.h"

namespace angarium::pattern {
namespace {

// The string of these units as the parser makes it: lone surrogates remain.
std::string from_units(const std::u16string& units) {
  std::string escaped;
  for (char16_t unit : units) {
    constexpr char kHex[] = "0123456789abcdef";
    escaped += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) escaped += kHex[unit >> shift & 0xf];
  }
  std::string text;
  json::unescape(escaped, text);
  return text;
}

TEST(Utf16Order, AgreesWithTheUnits) {
  const std::vector<char16_t> units{u'a',   u'b',   0x7f,   0x80,   0x7ff,  0x800,  0xd7ff, 0xd800,
                                    0xd834, 0xdbff, 0xdc00, 0xdd1e, 0xdfff, 0xe000, 0xff21, 0xffff};
  base::SeededRandom random(11);
  for (int round = 0; round < 200'000; ++round) {
    std::u16string left;
    for (size_t i = random.below(4); i > 0; --i) left += units[random.below(units.size())];
    std::u16string right = left.substr(0, random.below(left.size() + 1));
    for (size_t i = random.below(4); i > 0; --i) right += units[random.below(units.size())];
    ASSERT_EQ(utf16_before(from_units(left), from_units(right)), left < right) << round;
    ASSERT_EQ(utf16_before(from_units(right), from_units(left)), right < left) << round;
  }
}

}  // namespace
}  // namespace angarium::pattern
