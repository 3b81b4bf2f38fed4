#include "pattern/rule_index.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace angarium::pattern {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Rule rule(uint32_t id, std::string_view text) {
  return {id, std::make_shared<const Pattern>(
                  *Pattern::parse(text, {.limits = {.characters_max = 100'000}}))};
}

std::shared_ptr<const RuleSet> build(const std::vector<Rule>& rules) {
  return RuleIndex().change({}, rules);
}

std::vector<uint32_t> match(const RuleSet& rules, std::string_view event) {
  Scratch scratch;
  auto ids = rules.match(event, scratch);
  EXPECT_TRUE(ids.ok()) << event.substr(0, 200);
  if (!ids.ok()) return {};
  return {ids->begin(), ids->end()};
}

std::string nested(size_t depth, std::string_view inside) {
  std::string text;
  for (size_t i = 0; i < depth; ++i) text += "{\"a\":";
  text += inside;
  return text.append(depth, '}');
}

TEST(RuleSet, AnEmptySetMatchesNothingAndStillReadsTheEvent) {
  auto rules = build({});
  EXPECT_THAT(match(*rules, R"({"a":1})"), IsEmpty());
  Scratch scratch;
  EXPECT_FALSE(rules->match(R"({"a":1}})", scratch).ok());
}

TEST(RuleSet, IdsAreAscendingAndUnique) {
  auto rules = build({rule(9, R"({"a":["x"]})"), rule(3, R"({"a":["x","y"],"b":["z"]})"),
                      rule(5, R"({"a":["y"]})")});
  EXPECT_THAT(match(*rules, R"({"a":["x","x"],"b":"z"})"), ElementsAre(3, 9));
}

// Values that came before are not looked up again; others that look like them are.
TEST(RuleSet, EveryValueOfALargeArrayCounts) {
  constexpr uint32_t kValues = 400;
  std::vector<Rule> rules;
  std::string list;
  for (uint32_t i = 0; i < kValues; ++i) {
    const std::string value =
        i % 3 == 0 ? fmt::format(R"("v{}")", i) : fmt::format("{}.123456789", i);
    rules.push_back(rule(i, fmt::format(R"({{"a":[{}]}})", value)));
    if (i % 2 == 0) list += fmt::format(R"({},"v0",1,true,"1",)", value);
  }
  rules.push_back(rule(kValues, R"({"a":["true"]})"));
  rules.push_back(rule(kValues + 1, R"({"a":[{"numeric":[">",397.12,"<",397.13]}]})"));
  rules.push_back(rule(kValues + 2, R"({"a":[true]})"));
  rules.push_back(rule(kValues + 3, R"({"a":[{"numeric":["<",1]}]})"));
  rules.push_back(rule(kValues + 4, R"({"a":["1"]})"));
  rules.push_back(rule(kValues + 5, R"({"a":[1]})"));
  std::vector<uint32_t> wanted;
  for (uint32_t i = 0; i < kValues; i += 2) wanted.push_back(i);
  const std::string event = fmt::format(R"({{"a":[{}"last"]}})", list);
  for (const uint32_t more : {2U, 4U, 5U}) wanted.push_back(kValues + more);
  EXPECT_EQ(match(*build(rules), event), wanted);
  const std::string longer = fmt::format(R"({{"a":[{}"true",397.123456789,-5.5]}})", list);
  wanted.resize(kValues / 2);
  wanted.insert(wanted.end() - 1, 397);
  for (const uint32_t more : {0U, 1U, 2U, 3U, 4U, 5U}) wanted.push_back(kValues + more);
  EXPECT_EQ(match(*build(rules), longer), wanted);
}

TEST(RuleIndex, AChangeLeavesTheSetsBeforeItAlone) {
  RuleIndex index;
  auto before = index.change({}, std::vector{rule(1, R"({"a":["x"]})"), rule(2, R"({"a":["x"]})")});
  auto after = index.change(std::vector<uint32_t>{2, 77}, std::vector{rule(3, R"({"a":["x"]})")});
  EXPECT_THAT(match(*before, R"({"a":"x"})"), ElementsAre(1, 2));
  EXPECT_THAT(match(*after, R"({"a":"x"})"), ElementsAre(1, 3));
  EXPECT_EQ(index.current(), after);
  EXPECT_EQ(index.size(), 2u);
}

TEST(RuleIndex, ARuleTakesThePlaceOfTheOneOfItsId) {
  RuleIndex index;
  index.change({}, std::vector{rule(1, R"({"a":["x"]})"), rule(2, R"({"a":["x"]})")});
  auto after = index.change({}, std::vector{rule(1, R"({"b":["x"]})")});
  EXPECT_EQ(index.size(), 2u);
  EXPECT_THAT(match(*after, R"({"a":"x"})"), ElementsAre(2));
  EXPECT_THAT(match(*after, R"({"b":"x"})"), ElementsAre(1));
}

TEST(RuleSet, OutlivesItsIndex) {
  auto rules = build({rule(1, R"({"a":["x"]})")});
  EXPECT_THAT(match(*rules, R"({"a":"x"})"), ElementsAre(1));
}

TEST(RuleSet, MatchesAnEventInParts) {
  auto rules = build({rule(1, R"({"source":["shop"],"detail":{"a":["x"]}})")});
  Scratch scratch;
  auto ids = rules->match_parts(
      std::vector<EventPart>{{"source", "\"shop\"", true}, {"detail", R"({"a":"x"})", false}},
      scratch);
  ASSERT_TRUE(ids.ok());
  EXPECT_THAT(*ids, ElementsAre(1));
  auto forged = rules->match_parts(
      std::vector<EventPart>{{"detail", R"({"a":1},"source":"shop","x":{})", false}}, scratch);
  ASSERT_FALSE(forged.ok());
  EXPECT_TRUE(forged.error().is(ErrorCode::kInvalidEvent));
}

TEST(RuleSet, OneScratchServesManySets) {
  auto small = build({rule(1, R"({"a":["x"]})")});
  auto large = build({rule(1, R"({"a":["y"],"b":["y"]})"), rule(2, R"({"b":["x"]})")});
  Scratch scratch;
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(*small->match(R"({"a":"x","b":"x"})", scratch), ElementsAre(1));
    EXPECT_THAT(*large->match(R"({"a":"y"})", scratch), IsEmpty());
    EXPECT_THAT(*large->match(R"({"b":"x"})", scratch), ElementsAre(2));
  }
}

TEST(RuleSet, RefusesWhatIsNotOneObject) {
  auto rules = build({rule(1, R"({"a":["x"]})")});
  Scratch scratch;
  for (const char* event : {"", "[]", "\"x\"", "null", "{", R"({"a":"x"} {})", R"({"a":"x","b":[})",
                            R"({"b":{"c":01}})", R"({"a":1},"account":"999999999999","x":{})"}) {
    auto ids = rules->match(event, scratch);
    ASSERT_FALSE(ids.ok()) << event;
    EXPECT_TRUE(ids.error().is(ErrorCode::kInvalidEvent));
  }
  EXPECT_THAT(*rules->match(R"({"a":"x"})", scratch), ElementsAre(1));
}

TEST(RuleSet, DepthAtTheLimitAndBeyond) {
  auto rules = build({rule(1, nested(900, "[1]"))});
  Scratch scratch;
  EXPECT_THAT(match(*rules, nested(900, "1")), ElementsAre(1));
  EXPECT_TRUE(rules->match(nested(kEventDepthMax, "1"), scratch).ok());
  EXPECT_FALSE(rules->match(nested(kEventDepthMax + 1, "1"), scratch).ok());
}

TEST(Pattern, LengthAtTheLimitAndBeyondInCharacters) {
  std::string pattern = R"({"a":["éé"]})";
  EXPECT_TRUE(Pattern::parse(pattern, {.limits = {.characters_max = 12}}).ok());
  auto refused = Pattern::parse(pattern, {.limits = {.characters_max = 11}});
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.error().is(ErrorCode::kPatternTooLong));
}

TEST(Pattern, DepthAtTheLimitAndBeyond) {
  Options options{.limits = {.characters_max = 100'000}};
  EXPECT_TRUE(Pattern::parse(nested(999, "[1]"), options).ok());
  EXPECT_FALSE(Pattern::parse(nested(1000, "[1]"), options).ok());
}

TEST(Pattern, PathsAtTheLimitAndBeyond) {
  std::string text = "{";
  for (int i = 0; i < 256; ++i) text += fmt::format("{}\"k{}\":[1]", i == 0 ? "" : ",", i);
  Options options{.limits = {.characters_max = 100'000}};
  EXPECT_TRUE(Pattern::parse(text + "}", options).ok());
  EXPECT_FALSE(Pattern::parse(text + R"(,"more":[1]})", options).ok());
}

TEST(Pattern, RefusesInvalidUtf8AndNothingAtAll) {
  EXPECT_FALSE(Pattern::parse("{\"a\":[\"\xff\"]}").ok());
  for (const char* blank : {"", " ", "\n\t"}) {
    auto pattern = Pattern::parse(blank);
    ASSERT_FALSE(pattern.ok());
    EXPECT_EQ(pattern.error().message(), "Filter is not an object");
  }
}

// Ten thousand elements that each meet half of the pattern, and one that meets all of it: found
// without trying every pair.
TEST(ArrayJoin, IsLinearInTheElements) {
  auto rules = build({rule(1, R"({"k":{"a":[1],"b":[1],"c":{"d":[1]}}})")});
  std::string event = R"({"k":[)";
  for (int i = 0; i < 10'000; ++i) {
    event += i % 2 ? R"({"a":1,"b":0,"c":[{"d":1}]},)" : R"({"a":0,"b":1,"c":[{"d":1},{"d":1}]},)";
  }
  EXPECT_THAT(match(*rules, event + R"({"a":1}]})"), IsEmpty());
  EXPECT_THAT(match(*rules, event + R"({"a":1,"b":1,"c":[{"d":1}]}]})"), ElementsAre(1));
}

TEST(ArrayJoin, DeepArraysStayCheap) {
  auto rules = build({rule(1, R"({"k":{"a":[1],"b":[1]}})")});
  auto deep = [](std::string_view inside) {
    std::string arrays(900, '[');
    return R"({"k":)" + arrays + std::string(inside) + std::string(900, ']') + "}";
  };
  EXPECT_THAT(match(*rules, deep(R"({"a":1},{"b":1})")), IsEmpty());
  EXPECT_THAT(match(*rules, deep(R"({"a":1,"b":1})")), ElementsAre(1));
}

// Every name repeated, each array offering one of two leaves: 2^n choices.
TEST(ArrayJoin, GivesUpVisiblyOnAnEventMadeForIt) {
  std::string pattern, event;
  for (int leaf = 0; leaf < 24; ++leaf) {
    pattern += fmt::format("{}\"x{}\":[1]", leaf == 0 ? "" : ",", leaf);
  }
  for (int array = 0; array < 23; ++array) {
    event += fmt::format("{}\"k\":[", array == 0 ? "" : ",");
    for (int leaf = 0; leaf < 24; ++leaf)
      event += fmt::format("{}{{\"x{}\":1}}", leaf ? "," : "", leaf);
    event += "]";
  }
  auto rules = build({rule(1, R"({"k":{)" + pattern + "}}")});
  Scratch scratch;
  auto ids = rules->match("{" + event + "}", scratch);
  ASSERT_FALSE(ids.ok());
  EXPECT_TRUE(ids.error().is(ErrorCode::kEventTooComplex));
}

}  // namespace
}  // namespace angarium::pattern
