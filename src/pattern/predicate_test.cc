#include "pattern/predicate.h"

#include <gtest/gtest.h>

#include "pattern/address.h"
#include "pattern/number.h"

namespace angarium::pattern {
namespace {

Scalar string(std::string_view text) { return {ScalarKind::kString, text}; }
Scalar number(std::string_view text) { return {ScalarKind::kNumber, text}; }
const Scalar kTrue{ScalarKind::kTrue, "true"};
const Scalar kFalse{ScalarKind::kFalse, "false"};
const Scalar kNull{ScalarKind::kNull, "null"};

Matcher number_matcher(std::string_view spelling) {
  NumberKey key = number_key(*parse_decimal(spelling));
  return {Operator::kNumber, std::string(key.data(), key.size())};
}

Matcher address_matcher(std::string_view text) {
  Address address;
  EXPECT_TRUE(parse_address(text, address)) << text;
  return {Operator::kAddress, std::string(address.view())};
}

// `base` has zeros behind the mask.
Matcher cidr(std::string_view base, int bits) {
  Matcher matcher = address_matcher(base);
  matcher.op = Operator::kCidr;
  matcher.operand += static_cast<char>(bits);
  return matcher;
}

Matcher range(Range range) { return {Operator::kRange, pack(range)}; }
Matcher anything_but(std::vector<Matcher> except) {
  return {Operator::kAnythingBut, {}, std::move(except)};
}

TEST(Accepts, EqualsIsForStringsOfTheSameCharacters) {
  Matcher matcher{Operator::kEquals, "5"};
  EXPECT_TRUE(accepts(matcher, string("5")));
  EXPECT_FALSE(accepts(matcher, number("5")));
  EXPECT_FALSE(accepts(Matcher{Operator::kEquals, "true"}, kTrue));
  EXPECT_FALSE(accepts(Matcher{Operator::kEquals, "null"}, kNull));
  EXPECT_TRUE(accepts(Matcher{Operator::kEquals, ""}, string("")));
  EXPECT_FALSE(accepts(Matcher{Operator::kEquals, ""}, string(" ")));
  EXPECT_FALSE(accepts(Matcher{Operator::kEquals, "a*"}, string("ab")));
  // Composed or not is not the same.
  EXPECT_FALSE(accepts(Matcher{Operator::kEquals, "\u00e9"}, string("e\u0301")));
  EXPECT_TRUE(accepts(Matcher{Operator::kEquals, std::string("a\0b", 3)}, string({"a\0b", 3})));
}

TEST(Accepts, LiteralsAreThemselves) {
  EXPECT_TRUE(accepts(Matcher{Operator::kTrue}, kTrue));
  EXPECT_FALSE(accepts(Matcher{Operator::kTrue}, kFalse));
  EXPECT_FALSE(accepts(Matcher{Operator::kTrue}, string("true")));
  EXPECT_TRUE(accepts(Matcher{Operator::kFalse}, kFalse));
  EXPECT_FALSE(accepts(Matcher{Operator::kFalse}, kNull));
  EXPECT_TRUE(accepts(Matcher{Operator::kNull}, kNull));
  EXPECT_FALSE(accepts(Matcher{Operator::kNull}, string("null")));
  EXPECT_FALSE(accepts(Matcher{Operator::kNull}, string("")));
}

TEST(Accepts, NumbersByValue) {
  Matcher forty = number_matcher("40");
  for (const char* text : {"40", "40.0", "4.0e1", "4E+1", "400e-1"}) {
    EXPECT_TRUE(accepts(forty, number(text))) << text;
  }
  EXPECT_FALSE(accepts(forty, string("40")));
  EXPECT_FALSE(accepts(forty, number("-40")));
  EXPECT_FALSE(accepts(forty, number("4")));
  EXPECT_FALSE(accepts(forty, number("40.00000000000000000000000000001")));
  EXPECT_TRUE(accepts(number_matcher("0"), number("-0.0")));
  EXPECT_TRUE(accepts(number_matcher("0"), number("0e400")));
}

TEST(Accepts, NumbersThatAreNotComparableBySpelling) {
  Matcher matcher{Operator::kSpelledNumber, "9007199254740993"};
  EXPECT_TRUE(accepts(matcher, number("9007199254740993")));
  EXPECT_FALSE(accepts(matcher, number("9007199254740993.0")));
  EXPECT_FALSE(accepts(matcher, string("9007199254740993")));
  EXPECT_FALSE(accepts(number_matcher("9007199254740992"), number("9007199254740993")));
}

TEST(Accepts, AddressesInEverySpelling) {
  Matcher quad = address_matcher("10.7.0.1");
  EXPECT_TRUE(accepts(quad, string("10.7.0.1")));
  EXPECT_TRUE(accepts(quad, string("010.7.0.01")));
  EXPECT_TRUE(accepts(quad, string("::ffff:a07:1")));
  EXPECT_FALSE(accepts(quad, string("10.7.0.2")));
  EXPECT_FALSE(accepts(quad, string("10.7.0.1 ")));
  EXPECT_TRUE(accepts(address_matcher("FE80::A"), string("fe80:0::000a")));
  // Deviations: the families must agree, and numbers are no addresses.
  EXPECT_FALSE(accepts(address_matcher("32.1.13.184"), string("2001:db8::1")));
  EXPECT_FALSE(accepts(address_matcher("16.0.0.1"), number("10000001")));
}

TEST(Accepts, PrefixAndSuffixOfStringsOnly) {
  Matcher prefix{Operator::kPrefix, "ab"};
  EXPECT_TRUE(accepts(prefix, string("ab")));
  EXPECT_TRUE(accepts(prefix, string("abc")));
  EXPECT_FALSE(accepts(prefix, string("a")));
  EXPECT_FALSE(accepts(prefix, string("Abc")));
  EXPECT_FALSE(accepts(Matcher{Operator::kPrefix, "1"}, number("12")));
  Matcher suffix{Operator::kSuffix, "\u20ac"};
  EXPECT_TRUE(accepts(suffix, string("5 \u20ac")));
  EXPECT_FALSE(accepts(suffix, string("\u20ac 5")));
  EXPECT_FALSE(accepts(Matcher{Operator::kSuffix, "2"}, number("12")));
  for (Operator op : {Operator::kPrefix, Operator::kSuffix}) {
    EXPECT_TRUE(accepts(op, "", string("")));
    EXPECT_TRUE(accepts(op, "", string("x")));
    for (const Scalar& other : {number("1"), kTrue, kFalse, kNull}) {
      EXPECT_FALSE(accepts(op, "", other));
    }
  }
}

TEST(Accepts, IgnoringCaseOfStringsOnly) {
  EXPECT_TRUE(accepts(Operator::kEqualsIgnoreCase, "aBc", string("AbC")));
  EXPECT_FALSE(accepts(Operator::kEqualsIgnoreCase, "aBc", string("AbCd")));
  EXPECT_TRUE(accepts(Operator::kPrefixIgnoreCase, "aBc", string("AbCd")));
  EXPECT_TRUE(accepts(Operator::kSuffixIgnoreCase, "bCd", string("AbCD")));
  for (Operator op :
       {Operator::kEqualsIgnoreCase, Operator::kPrefixIgnoreCase, Operator::kSuffixIgnoreCase}) {
    EXPECT_TRUE(accepts(op, "", string("")));
    EXPECT_FALSE(accepts(op, "true", kTrue));
    EXPECT_FALSE(accepts(op, "", number("1")));
  }
}

TEST(Accepts, WildcardsOfStringsOnly) {
  EXPECT_TRUE(accepts(Operator::kWildcard, "*", string("")));
  EXPECT_TRUE(accepts(Operator::kWildcard, "a*c", string("abc")));
  EXPECT_FALSE(accepts(Operator::kWildcard, "", string("a")));
  for (const Scalar& other : {number("1"), kTrue, kFalse, kNull}) {
    EXPECT_FALSE(accepts(Operator::kWildcard, "*", other));
  }
}

TEST(Accepts, RangesOfComparableNumbersOnly) {
  Matcher above = range({.low = 5});
  EXPECT_TRUE(accepts(above, number("5.1")));
  EXPECT_FALSE(accepts(above, number("5")));
  EXPECT_FALSE(accepts(above, number("5.0")));
  EXPECT_FALSE(accepts(above, string("6")));
  EXPECT_FALSE(accepts(above, kNull));
  // A number that is not comparable is in no range.
  EXPECT_FALSE(accepts(above, number("9007199254740993")));
  EXPECT_FALSE(accepts(above, number("1e400")));
  EXPECT_FALSE(accepts(range({.high = 5}), number("-1e400")));
  EXPECT_FALSE(accepts(range({.high = 5}), number("1e-400")));
  Matcher exactly = range({.low = 0.1, .high = 0.1, .low_included = true, .high_included = true});
  EXPECT_TRUE(accepts(exactly, number("1e-1")));
  EXPECT_FALSE(accepts(exactly, number("0.10000000000000001")));
}

TEST(Accepts, BlocksOfTheSameFamilyOnly) {
  Matcher block = cidr("10.7.128.0", 17);
  EXPECT_TRUE(accepts(block, string("10.7.128.0")));
  EXPECT_TRUE(accepts(block, string("10.7.255.255")));
  EXPECT_TRUE(accepts(block, string("::ffff:a07:ffff")));
  EXPECT_FALSE(accepts(block, string("10.7.127.255")));
  EXPECT_FALSE(accepts(block, string("10.8.128.0")));
  EXPECT_FALSE(accepts(block, string("x")));
  EXPECT_TRUE(accepts(cidr("10.7.0.2", 31), string("10.7.0.3")));
  EXPECT_FALSE(accepts(cidr("10.7.0.2", 31), string("10.7.0.4")));
  EXPECT_TRUE(accepts(cidr("0.0.0.0", 0), string("255.1.2.3")));
  EXPECT_TRUE(accepts(cidr("10.0.0.0", 8), string("10.255.255.255")));
  EXPECT_TRUE(accepts(cidr("2001:db8::", 32), string("2001:DB8:ffff::1")));
  EXPECT_FALSE(accepts(cidr("2001:db8::", 32), string("2001:db9::1")));
  EXPECT_TRUE(accepts(cidr("2001:db8::2", 127), string("2001:db8::3")));
  EXPECT_FALSE(accepts(cidr("2001:db8::2", 127), string("2001:db8::4")));
  // Deviations, as with addresses.
  EXPECT_FALSE(accepts(cidr("32.0.0.0", 8), string("2001:db8::1")));
  EXPECT_FALSE(accepts(cidr("0.0.0.0", 0), string("::1")));
  EXPECT_FALSE(accepts(cidr("::", 0), string("1.2.3.4")));
  EXPECT_FALSE(accepts(cidr("16.0.0.0", 8), number("10000001")));
}

TEST(Accepts, ExistsAcceptsEveryScalar) {
  for (const Scalar& scalar : {string(""), number("0"), kTrue, kFalse, kNull}) {
    EXPECT_TRUE(accepts(Matcher{Operator::kExists}, scalar));
  }
}

TEST(Accepts, AnythingButWhatIsExcluded) {
  Matcher not_x = anything_but({{Operator::kEquals, "x"}});
  EXPECT_FALSE(accepts(not_x, string("x")));
  for (const Scalar& scalar : {string(""), string("X"), number("5"), kTrue, kFalse, kNull}) {
    EXPECT_TRUE(accepts(not_x, scalar));
  }
  Matcher not_five = anything_but({number_matcher("5")});
  EXPECT_FALSE(accepts(not_five, number("5.0")));
  EXPECT_TRUE(accepts(not_five, string("5")));
  EXPECT_TRUE(accepts(not_five, kNull));
  EXPECT_TRUE(accepts(not_five, number("5.00000000000000000000000000001")));
  Matcher list = anything_but({{Operator::kEquals, "x"}, {Operator::kEquals, "y"}});
  EXPECT_FALSE(accepts(list, string("y")));
  EXPECT_TRUE(accepts(list, string("z")));
}

TEST(Accepts, AnythingButOfOtherTests) {
  EXPECT_FALSE(accepts(anything_but({{Operator::kPrefix, "a"}}), string("ab")));
  EXPECT_TRUE(accepts(anything_but({{Operator::kPrefix, "a"}}), string("b")));
  EXPECT_FALSE(accepts(anything_but({{Operator::kSuffix, "b"}}), string("ab")));
  EXPECT_FALSE(accepts(anything_but({{Operator::kEqualsIgnoreCase, "AB"}}), string("ab")));
  EXPECT_FALSE(accepts(anything_but({{Operator::kWildcard, "*"}}), string("")));
  for (Operator op :
       {Operator::kPrefix, Operator::kSuffix, Operator::kEqualsIgnoreCase, Operator::kWildcard}) {
    for (const Scalar& other : {number("1"), kTrue, kFalse, kNull}) {
      EXPECT_TRUE(accepts(anything_but({{op, "1"}}), other));
    }
  }
}

}  // namespace
}  // namespace angarium::pattern
