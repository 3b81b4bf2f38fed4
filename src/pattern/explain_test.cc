#include "pattern/explain.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/scanner.h"

namespace angarium::pattern {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Pattern parse(std::string_view text) {
  auto pattern = Pattern::parse(text, {.limits = {.characters_max = 1'000'000}});
  EXPECT_TRUE(pattern.ok()) << text;
  return *pattern;
}

Explanation explained(std::string_view pattern, std::string_view event) {
  auto explanation = explain(parse(pattern), event);
  EXPECT_TRUE(explanation.ok()) << event;
  return *explanation;
}

// "kind: text" of the first reason of the first leaf that does not hold; empty when it matches.
std::string reason(std::string_view pattern, std::string_view event) {
  Explanation explanation = explained(pattern, event);
  const LeafExplanation& leaf = explanation.alternatives.front().leaves.front();
  EXPECT_EQ(explanation.matches, leaf.held);
  if (leaf.reasons.empty()) return "";
  return fmt::format("{}: {}", name(leaf.reasons[0].kind), leaf.reasons[0].text);
}

TEST(Explain, SaysWhatHeldByWhichValue) {
  Explanation explanation = explained(R"({"a":{"b":["x",{"prefix":"y"}]},"c":[{"exists":false}]})",
                                      R"({"a":[{"b":"q"},{"b":"yes"}]})");
  EXPECT_TRUE(explanation.matches);
  EXPECT_EQ(to_text(explanation),
            "match: 2 fields hold\n"
            "  yes  a.b  \"yes\" at a[1].b\n"
            "  yes  c  nothing, as wanted\n");
}

TEST(Explain, ShowsWhatFailedFirstWithTheMatchersAndTheValues) {
  Explanation explanation =
      explained(R"({"source":["shop"],"detail":{"state":["paid",{"suffix":"ed"}]}})",
                R"({"source":"shop","detail":{"state":["Paid","new"]}})");
  EXPECT_FALSE(explanation.matches);
  EXPECT_EQ(to_text(explanation),
            "no match: 1 of 2 fields hold\n"
            "  no   detail.state\n"
            "       wants  \"paid\" or {\"suffix\":\"ed\"}\n"
            "       found  \"Paid\" at detail.state[0], \"new\" at detail.state[1]\n"
            "       why    \"Paid\" differs only in case from \"paid\"\n"
            "  yes  source  \"shop\"\n");
  EXPECT_EQ(to_json(explanation),
            R"({"match":false,"alternativeCount":1,"alternatives":[{"match":false,"heldCount":1,)"
            R"("leafCount":2,"leaves":[{"path":"detail.state","held":false,"matcherCount":2,)"
            R"("matchers":["\"paid\"","{\"suffix\":\"ed\"}"],"foundCount":2,"found":[)"
            R"({"value":"\"Paid\"","location":"detail.state[0]","accepted":false},)"
            R"({"value":"\"new\"","location":"detail.state[1]","accepted":false}],"reasons":[)"
            R"({"kind":"letter-case","text":"\"Paid\" differs only in case from \"paid\""}]},)"
            R"({"path":"source","held":true,"matcherCount":1,"matchers":["\"shop\""],)"
            R"("foundCount":1,"found":[{"value":"\"shop\"","location":"source","accepted":true}],)"
            R"("reasons":[]}]}]})");
}

TEST(Explain, NearMissesOfValues) {
  auto reason_of = [](std::string_view matcher, std::string_view value) {
    return reason(fmt::format(R"({{"a":[{}]}})", matcher), fmt::format(R"({{"a":{}}})", value));
  };
  EXPECT_EQ(reason_of(R"({"prefix":"EU-"})", R"("eu-west")"),
            R"(letter-case: "eu-west" differs only in case from {"prefix":"EU-"})");
  EXPECT_EQ(reason_of(R"({"wildcard":"*/B/*"})", R"("a/b/c")"),
            R"(letter-case: "a/b/c" differs only in case from {"wildcard":"*/B/*"})");
  EXPECT_EQ(reason_of(R"("x")", R"(" x\n")"), R"(spaces: " x\n" has spaces around what "x" takes)");
  EXPECT_EQ(reason_of(R"("x")", R"("\"x\"")"),
            R"(quotes: "\"x\"" holds quotes around what "x" takes)");
  EXPECT_EQ(reason_of(R"("5")", "5"), R"(other-type: 5 is a number, "5" wants a string)");
  EXPECT_EQ(reason_of("5", R"("5.0")"), R"(other-type: "5.0" is a string, 5 wants a number)");
  EXPECT_EQ(reason_of(R"({"numeric":[">",3]})", R"("5")"),
            R"(other-type: "5" is a string, {"numeric":[">",3]} wants a number)");
  EXPECT_EQ(reason_of("true", R"("true")"),
            R"(other-type: "true" is a string, true wants a boolean)");
  EXPECT_EQ(reason_of(R"("null")", "null"), R"(other-type: null is null, "null" wants a string)");
  EXPECT_EQ(reason_of(R"("aws.*")", R"("aws.s3")"),
            R"(plain-text: a plain string takes nothing but itself; {"wildcard":"aws.*"} takes )"
            R"("aws.s3")");
  EXPECT_EQ(reason_of(R"("aws.")", R"("aws.s3")"),
            R"(plain-text: a plain string takes nothing but itself; {"prefix":"aws."} takes )"
            R"("aws.s3")");
  EXPECT_EQ(reason_of(R"({"numeric":[">",3,"<",5]})", "5"),
            R"(bound: 5 is the bound that {"numeric":[">",3,"<",5]} leaves out)");
  EXPECT_THAT(reason_of(R"({"numeric":[">",3]})", "9007199254740993"),
              HasSubstr("not-comparable: 9007199254740993 is not exactly a double"));
  EXPECT_EQ(reason_of(R"({"cidr":"10.0.0.0/8"})", R"("10.1.2.3:80")"),
            R"(not-an-address: "10.1.2.3:80" is not an IP address)");
  EXPECT_EQ(reason_of(R"("pending")", R"("pendnig")"),
            R"(near-value: "pendnig" is nearly "pending")");
  EXPECT_EQ(reason_of(R"({"anything-but":{"prefix":["x","y"]}})", R"("xa")"),
            R"(excluded: "xa" is what {"anything-but":{"prefix":["x","y"]}} leaves out)");
  EXPECT_EQ(reason_of(R"({"exists":false})", "null"), "present: `a` is there");
  EXPECT_EQ(reason_of(R"("x")", R"("something else")"), "");
}

TEST(Explain, NearMissesOfPaths) {
  auto reason_of = [](std::string_view event) {
    return reason(R"({"detail":{"state":["paid"]}})", event);
  };
  EXPECT_EQ(reason_of(R"({"detail":{"State":"paid"}})"),
            "path-letter-case: `detail.state` is not there, `detail.State` is");
  EXPECT_EQ(reason_of(R"({"Detail":{"state":"paid"}})"),
            "path-letter-case: `detail.state` is not there, `Detail.state` is");
  EXPECT_EQ(reason_of(R"({"detail":{},"state":"paid"})"),
            "other-level: `detail.state` is not there, `state` is");
  EXPECT_EQ(reason_of(R"({"detail":{"order":{"state":"paid"}}})"),
            "other-level: `detail.state` is not there, `detail.order.state` is");
  EXPECT_EQ(reason_of(R"({"detail":{"sttae":"paid"}})"),
            "near-name: `detail.state` is not there, `detail.sttae` is");
  EXPECT_EQ(reason_of(R"({"detail":"{\"state\":\"paid\"}"})"),
            "string-holds-json: `detail` is a string that holds JSON, not an object: it was "
            "encoded once too often");
  EXPECT_EQ(reason_of(R"({"detail":7})"), "not-an-object: `detail` is 7, not an object");
  EXPECT_EQ(reason_of(R"({"detail":{"state":{"now":"paid"}}})"),
            "container: `detail.state` is an object (of now); a pattern tests its members");
  EXPECT_EQ(reason_of(R"({"detail":{"state":[]}})"),
            "empty: `detail.state` is an empty array, which is as good as missing");
  EXPECT_EQ(reason_of(R"({"detail":{"amount":7,"id":1}})"),
            "missing: `detail.state` is not there; `detail` has amount, id");
  EXPECT_EQ(reason_of(R"({})"), "missing: `detail.state` is not there");
}

TEST(Explain, LeavesThatHoldInDifferentElementsOfAnArray) {
  EXPECT_EQ(reason(R"({"k":{"a":["1"],"b":["2"]}})", R"({"k":[{"a":"1"},{"b":"2"}]})"),
            "other-element: `k[1].b` holds, but not in the array element of `k[0].a`");
  // Any two of the three agree, but not all of them.
  EXPECT_EQ(reason(R"({"k":{"a":["1"],"b":["2"],"c":["3"]}})",
                   R"({"k":[{"a":"1","b":"2"},{"b":"2","c":"3"},{"a":"1","c":"3"}]})"),
            "other-element: `k[1].c` holds, but in another array element than the others");
}

TEST(Explain, AbsenceFollowsTheOrderOfPaths) {
  EXPECT_EQ(
      reason(R"({"k":{"a":["1"],"z":[{"exists":false}]}})", R"({"k":[{"a":"1"},{"a":"2","z":0}]})"),
      "");
  EXPECT_EQ(
      reason(R"({"k":{"z":["1"],"a":[{"exists":false}]}})", R"({"k":[{"z":"1"},{"z":"2","a":0}]})"),
      "present: `k[1].a` is there");
}

TEST(Explain, OfAlternativesTheMatchingOneOrTheClosest) {
  const char* pattern = R"({"$or":[{"a":["1"],"b":["1"]},{"a":["2"]},{"c":["3"]},{"d":["4"]}]})";
  Explanation match = explained(pattern, R"({"a":"2"})");
  ASSERT_EQ(match.alternatives.size(), 1u);
  EXPECT_EQ(match.alternatives[0].leaves[0].matchers, std::vector<std::string>{"\"2\""});
  Explanation miss = explained(pattern, R"({"a":"1"})");
  EXPECT_EQ(miss.alternative_count, 4u);
  EXPECT_EQ(miss.alternatives.size(), kShownAlternativesMax);
  EXPECT_THAT(to_text(miss), HasSubstr("none of 4 alternatives of $or matches; the closest:\n"));
}

TEST(Explain, RefusesWhatMatchingRefuses) {
  for (const char* event : {"", "[]", "{", R"({"a":1} x)", "{\"a\":\"\xff\"}"}) {
    auto refused = explain(parse(R"({"a":[1]})"), event);
    ASSERT_FALSE(refused.ok()) << event;
    EXPECT_TRUE(refused.error().is(ErrorCode::kInvalidEvent));
  }
}

TEST(Explain, EverythingShownIsBounded) {
  std::string values, matchers;
  for (int i = 0; i < 1000; ++i) {
    values += fmt::format("{}\"{}{}\"", i ? "," : "", std::string(1000, 'v'), i);
    matchers += fmt::format("{}\"{}{}\"", i ? "," : "", std::string(100, 'M'), i);
  }
  Explanation explanation = explained(R"({"a":[)" + matchers + "]}", R"({"a":[)" + values + "]}");
  const LeafExplanation& leaf = explanation.alternatives[0].leaves[0];
  EXPECT_EQ(leaf.matcher_count, 1000u);
  EXPECT_EQ(leaf.matchers.size(), kShownMatchersMax);
  EXPECT_EQ(leaf.found_count, 1000u);
  EXPECT_EQ(leaf.found.size(), kShownValuesMax);
  EXPECT_LT(to_text(explanation).size(), 2000u);
  std::string deep;
  for (int i = 0; i < 900; ++i) deep += R"({"name)" + std::string(90, 'n') + R"(":)";
  EXPECT_LT(to_text(explained(R"({"a":[1]})", deep + "1" + std::string(900, '}'))).size(), 2000u);
}

TEST(Explain, NoValueSteersATerminal) {
  std::string text =
      to_text(explained(R"({"a":["x"]})", "{\"a\":\"\u009b31m\u202e\x7f\",\"\\u001b[0m\":1}"));
  EXPECT_THAT(text, HasSubstr("\\u009b31m\\u202e\\u007f"));
  text = to_text(explained(R"({"b":["x"]})", R"({"\u001b[0m":1})"));
  EXPECT_THAT(text, HasSubstr("the event has \\u001b[0m"));
}

TEST(ExplainClosest, TheClosestComeFirstAndStrangersNot) {
  std::vector<Rule> rules;
  auto add = [&](uint32_t id, std::string_view pattern) {
    rules.push_back({id, std::make_shared<const Pattern>(parse(pattern))});
  };
  add(1, R"({"a":["x"],"b":["no"],"c":["no"]})");
  add(2, R"({"a":["x"],"b":["no"]})");
  add(3, R"({"a":["x"],"b":["Y"]})");
  add(4, R"({"a":["x"]})");  // matches
  add(5, R"({"z":["q"]})");
  add(6, R"({"a":["x"],"b":["never"]})");
  auto closest = explain_closest(rules, R"({"a":"x","b":"y"})");
  ASSERT_TRUE(closest.ok());
  std::vector<uint32_t> ids;
  for (const RuleExplanation& rule : *closest) ids.push_back(rule.id);
  EXPECT_THAT(ids, ElementsAre(3, 2, 6, 1));
  EXPECT_EQ(explain_closest(rules, R"({"a":"x","b":"y"})", 2)->size(), 2u);
  EXPECT_TRUE(explain_closest(rules, R"({"a":"x","b":"y"})", 0)->empty());
}

}  // namespace
}  // namespace angarium::pattern
