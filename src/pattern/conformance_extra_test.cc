#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pattern/entrances_test.h"
#include "pattern/rule_index.h"

// The situations of the language that are too long, too deep or too many for the text files under
// tests/conformance/pattern (elsewhere.txt there). The numbers are theirs.
namespace angarium::pattern {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ConformanceExtra : public ::testing::Test {
 protected:
  static Rule rule(uint32_t id, std::string_view text) {
    auto pattern = Pattern::parse(text, {.limits = {.characters_max = 1'000'000}});
    EXPECT_TRUE(pattern.ok()) << text.substr(0, 200);
    return {id, std::make_shared<const Pattern>(*std::move(pattern))};
  }
  void add(uint32_t id, std::string_view text) { index_.change({}, std::vector{rule(id, text)}); }
  void remove(uint32_t id) { index_.change(std::vector{id}, {}); }

  std::vector<uint32_t> match(std::string_view event) {
    Entrances::Answer answer = entrances_.match(*index_.current(), event);
    EXPECT_TRUE(answer.ok) << event.substr(0, 200);
    EXPECT_EQ(answer.disagreement, "");
    return answer.ids;
  }
  bool is_valid(std::string_view event) {
    Entrances::Answer answer = entrances_.match(*index_.current(), event);
    EXPECT_EQ(answer.disagreement, "");
    return answer.ok;
  }

  RuleIndex index_;
  Entrances entrances_;
};

std::string repeated(std::string_view text, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

// 9
TEST_F(ConformanceExtra, EventsAsDeepAsAllowedAndOneLevelMore) {
  add(1, repeated("{\"a\":", 900) + "[1]" + std::string(900, '}'));
  add(2, R"({"z":[1]})");
  EXPECT_THAT(match(repeated("{\"a\":", 900) + "1" + std::string(900, '}')), ElementsAre(1));
  EXPECT_THAT(match(repeated("{\"a\":", 899) + "1" + std::string(899, '}')), IsEmpty());
  // Inside what no rule asks for as well.
  for (const auto& brackets : {std::pair("{\"b\":", "}"), std::pair("[", "]")}) {
    auto deep = [&](size_t levels) {
      return R"({"b":)" + repeated(brackets.first, levels - 1) + "1" +
             repeated(brackets.second, levels - 1) + R"(,"z":1})";
    };
    EXPECT_THAT(match(deep(kEventDepthMax)), ElementsAre(2));
    EXPECT_FALSE(is_valid(deep(kEventDepthMax + 1)));
    EXPECT_FALSE(is_valid(deep(100'000)));
    EXPECT_FALSE(is_valid(deep(kEventDepthMax).substr(0, 900)));
  }
}

// 59
TEST_F(ConformanceExtra, ArraysOfTenThousandElements) {
  add(1, R"({"k":{"a":["1"],"b":["2"],"i":{"c":[{"prefix":"3"}]}}})");
  add(2, R"({"k":{"a":["1"],"z":[{"exists":false}],"b":["9"]}})");
  std::string event = R"({"k":[)";
  for (int i = 0; i < 10'000; ++i) {
    event += i % 2 ? R"({"a":"1","b":"0","i":[{"c":"3"},{"c":"4"}]},)"
                   : R"({"a":"0","b":["2","9"],"z":0,"i":{"c":"33"}},)";
  }
  EXPECT_THAT(match(event + "[]]}"), IsEmpty());
  EXPECT_THAT(match(event + R"({"a":"1","b":"2","i":[{"c":"3"}],"z":1}]})"), ElementsAre(1));
  EXPECT_THAT(match(event + R"({"a":"1","b":["9","2"],"i":{"c":["0","3"]}}]})"), ElementsAre(1, 2));
}

// 70
TEST_F(ConformanceExtra, OrOfAThousandCombinations) {
  auto group = [](char name, int count) {
    std::string branches;
    for (int i = 0; i < count; ++i) {
      branches += fmt::format(R"({}{{"{}":["{}"]}})", i ? "," : "", name, i);
    }
    return R"("$or":[)" + branches + "]";
  };
  auto three = [&](int last) {
    return "{" + group('a', 10) + "," + group('b', 10) + "," + group('c', last) + "}";
  };
  add(1, three(10));
  EXPECT_THAT(match(R"({"a":"9","b":"0","c":"9"})"), ElementsAre(1));
  EXPECT_THAT(match(R"({"a":"9","b":"0","c":"10"})"), IsEmpty());
  add(2, "{" + group('a', 27) + "," + group('b', 37) + "}");  // 999
  EXPECT_THAT(match(R"({"a":"26","b":"36","c":"36"})"), ElementsAre(2));
  Options options{.limits = {.characters_max = 1'000'000}};
  for (const std::string& text : {three(11), "{" + group('a', 1001) + "}"}) {
    auto refused = Pattern::parse(text, options);
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().is(ErrorCode::kPatternTooComplex));
  }
}

// 73
TEST_F(ConformanceExtra, AConjunctionOf256Paths) {
  auto all = [](size_t count, std::string_view open, std::string_view close) {
    std::string text;
    for (size_t i = 0; i < count; ++i) {
      text += fmt::format(R"({}"k{}":{}"{}"{})", i ? "," : "", i, open, i, close);
    }
    return "{" + text + "}";
  };
  add(1, all(256, "[", "]"));
  EXPECT_THAT(match(all(256, "", "")), ElementsAre(1));
  EXPECT_THAT(match(all(300, "[", "]")), ElementsAre(1));
  EXPECT_THAT(match(all(255, "", "")), IsEmpty());
  auto refused = Pattern::parse(all(257, "[", "]"), {.limits = {.characters_max = 100'000}});
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.error().is(ErrorCode::kPatternTooComplex));
}

// 76
TEST_F(ConformanceExtra, AnIdAddedTwiceIsReplaced) {
  add(1, R"({"a":["x"]})");
  add(1, R"({"a":["y"]})");
  EXPECT_EQ(index_.size(), 1U);
  EXPECT_THAT(match(R"({"a":"x"})"), IsEmpty());
  EXPECT_THAT(match(R"({"a":"y"})"), ElementsAre(1));
  index_.change({}, std::vector{rule(1, R"({"a":["z"]})"), rule(1, R"({"a":["w"]})")});
  EXPECT_THAT(match(R"({"a":"z"})"), IsEmpty());
  EXPECT_THAT(match(R"({"a":"w"})"), ElementsAre(1));
  remove(1);
  EXPECT_THAT(match(R"({"a":["x","y","z","w"]})"), IsEmpty());
}

// 77
TEST_F(ConformanceExtra, RulesThatShareWhatTheyTestComeAndGo) {
  const char* const patterns[] = {R"({"a":[{"wildcard":"x*z"}]})",
                                  R"({"a":[{"prefix":"x"}]})",
                                  R"({"a":[{"anything-but":"y"}]})",
                                  R"({"b":[{"exists":false}]})",
                                  R"({"a":[{"anything-but":{"suffix":"q"}},"q"]})",
                                  R"({"a":[{"equals-ignore-case":"XYZ"}]})"};
  for (const char* text : patterns) {
    SCOPED_TRACE(text);
    const char* event = R"({"a":"xyz"})";
    add(1, text);
    EXPECT_THAT(match(event), ElementsAre(1));
    remove(1);
    EXPECT_THAT(match(event), IsEmpty());
    add(1, text);
    add(2, text);
    EXPECT_THAT(match(event), ElementsAre(1, 2));
    remove(1);
    EXPECT_THAT(match(event), ElementsAre(2));
    EXPECT_THAT(match(R"({"a":"y","b":1})"), testing::AnyOf(IsEmpty(), ElementsAre(2)));
    remove(2);
    EXPECT_THAT(match(event), IsEmpty());
    EXPECT_EQ(index_.size(), 0U);
  }
}

// 78
TEST_F(ConformanceExtra, RemovingWhatWasNeverAdded) {
  remove(7);
  add(1, R"({"a":["x"]})");
  index_.change(std::vector<uint32_t>{7, 8, 7, 2}, {});
  EXPECT_EQ(index_.size(), 1U);
  EXPECT_THAT(match(R"({"a":"x"})"), ElementsAre(1));
  index_.change(std::vector<uint32_t>{1, 1}, {});
  EXPECT_EQ(index_.size(), 0U);
}

// 79
TEST_F(ConformanceExtra, RulesThatDifferInANumbersSpelling) {
  add(1, R"({"a":[300]})");
  add(2, R"({"a":[3.0e2]})");
  add(3, R"({"a":[1e400]})");
  add(4, R"({"a":[1E400]})");
  EXPECT_THAT(match(R"({"a":300.00})"), ElementsAre(1, 2));
  EXPECT_THAT(match(R"({"a":1e400})"), ElementsAre(3));
  EXPECT_THAT(match(R"({"a":[1E400,30e1]})"), ElementsAre(1, 2, 4));
  remove(1);
  EXPECT_THAT(match(R"({"a":300})"), ElementsAre(2));
  remove(3);
  EXPECT_THAT(match(R"({"a":[1e400,1E400]})"), ElementsAre(4));
}

// 84
TEST_F(ConformanceExtra, ValuesOfTwoHundredThousandBytes) {
  const std::string long_text = repeated("aé\\n", 50'000);
  add(1, R"({"a":[")" + long_text + R"("]})");
  add(2, R"({"a":[{"prefix":"aé\n"}],"b":[{"suffix":"na"}]})");
  add(3, R"({"a":[{"wildcard":"*\né*x"}]})");
  add(4, R"({"a":[{"suffix":{"equals-ignore-case":"AÉ\n"}}]})");
  add(5, R"({"a":[{"anything-but":{"wildcard":"a*\n"}}]})");
  add(6, R"({")" + std::string(200'000, 'k') + R"(":[1]})");
  EXPECT_THAT(match(R"({"a":")" + long_text + R"("})"), ElementsAre(1, 4));
  EXPECT_THAT(match(R"({"b":"n\u0061","a":")" + long_text + R"(a"})"), ElementsAre(2, 5));
  EXPECT_THAT(match(R"({"a":"a)" + long_text + R"(éx"})"), ElementsAre(3, 5));
  EXPECT_THAT(match(R"({")" + std::string(200'000, 'k') + R"(":1})"), ElementsAre(6));
  EXPECT_THAT(match(R"({")" + std::string(199'999, 'k') + R"(":1})"), IsEmpty());
}

// 87
TEST_F(ConformanceExtra, ManyWildcardsAndLettersOfTwoCasesOnOneField) {
  for (uint32_t i = 0; i < 500; ++i) {
    add(i, fmt::format(R"({{"a":[{{"equals-ignore-case":"é{}ß"}}]}})", i));
    add(1000 + i, fmt::format(R"({{"a":[{{"wildcard":"*é*{}*"}}]}})", i));
    add(2000 + i, fmt::format(R"({{"a":[{{"wildcard":"*{}"}}]}})", i));
  }
  EXPECT_THAT(match(R"({"a":"É7SS"})"), ElementsAre(7));
  EXPECT_THAT(match(R"({"a":"é7ß"})"), ElementsAre(7, 1007));
  EXPECT_THAT(match(R"({"a":"xÉé38"})"), ElementsAre(1003, 1008, 1038, 2008, 2038));
  EXPECT_THAT(match(R"({"a":"É7ss"})"), IsEmpty());
}

}  // namespace
}  // namespace angarium::pattern
