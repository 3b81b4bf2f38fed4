#include "pattern/spelling.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "pattern/pattern.h"

namespace angarium::pattern {
namespace {

const Matcher& only_matcher(const base::Result<Pattern>& pattern) {
  return pattern->alternatives()[0][0].matchers[0];
}

// What is spelled reads back as the same matcher, so it is the language's own spelling.
TEST(Spelled, ReadsBack) {
  for (const char* matcher : {R"("x \" \\ é")",
                              R"("")",
                              "5",
                              "-12.5",
                              "0.001",
                              "-0.25",
                              "1200",
                              "1e300",
                              "-3.5e-9",
                              "0",
                              "9007199254740993",
                              "1e400",
                              R"("10.7.0.1")",
                              R"("fe80::a")",
                              "true",
                              "false",
                              "null",
                              R"({"prefix":"x"})",
                              R"({"suffix":"\n"})",
                              R"({"prefix":{"equals-ignore-case":"X"}})",
                              R"({"suffix":{"equals-ignore-case":"X"}})",
                              R"({"equals-ignore-case":"X"})",
                              R"({"wildcard":"a*\\*b\\\\"})",
                              R"({"numeric":["=",5]})",
                              R"({"numeric":[">",5]})",
                              R"({"numeric":[">=",-1.5e-7,"<",5e20]})",
                              R"({"numeric":["<=",0.1]})",
                              R"({"cidr":"10.0.0.0/8"})",
                              R"({"cidr":"2001:db8::/32"})",
                              R"({"exists":true})",
                              R"({"anything-but":"x"})",
                              R"({"anything-but":[5,6]})",
                              R"({"anything-but":["x","y"]})",
                              R"({"anything-but":{"prefix":"x"}})",
                              R"({"anything-but":{"suffix":["x","y"]}})",
                              R"({"anything-but":{"equals-ignore-case":"X"}})",
                              R"({"anything-but":{"wildcard":"*x*"}})"}) {
    auto pattern = Pattern::parse(fmt::format("{{\"a\":[{}]}}", matcher));
    ASSERT_TRUE(pattern.ok()) << matcher;
    std::string text = spelled(only_matcher(pattern));
    auto again = Pattern::parse(fmt::format("{{\"a\":[{}]}}", text));
    ASSERT_TRUE(again.ok()) << matcher << " became " << text;
    EXPECT_EQ(only_matcher(pattern), only_matcher(again)) << matcher << " became " << text;
  }
}

TEST(Spelled, NumbersAsPeopleWriteThem) {
  auto number = [](std::string_view spelling) {
    return spelled(only_matcher(Pattern::parse(fmt::format("{{\"a\":[{}]}}", spelling))));
  };
  EXPECT_EQ(number("12.50"), "12.5");
  EXPECT_EQ(number("5e-1"), "0.5");
  EXPECT_EQ(number("-1e-3"), "-0.001");
  EXPECT_EQ(number("1e6"), "1000000");
  EXPECT_EQ(number("1e7"), "1e7");
  EXPECT_EQ(number("125e-9"), "125e-9");
  EXPECT_EQ(number("-0"), "0");
}

}  // namespace
}  // namespace angarium::pattern
