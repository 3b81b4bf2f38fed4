#include <fmt/format.h>
#include <gtest/gtest.h>

#include "pattern/pattern.h"

namespace angarium::pattern {
namespace {

constexpr std::string_view kTooManyWays = "Rule is too complex - try using fewer $or combinations";

base::Result<Pattern> parse(const std::string& text, const Limits& limits) {
  return Pattern::parse(text, {.limits = limits});
}

void expect_error(const base::Result<Pattern>& pattern, ErrorCode code, std::string_view message) {
  ASSERT_FALSE(pattern.ok());
  EXPECT_TRUE(pattern.error().is(code)) << pattern.error().code_name();
  EXPECT_EQ(pattern.error().message(), message);
}

std::string repeated(std::string_view text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(Limits, CharactersNotBytes) {
  Limits limits{.characters_max = 4096};
  std::string around = R"({"a":[""]})";
  for (std::string_view character : {"x", "é", "日", "𝄞"}) {
    std::string filling = repeated(character, 4096 - around.size());
    EXPECT_TRUE(parse(R"({"a":[")" + filling + "\"]}", limits).ok()) << character;
    expect_error(parse(R"({"a":[")" + filling + std::string(character) + "\"]}", limits),
                 ErrorCode::kPatternTooLong, "the pattern is longer than 4096 characters");
  }
  EXPECT_TRUE(parse(around + std::string(4096 - around.size(), ' '), limits).ok());
  EXPECT_FALSE(parse(around + std::string(4097 - around.size(), ' '), limits).ok());
}

TEST(Limits, TextThatIsNotUtf8) {
  expect_error(Pattern::parse("{\"a\":[\"\xff\"]}"), ErrorCode::kInvalidPattern,
               "the text is not UTF-8");
}

std::string nested(size_t levels) {
  return repeated(R"({"a":)", levels - 1) + "[1]" + repeated("}", levels - 1);
}

TEST(Limits, Depth) {
  Limits limits{.characters_max = 100'000};
  base::Result<Pattern> deepest = parse(nested(1000), limits);
  ASSERT_TRUE(deepest.ok());
  EXPECT_EQ(deepest->alternatives()[0][0].path.size(), 999u * 2 - 1);
  expect_error(parse(nested(1001), limits), ErrorCode::kInvalidPattern,
               "Document nesting depth (1001) exceeds the maximum allowed (1000, from "
               "`StreamReadConstraints.getMaxNestingDepth()`)");
  limits.depth_max = 4;
  EXPECT_TRUE(parse(nested(4), limits).ok());
  EXPECT_FALSE(parse(nested(5), limits).ok());
}

TEST(Limits, DepthOfNestedOr) {
  auto text = [](size_t levels) {
    return repeated(R"({"$or":[{"a":[1]},)", levels) + R"({"b":[1]})" + repeated("]}", levels);
  };
  Limits limits{.characters_max = 100'000};
  base::Result<Pattern> deepest = parse(text(499), limits);
  ASSERT_TRUE(deepest.ok());
  EXPECT_EQ(deepest->alternatives().size(), 500u);
  EXPECT_FALSE(parse(text(500), limits).ok());
}

std::string paths(size_t count) {
  std::string text = "{";
  for (size_t i = 0; i < count; ++i) text += fmt::format(R"({}"{}":[1])", i > 0 ? "," : "", i);
  return text + "}";
}

TEST(Limits, Paths) {
  Limits limits{.characters_max = 100'000};
  EXPECT_TRUE(parse(paths(256), limits).ok());
  expect_error(parse(paths(257), limits), ErrorCode::kPatternTooComplex,
               "Size of rule exceeds max value of 256");
}

TEST(Limits, PathsOfOneConjunction) {
  Limits limits{.paths_max = 2};
  EXPECT_TRUE(parse(R"({"a":[1],"$or":[{"b":[1]},{"c":[1]}]})", limits).ok());
  EXPECT_TRUE(parse(R"({"a":[1],"$or":[{"a":[1]},{"b":[1]}],"b":[1]})", limits).ok());
  EXPECT_FALSE(parse(R"({"a":[1],"$or":[{"b":[1]},{"b":[1],"c":[1]}]})", limits).ok());
}

// `$or` of so many branches each, one behind the other.
std::string choices(std::initializer_list<size_t> sizes) {
  std::string text = "{";
  size_t name = 0;
  for (size_t size : sizes) {
    text += text.size() > 1 ? R"(,"$or":[)" : R"("$or":[)";
    for (size_t i = 0; i < size; ++i) {
      text += fmt::format(R"({}{{"{}":[1]}})", i > 0 ? "," : "", name++);
    }
    text += "]";
  }
  return text + "}";
}

TEST(Limits, Alternatives) {
  Limits limits{.characters_max = 100'000};
  for (const std::string& text : {choices({10, 10, 10}), choices({500, 2}), choices({1000})}) {
    base::Result<Pattern> pattern = parse(text, limits);
    ASSERT_TRUE(pattern.ok()) << pattern.error().message();
    EXPECT_EQ(pattern->alternatives().size(), 1000u);
  }
  for (const std::string& text : {choices({11, 7, 13}), choices({1001})}) {
    expect_error(parse(text, limits), ErrorCode::kPatternTooComplex, kTooManyWays);
  }
  EXPECT_TRUE(parse(choices({37, 27}), limits).ok());  // 999
}

// What multiplied out would be gigabytes, or more than any number holds.
TEST(Limits, AlternativesAreCountedBeforehand) {
  Limits limits{.characters_max = 1'000'000};
  std::string text = "{";
  for (int i = 0; i < 5000; ++i) text += R"("$or":[{"a":[1]},{"b":[1]}],)";
  text += R"("z":[1]})";
  expect_error(parse(text, limits), ErrorCode::kPatternTooComplex, kTooManyWays);
}

TEST(Limits, ElementsOfAllAlternatives) {
  // Four ways of two leaves and two matchers each, and one list of five.
  std::string text = R"({"$or":[{"a":[1]},{"b":[1]},{"c":[1]},{"d":[{"anything-but":[1,2,3,4,5]}]}],
                         "e":[1]})";
  Limits limits{.elements_max = 4 * 4 + 5};
  EXPECT_TRUE(parse(text, limits).ok());
  limits.elements_max -= 1;
  expect_error(parse(text, limits), ErrorCode::kPatternTooComplex, kTooManyWays);
  // It is about multiplying, not about long lists.
  EXPECT_TRUE(parse(R"({"a":[1,2,3,4,5]})", {.elements_max = 1}).ok());
}

TEST(Limits, WildcardComplexity) {
  constexpr std::string_view kReason =
      "Rule is too complex - try using fewer wildcard characters or fewer repeating character "
      "sequences after a wildcard character";
  auto stars = [](size_t count) {
    return R"({"a":[{"wildcard":"s)" + [count] {
      std::string text;
      for (size_t i = 0; i < count; ++i) text += fmt::format("*{:c}", 'a' + static_cast<char>(i));
      return text;
    }() + R"("}]})";
  };
  EXPECT_TRUE(parse(stars(9), {}).ok());
  expect_error(parse(stars(10), {}), ErrorCode::kPatternTooComplex, kReason);
  EXPECT_TRUE(parse(stars(10), {.wildcard_complexity_max = 11}).ok());
  EXPECT_TRUE(parse(stars(20), {.wildcard_complexity_max = UINT32_MAX}).ok());
}

constexpr std::string_view kFive = R"([{"wildcard":"*b*c*d*"}])";  // nine with the next one
constexpr std::string_view kSix = R"([{"wildcard":"*x*y*z*w*"}])";

TEST(Limits, WildcardsAddUpOnOneFieldOnly) {
  auto accepts = [](const std::string& text) { return parse(text, {}).ok(); };
  std::string five(kFive);
  std::string six(kSix);
  EXPECT_TRUE(accepts(R"({"a":)" + five + R"(,"b":)" + six + "}"));
  EXPECT_TRUE(accepts(R"({"a":)" + five + R"(,"a":)" + six + "}"));
  EXPECT_FALSE(accepts(R"({"$or":[{"a":)" + five + R"(},{"a":)" + six + "}]}"));
  EXPECT_TRUE(accepts(R"({"$or":[{"a":)" + five + R"(},{"a":)" + five + "}]}"));
  // Behind different leaves they are never tried together; behind equal ones they are.
  EXPECT_TRUE(accepts(R"({"$or":[{"a":[1],"b":)" + five + R"(},{"a":[2],"b":)" + six + "}]}"));
  EXPECT_FALSE(accepts(R"({"$or":[{"a":[1],"b":)" + five + R"(},{"a":[1],"b":)" + six + "}]}"));
  EXPECT_FALSE(accepts(R"({"$or":[{"c":[1],"b":)" + five + R"(},{"c":[2],"b":)" + six + "}]}"));
}

TEST(Dialect, PipesLackSomeOperators) {
  Options pipe{.dialect = Dialect::pipe()};
  EXPECT_TRUE(Pattern::parse(R"({"a":[{"anything-but":["x"]},{"prefix":"y"}]})", pipe).ok());
  expect_error(Pattern::parse(R"({"a":[{"wildcard":"x"}]})", pipe), ErrorCode::kInvalidPattern,
               "Unrecognized match type wildcard");
  for (std::string_view op : {"prefix", "suffix", "equals-ignore-case", "wildcard"}) {
    std::string text = fmt::format(R"({{"a":[{{"anything-but":{{"{}":"x"}}}}]}})", op);
    expect_error(Pattern::parse(text, pipe), ErrorCode::kInvalidPattern,
                 fmt::format("Unsupported anything-but pattern: {}", op));
    EXPECT_TRUE(Pattern::parse(text).ok());
  }
}

}  // namespace
}  // namespace angarium::pattern
