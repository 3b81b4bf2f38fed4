#include "pattern/number.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>

#include "base/random.h"

namespace angarium::pattern {
namespace {

void expect_decimal(std::string_view spelling, Decimal wanted) {
  auto decimal = parse_decimal(spelling);
  ASSERT_TRUE(decimal) << spelling;
  EXPECT_EQ(decimal->digits, wanted.digits) << spelling;
  EXPECT_EQ(decimal->exponent, wanted.exponent) << spelling;
  EXPECT_EQ(decimal->negative, wanted.negative) << spelling;
}

TEST(Decimal, IsOneFormForAllSpellings) {
  for (const char* five : {"5", "5.0", "5.000000000000000000000000", "50e-1", "0.5e1", "0.5E+1",
                           "5e0", "5E-0", "0.0000000000000000000000000005e28",
                           "500000000000000000000000000000e-29", "5e00000000000000000000000000"}) {
    expect_decimal(five, {5, 0, false});
  }
  expect_decimal("-5.25", {525, -2, true});
  expect_decimal("123456789.123456789", {123456789123456789, -9, false});
  expect_decimal("12345678901234567890000", {1234567890123456789, 4, false});
  expect_decimal("100200300.4005006007", {1002003004005006007, -10, false});
  expect_decimal("1e22", {1, 22, false});
  expect_decimal("9999999999999999999", {9999999999999999999U, 0, false});
  expect_decimal("0.00000000123456780000000", {12345678, -16, false});
}

TEST(Decimal, ZeroHasNoSignAndNoExponent) {
  for (const char* zero : {"0", "-0", "0.0", "-0.000000000000000000000000000", "0e5",
                           "0e-999999999", "0E+99999999999999999999", "0.0e17"}) {
    expect_decimal(zero, {});
  }
}

TEST(Decimal, DigitsAtTheLimitAndBeyond) {
  expect_decimal("1234567890123456789", {1234567890123456789, 0, false});
  expect_decimal("0.001234567890123456789000", {1234567890123456789, -21, false});
  EXPECT_FALSE(parse_decimal("12345678901234567891"));
  EXPECT_FALSE(parse_decimal("1.2345678901234567891"));
  EXPECT_FALSE(parse_decimal("10000000000000000001"));
  EXPECT_FALSE(parse_decimal("1" + std::string(5000, '0') + "1"));
  EXPECT_FALSE(parse_decimal("0." + std::string(5000, '3')));
}

TEST(LeadingDigits, AreThoseOfAllSpellingsThatHaveAny) {
  for (const char* spelling :
       {"122.4439", "-122.44393746", "37.730236834372501", "1.000000", "999999.9",
        "999999.99999999999999999", "122.5000000000", "1.23456789"}) {
    const auto leading = leading_digits(spelling);
    ASSERT_TRUE(leading) << spelling;
    const auto decimal = parse_decimal(spelling);
    if (!decimal) continue;
    const auto wanted = leading_digits(*decimal);
    ASSERT_TRUE(wanted) << spelling;
    EXPECT_EQ(leading->digits, wanted->digits) << spelling;
    EXPECT_EQ(leading->whole, wanted->whole) << spelling;
    EXPECT_EQ(leading->negative, wanted->negative) << spelling;
  }
  EXPECT_EQ(leading_digits("-122.44393746")->digits, 1224439U);
  EXPECT_EQ(leading_digits("-122.44393746")->whole, 3U);
  EXPECT_TRUE(leading_digits("-122.44393746")->negative);
}

TEST(LeadingDigits, AreNotThoseOfAnotherNumber) {
  for (const char* none : {"", "-", "0", "122", "122.443", "0.12345678", "-0.1234567", "1224439.0",
                           "12345678", "12345678.5", "122.4439e1", "122.4439123e-10", "1.2e10000",
                           "122.44391234567891234567891", "122.443912345678e1", "1e0000000.0"}) {
    EXPECT_FALSE(leading_digits(none)) << none;
  }
  EXPECT_FALSE(leading_digits(Decimal{}));
  EXPECT_FALSE(leading_digits(Decimal{1, 6, false}));
  EXPECT_FALSE(leading_digits(Decimal{1, -1, false}));
  EXPECT_TRUE(leading_digits(Decimal{1, 5, false}));
}

// What is said of a number from its leading digits alone is so when all are read.
TEST(LeadingDigits, BoundTheNumber) {
  base::SeededRandom random(20'261'122);
  for (int round = 0; round < 100'000; ++round) {
    const std::string spelling =
        fmt::format("{}{}.{:0{}}", random.below(2) == 0 ? "" : "-", 1 + random.below(999'999),
                    random.below(1'000'000'000), 9 + random.below(6));
    const auto leading = leading_digits(spelling);
    const auto number = comparable_number(spelling);
    if (!leading || !number) continue;
    NumberMemo memo;
    memo.know(*leading);
    double low = 0;
    double high = 0;
    ASSERT_TRUE(memo.bounds(low, high, spelling));
    EXPECT_LE(low, *number) << spelling;
    EXPECT_GE(high, *number) << spelling;
    EXPECT_EQ(leading->bit(), leading_digits(*parse_decimal(spelling))->bit()) << spelling;
    double exact = 0;
    ASSERT_TRUE(memo.exact(exact, spelling));
    EXPECT_EQ(exact, *number) << spelling;
  }
}

TEST(Decimal, NoExponentBeyondEveryDouble) {
  EXPECT_TRUE(parse_decimal("1e308"));
  EXPECT_TRUE(parse_decimal("1e-324"));
  expect_decimal("1" + std::string(300, '0'), {1, 300, false});
  expect_decimal("1" + std::string(5000, '0') + "e-5000", {1, 0, false});
  expect_decimal("0." + std::string(4999, '0') + "1e5000", {1, 0, false});
  for (const char* far : {"1e401", "1e-401", "1e99999", "1e-99999", "1e4294967296", "1e-4294967296",
                          "1e18446744073709551616", "1e-18446744073709551616"}) {
    EXPECT_FALSE(parse_decimal(far)) << far;
  }
}

// Every position in which eight characters are read at once.
TEST(Decimal, EveryLengthAndPosition) {
  for (size_t whole = 1; whole <= 19; ++whole) {
    for (size_t behind = 0; whole + behind <= 19; ++behind) {
      std::string digits = std::string("1234567891234567891").substr(0, whole + behind);
      std::string text = digits;
      if (behind > 0) text.insert(whole, ".");
      for (const char* tail : {"", "e3", "E-3"}) {
        int32_t exponent = *tail == 0 ? 0 : *tail == 'e' ? 3 : -3;
        expect_decimal(text + tail,
                       {std::stoull(digits), exponent - static_cast<int32_t>(behind), false});
      }
    }
  }
}

TEST(Number, ComparableUpToFifteenDigitsOrShortest) {
  for (const char* yes : {"0",
                          "-0",
                          "1",
                          "-1.5",
                          "0.1",
                          "300.0",
                          "999999999999999",
                          "0.123456789012345",
                          "1e300",
                          "1e-300",
                          "123456789012345e290",
                          "123456789012345e-310",
                          "9007199254740992",
                          "9007199254740994",
                          "0.30000000000000004",
                          "1.7976931348623157e308",
                          "5e-324",
                          "2.2250738585072014e-308",
                          "1e23",
                          "2e23",
                          "8.41e21",
                          "1000000000000000000000000",
                          "9223372036854776000"}) {
    EXPECT_TRUE(comparable_number(yes)) << yes;
  }
  for (const char* no :
       {"9007199254740993", "9007199254740993.0", "9223372036854775807", "9223372036854775808",
        "1.0000000000000001", "0.10000000000000001", "1e400", "-1e400", "1e-400", "1e309",
        "1.8e308", "1e-324", "2e-324", "4.9406564584124654e-324", "9223372036854775807e-30",
        "12345678901234567890123", "0.1000000000000000055511151231257827"}) {
    EXPECT_FALSE(comparable_number(no)) << no;
  }
}

TEST(Number, HasTheValueWritten) {
  EXPECT_EQ(comparable_number("-1.5"), -1.5);
  EXPECT_EQ(comparable_number("1e22"), 1e22);
  EXPECT_EQ(comparable_number("1e23"), 1e23);
  EXPECT_EQ(comparable_number("123456789012345e-40"), 123456789012345e-40);
  EXPECT_EQ(comparable_number("-122.406386"), -122.406386);
  EXPECT_FALSE(std::signbit(*comparable_number("-0")));
  EXPECT_FALSE(std::signbit(*comparable_number("-0.0e-7")));
}

// The definition itself, read literally: the nearest double has the written value as its shortest
// decimal.
std::optional<double> comparable_by_definition(const std::string& spelling) {
  double number = 0;
  auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
  if (error != std::errc{}) return std::nullopt;
  if (parse_decimal(fmt::format("{}", number)) != parse_decimal(spelling)) return std::nullopt;
  return number;
}

TEST(Number, AgreesWithTheDefinition) {
  base::SeededRandom random(20'240'901);
  size_t comparable = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string digits = std::to_string(random.next());
    digits.resize(1 + random.below(digits.size()));
    if (digits.size() > 1 && random.chance(0.5)) digits.insert(1, ".");
    int64_t range = random.chance(0.5) ? 30 : 340;
    int64_t exponent = static_cast<int64_t>(random.below(2 * static_cast<uint64_t>(range))) - range;
    std::string spelling = fmt::format("{}e{}", digits, exponent);
    auto wanted = comparable_by_definition(spelling);
    comparable += wanted.has_value();
    ASSERT_EQ(comparable_number(spelling), wanted) << spelling;
  }
  EXPECT_GT(comparable, 50'000u);
}

// As coordinates are: sixteen or seventeen digits, right at the border.
TEST(Number, AgreesWithTheDefinitionOnMeasurements) {
  base::SeededRandom random(18);
  size_t comparable = 0;
  for (int i = 0; i < 200'000; ++i) {
    auto scale = static_cast<double>(random.next() >> random.below(64));
    double number = scale / std::pow(10, static_cast<double>(random.below(23)));
    std::string spelling = fmt::format("{:.{}e}", number, 15 + random.below(2));
    if (random.chance(0.3)) spelling[10 + random.below(6)] = "0123456789"[random.below(10)];
    if (random.chance(0.3)) spelling = fmt::format("{}", number);
    auto wanted = comparable_by_definition(spelling);
    comparable += wanted.has_value();
    ASSERT_EQ(comparable_number(spelling), wanted) << spelling;
  }
  EXPECT_GT(comparable, 50'000u);
  EXPECT_LT(comparable, 180'000u);
}

TEST(Number, EveryShortestDecimalIsComparable) {
  base::SeededRandom random(7);
  for (int i = 0; i < 100'000; ++i) {
    auto number = std::bit_cast<double>(random.next());
    if (!std::isfinite(number)) continue;
    auto read = comparable_number(fmt::format("{}", number));
    ASSERT_TRUE(read) << number;
    ASSERT_EQ(*read, number);
  }
}

TEST(Number, KeysAreEqualWhenValuesAre) {
  auto key = [](std::string_view spelling) { return number_key(*parse_decimal(spelling)); };
  EXPECT_EQ(key("40"), key("4.0E+1"));
  EXPECT_EQ(key("-0"), key("0.0"));
  EXPECT_NE(key("40"), key("-40"));
  EXPECT_NE(key("40"), key("4"));
  EXPECT_NE(key("0.1"), key("1"));
}

TEST(Range, OpenAndClosedBounds) {
  Range range{.low = 1, .high = 5, .low_included = true, .high_included = false};
  EXPECT_TRUE(range.contains(1));
  EXPECT_FALSE(range.contains(5));
  EXPECT_FALSE((Range{.low = 1}.contains(1)));
  EXPECT_TRUE((Range{.low = 1}.contains(1e308)));
  EXPECT_TRUE((Range{.high = 1, .high_included = true}.contains(1)));
  EXPECT_TRUE(
      (Range{.low = 3, .high = 3, .low_included = true, .high_included = true}.contains(3)));
}

TEST(Range, PacksAndUnpacks) {
  for (bool low : {false, true}) {
    for (bool high : {false, true}) {
      Range range{.low = -2.5, .low_included = low, .high_included = high};
      Range back = unpack_range(pack(range));
      EXPECT_EQ(back.low, range.low);
      EXPECT_EQ(back.high, range.high);
      EXPECT_EQ(back.low_included, low);
      EXPECT_EQ(back.high_included, high);
    }
  }
}

}  // namespace
}  // namespace angarium::pattern
