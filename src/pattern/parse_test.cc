#include <gtest/gtest.h>

#include <cstring>

#include "pattern/address.h"
#include "pattern/number.h"
#include "pattern/pattern.h"

namespace angarium::pattern {
namespace {

Pattern parsed(std::string_view text, const Options& options = {}) {
  base::Result<Pattern> pattern = Pattern::parse(text, options);
  if (!pattern.ok()) ADD_FAILURE() << text << "\n" << pattern.error().message();
  return pattern.ok() ? *std::move(pattern) : *Pattern::parse(R"({"failed":["to parse"]})");
}

// Of a pattern without `$or`.
Conjunction leaves(std::string_view text) {
  Pattern pattern = parsed(text);
  EXPECT_EQ(pattern.alternatives().size(), 1u) << text;
  return pattern.alternatives()[0];
}

// What the one leaf {"a":[...]} tests.
std::vector<Matcher> matchers(std::string_view elements) {
  Conjunction conjunction = leaves(R"({"a":[)" + std::string(elements) + "]}");
  EXPECT_EQ(conjunction.size(), 1u) << elements;
  return conjunction[0].matchers;
}

Matcher matcher(std::string_view element) {
  std::vector<Matcher> all = matchers(element);
  EXPECT_EQ(all.size(), 1u) << element;
  return all.empty() ? Matcher{} : all[0];
}

std::string number(std::string_view spelling) {
  NumberKey key = number_key(*parse_decimal(spelling));
  return {key.data(), key.size()};
}

std::string address(std::string_view spelling) {
  Address result;
  EXPECT_TRUE(parse_address(spelling, result)) << spelling;
  return std::string(result.view());
}

using Op = Operator;

TEST(Parse, PlainValues) {
  EXPECT_EQ(matcher(R"("x")"), (Matcher{Op::kEquals, "x"}));
  EXPECT_EQ(matcher(R"("")"), (Matcher{Op::kEquals, ""}));
  EXPECT_EQ(matcher(R"("\u0061\/\"\ud834\udd1e")"), (Matcher{Op::kEquals, "a/\"𝄞"}));
  EXPECT_EQ(matcher("true"), Matcher{Op::kTrue});
  EXPECT_EQ(matcher("false"), Matcher{Op::kFalse});
  EXPECT_EQ(matcher("null"), Matcher{Op::kNull});
}

TEST(Parse, NumbersByValueOrBySpelling) {
  for (std::string_view forty : {"40", "40.0", "4e1", "4.0E+1"}) {
    EXPECT_EQ(matcher(forty), (Matcher{Op::kNumber, number("40")})) << forty;
  }
  EXPECT_EQ(matcher("-0"), (Matcher{Op::kNumber, number("0")}));
  EXPECT_EQ(matcher("9007199254740993"), (Matcher{Op::kSpelledNumber, "9007199254740993"}));
  EXPECT_EQ(matcher("1e400"), (Matcher{Op::kSpelledNumber, "1e400"}));
}

TEST(Parse, PlainStringsOfAnAddressesShapeAreAddresses) {
  EXPECT_EQ(matcher(R"("10.7.0.1")"), (Matcher{Op::kAddress, address("10.7.0.1")}));
  EXPECT_EQ(matcher(R"("::ffff:a07:1")"), (Matcher{Op::kAddress, address("10.7.0.1")}));
  EXPECT_EQ(matcher(R"("FE80::A")"), (Matcher{Op::kAddress, address("fe80:0::000a")}));
  EXPECT_EQ(matcher(R"("1.2.3.999")"), (Matcher{Op::kEquals, "1.2.3.999"}));
  EXPECT_EQ(matcher(R"("12:30:45")"), (Matcher{Op::kEquals, "12:30:45"}));
  EXPECT_EQ(matcher(R"({"exactly":"10.7.0.1"})"), (Matcher{Op::kEquals, "10.7.0.1"}));
}

TEST(Parse, OperatorsOnStrings) {
  EXPECT_EQ(matcher(R"({"prefix":"p"})"), (Matcher{Op::kPrefix, "p"}));
  EXPECT_EQ(matcher(R"({"prefix":""})"), (Matcher{Op::kPrefix, ""}));
  EXPECT_EQ(matcher(R"({"suffix":"s"})"), (Matcher{Op::kSuffix, "s"}));
  EXPECT_EQ(matcher(R"({"suffix":""})"), (Matcher{Op::kSuffix, ""}));
  EXPECT_EQ(matcher(R"({"equals-ignore-case":"Ée"})"), (Matcher{Op::kEqualsIgnoreCase, "Ée"}));
  EXPECT_EQ(matcher(R"({"equals-ignore-case":""})"), (Matcher{Op::kEqualsIgnoreCase, ""}));
  EXPECT_EQ(matcher(R"({"prefix":{"equals-ignore-case":"Pq"}})"),
            (Matcher{Op::kPrefixIgnoreCase, "Pq"}));
  EXPECT_EQ(matcher(R"({"suffix":{"equals-ignore-case":"Pq"}})"),
            (Matcher{Op::kSuffixIgnoreCase, "Pq"}));
  EXPECT_EQ(matcher(R"({"wildcard":"a\\*b*\\\\"})"), (Matcher{Op::kWildcard, R"(a\*b*\\)"}));
  EXPECT_EQ(matcher(R"({"wildcard":"*\\**"})"), (Matcher{Op::kWildcard, R"(*\**)"}));
  EXPECT_EQ(matcher(R"({"wildcard":""})"), (Matcher{Op::kWildcard, ""}));
  EXPECT_EQ(matcher(R"({"\u0070refix":"p"})"), (Matcher{Op::kPrefix, "p"}));
}

void expect_range(std::string_view list, const Range& expected) {
  Matcher found = matcher(R"({"numeric":)" + std::string(list) + "}");
  EXPECT_EQ(found, (Matcher{Op::kRange, pack(expected)})) << list;
}

TEST(Parse, Numeric) {
  EXPECT_EQ(matcher(R"({"numeric":["=",3.0]})"), (Matcher{Op::kNumber, number("3")}));
  expect_range(R"([">",5])", {.low = 5});
  expect_range(R"([">=",-5e0])", {.low = -5, .low_included = true});
  expect_range(R"(["<",5])", {.high = 5});
  expect_range(R"(["<=",5])", {.high = 5, .high_included = true});
  expect_range(R"([">",0,"<=",2.5])", {.low = 0, .high = 2.5, .high_included = true});
  expect_range(R"([">=",-1,"<",1])", {.low = -1, .high = 1, .low_included = true});
}

std::string cidr(std::string_view base, char bits) { return address(base) + bits; }

TEST(Parse, CidrKeepsTheBitsInFrontOfTheMask) {
  auto operand = [](std::string_view text) {
    Matcher found = matcher(R"({"cidr":")" + std::string(text) + "\"}");
    EXPECT_EQ(found.op, Op::kCidr);
    return found.operand;
  };
  EXPECT_EQ(operand("10.0.0.0/8"), cidr("10.0.0.0", 8));
  EXPECT_EQ(operand("10.255.1.7/8"), cidr("10.0.0.0", 8));
  EXPECT_EQ(operand("10.255.1.7/9"), cidr("10.128.0.0", 9));
  EXPECT_EQ(operand("255.255.255.255/31"), cidr("255.255.255.254", 31));
  EXPECT_EQ(operand("1.2.3.4/0"), cidr("0.0.0.0", 0));
  EXPECT_EQ(operand("010.1.2.3/+08"), cidr("10.0.0.0", 8));
  EXPECT_EQ(operand("10.0.0.0/8/"), cidr("10.0.0.0", 8));
  EXPECT_EQ(operand("2001:db8:ffff::1/33"), cidr("2001:db8:8000::", 33));
  EXPECT_EQ(operand("ffff::ffff/127"), cidr("ffff::fffe", 127));
  EXPECT_EQ(operand("::ffff:a07:1/16"), cidr("10.7.0.0", 16));
}

Matcher anything_but(std::vector<Matcher> except) { return {Op::kAnythingBut, {}, except}; }

TEST(Parse, AnythingButIsSortedAndUnique) {
  EXPECT_EQ(matcher(R"({"anything-but":"x"})"), anything_but({{Op::kEquals, "x"}}));
  EXPECT_EQ(matcher(R"({"anything-but":""})"), anything_but({{Op::kEquals, ""}}));
  EXPECT_EQ(matcher(R"({"anything-but":"10.0.0.1"})"), anything_but({{Op::kEquals, "10.0.0.1"}}));
  EXPECT_EQ(matcher(R"({"anything-but":["b","a","b"]})"),
            anything_but({{Op::kEquals, "a"}, {Op::kEquals, "b"}}));
  EXPECT_EQ(matcher(R"({"anything-but":5.0})"), anything_but({{Op::kNumber, number("5")}}));
  EXPECT_EQ(matcher(R"({"anything-but":[5,50e-1]})"), anything_but({{Op::kNumber, number("5")}}));
  EXPECT_EQ(matcher(R"({"anything-but":{"prefix":["b","a"]}})"),
            anything_but({{Op::kPrefix, "a"}, {Op::kPrefix, "b"}}));
  EXPECT_EQ(matcher(R"({"anything-but":{"suffix":"s"}})"), anything_but({{Op::kSuffix, "s"}}));
  EXPECT_EQ(matcher(R"({"anything-but":{"equals-ignore-case":["S",""]}})"),
            anything_but({{Op::kEqualsIgnoreCase, ""}, {Op::kEqualsIgnoreCase, "S"}}));
  EXPECT_EQ(matcher(R"({"anything-but":{"wildcard":"*"}})"), anything_but({{Op::kWildcard, "*"}}));
}

TEST(Parse, Exists) {
  EXPECT_EQ(leaves(R"({"a":[{"exists":true}]})"),
            (Conjunction{{.path = "a", .matchers = {{Op::kExists}}}}));
  EXPECT_EQ(leaves(R"({"a":[{"exists":false}]})"),
            (Conjunction{{.path = "a", .matchers = {}, .absent = true}}));
  EXPECT_EQ(leaves(R"({"a":["x",{"exists":false},{"exists":true}]})"),
            (Conjunction{
                {.path = "a", .matchers = {{Op::kEquals, "x"}, {Op::kExists}}, .absent = true}}));
}

TEST(Parse, MatchersAreUniqueInTheirOrder) {
  EXPECT_EQ(
      matchers(R"("b","a","b",1,1.0,{"prefix":"a"},"a",{"prefix":"a"})"),
      (std::vector<Matcher>{
          {Op::kEquals, "b"}, {Op::kEquals, "a"}, {Op::kNumber, number("1")}, {Op::kPrefix, "a"}}));
}

std::vector<std::string> paths(const Conjunction& conjunction) {
  std::vector<std::string> result;
  result.reserve(conjunction.size());
  for (const Leaf& leaf : conjunction) result.push_back(leaf.path);
  return result;
}

TEST(Parse, PathsAreJoinedMechanically) {
  EXPECT_EQ(paths(leaves(R"({"c":{"d":{"e":[1]}},"a":[1],"b.x":{"y":[1]}})")),
            (std::vector<std::string>{"a", "b.x.y", "c.d.e"}));
  EXPECT_EQ(paths(leaves(R"({"":[1],"x":{"":[1]},"":{"":{"y":[1]}}})")),
            (std::vector<std::string>{"", "..y", "x."}));
  EXPECT_EQ(paths(leaves(R"({"\u0061\u002eb":[1],"A":[1]})")),
            (std::vector<std::string>{"A", "a.b"}));
}

TEST(Parse, PathsAreInTheOrderOfUtf16Units) {
  // U+FF21 is a lower code point than U+1D11E, whose first unit 0xD834 is lower.
  EXPECT_EQ(paths(leaves(R"({"Ａ":[1],"𝄞":[1],"é":[1]})")),
            (std::vector<std::string>{"é", "𝄞", "Ａ"}));
}

TEST(Parse, TheLastOfAPathCounts) {
  EXPECT_EQ(leaves(R"({"a":["1"],"a":["2"]})"), leaves(R"({"a":["2"]})"));
  EXPECT_EQ(leaves(R"({"a":{"b":["1"]},"a.b":["2"]})"), leaves(R"({"a.b":["2"]})"));
  EXPECT_EQ(leaves(R"({"a.b":["2"],"a":{"b":["1"]}})"), leaves(R"({"a.b":["1"]})"));
  EXPECT_EQ(leaves(R"({"a":{"b":[1]},"a":{"c":[2]}})"), leaves(R"({"a":{"b":[1],"c":[2]}})"));
  EXPECT_EQ(leaves(R"({"a":[{"exists":false}],"b":["x"],"a":["1"]})"),
            leaves(R"({"a":["1"],"b":["x"]})"));
}

// Every way through `$or` as a pattern of its own.
void expect_ways(std::string_view text, std::vector<std::string> ways) {
  Pattern pattern = parsed(text);
  std::vector<Conjunction> expected;
  expected.reserve(ways.size());
  for (const std::string& way : ways) expected.push_back(leaves(way));
  EXPECT_EQ(pattern.alternatives().size(), expected.size()) << text;
  for (const Conjunction& conjunction : pattern.alternatives()) {
    auto found = std::find(expected.begin(), expected.end(), conjunction);
    ASSERT_NE(found, expected.end()) << text;
    expected.erase(found);
  }
}

TEST(Parse, OrIsMultipliedOut) {
  expect_ways(R"({"a":[1],"$or":[{"b":[1]},{"c":[1],"d":[1]}],"e":[1]})",
              {R"({"a":[1],"b":[1],"e":[1]})", R"({"a":[1],"c":[1],"d":[1],"e":[1]})"});
  expect_ways(R"({"x":{"$or":[{"b":[1]},{"c":[1]},{"d":{"e":[1]}}]}})",
              {R"({"x.b":[1]})", R"({"x.c":[1]})", R"({"x.d.e":[1]})"});
  expect_ways(R"({"$or":[{"a":[1]},{"b":[1]}],"\u0024or":[{"c":[1]},{"d":[1]}]})",
              {R"({"a":[1],"c":[1]})", R"({"a":[1],"d":[1]})", R"({"b":[1],"c":[1]})",
               R"({"b":[1],"d":[1]})"});
  expect_ways(R"({"$or":[{"$or":[{"a":[1]},{"b":[1]}],"x":[1]},{"c":[1]}]})",
              {R"({"a":[1],"x":[1]})", R"({"b":[1],"x":[1]})", R"({"c":[1]})"});
}

TEST(Parse, InAndAroundOrTheLaterTextCounts) {
  expect_ways(R"({"k":["9"],"$or":[{"k":["1"]},{"z":["2"]}]})",
              {R"({"k":["1"]})", R"({"k":["9"],"z":["2"]})"});
  expect_ways(R"({"$or":[{"k":["1"]},{"z":["2"]}],"k":["9"]})",
              {R"({"k":["9"]})", R"({"k":["9"],"z":["2"]})"});
  expect_ways(R"({"$or":[{"k":["1"]},{"z":["2"]}],"$or":[{"k":["3"]},{"y":["4"]}]})",
              {R"({"k":["3"]})", R"({"k":["1"],"y":["4"]})", R"({"k":["3"],"z":["2"]})",
               R"({"y":["4"],"z":["2"]})"});
}

TEST(Parse, WordsReservedInOrAreNamesElsewhere) {
  EXPECT_EQ(paths(leaves(R"({"prefix":["x"],"<=":["x"],"cidr":{"regex":["x"]}})")),
            (std::vector<std::string>{"<=", "cidr.regex", "prefix"}));
  expect_ways(R"({"prefix":{"$or":[{"a":[1]},{"b":[1]}]}})",
              {R"({"prefix.a":[1]})", R"({"prefix.b":[1]})"});
  EXPECT_EQ(paths(leaves(R"({"$OR":["x"],"x.$or":["x"]})")),
            (std::vector<std::string>{"$OR", "x.$or"}));
}

TEST(Parse, SpaceIsAllowedWhereJsonAllowsIt) {
  EXPECT_EQ(leaves(" \t\r\n{ \"a\" :\n[ 1 , 2 ] } \n"), leaves(R"({"a":[1,2]})"));
}

}  // namespace
}  // namespace angarium::pattern
