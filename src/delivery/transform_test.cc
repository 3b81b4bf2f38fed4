#include "delivery/transform.h"

#include <gtest/gtest.h>

namespace angarium::delivery {
namespace {

using Kind = TransformSource::Kind;

std::string envelope(const std::string& detail) {
  return R"({"detail-type":"t","source":"s","detail":)" + detail + "}";
}

base::Result<std::string> transformed(const TransformSource& source, const std::string& envelope) {
  auto transform = Transform::parse(source);
  EXPECT_TRUE(transform.ok());
  return transform->apply({envelope, base::from_unix_ms(0), "rule/r"});
}

TEST(Transform, NamesThePlaceholderThatIsRefused) {
  auto refused = Transform::parse({Kind::kTemplate, R"("<a> <nobody>")", {{"a", "$.a"}}});
  EXPECT_TRUE(refused.error().is(TransformError::kUnknownPlaceholder));
  EXPECT_EQ(refused.error().message(), "nobody");
}

TEST(Transform, KeepsItsSource) {
  const TransformSource source{Kind::kTemplate, R"({ "a" : <a> })", {{"a", "$.a"}}};
  EXPECT_EQ(Transform::parse(source)->source(), source);
}

TEST(Transform, WhatIsStoredAndCanNoLongerBeReadFailsEachDeliveryAndKeepsItsSource) {
  const TransformSource source{Kind::kPath, "$..a", {}};
  const Transform transform = Transform::of_stored(source);
  auto result = transform.apply({"{}", base::from_unix_ms(0), "rule/r"});
  EXPECT_TRUE(result.error().is(TransformError::kUnusable));
  EXPECT_EQ(transform.source(), source);
}

TEST(Transform, TheRuleIsNamedWithoutItsBus) {
  auto transform = Transform::parse({Kind::kTemplate, R"("<aws.events.rule-name>")", {}});
  for (const char* arn : {"arn:aws:events:r:1:rule/on", "arn:aws:events:r:1:rule/bus/on", "on"}) {
    EXPECT_EQ(*transform->apply({"{}", base::from_unix_ms(0), arn}), R"("on")");
  }
}

TEST(Transform, AResultOfTheLargestSizePassesAndOneByteMoreDoesNot) {
  struct Case {
    TransformSource source;
    size_t beside;  // bytes around the value
  };
  const std::vector<Case> cases = {{{Kind::kTemplate, R"({"a":<a>})", {{"a", "$.detail.a"}}}, 8},
                                   {{Kind::kPath, "$.detail.a", {}}, 2},
                                   {{Kind::kPath, "$.detail.*", {}}, 4}};
  for (const Case& each : cases) {
    const std::string largest(kTransformedBytesMax - each.beside, 'x');
    auto fits = transformed(each.source, envelope(R"({"a":")" + largest + R"("})"));
    ASSERT_TRUE(fits.ok()) << each.source.text;
    EXPECT_EQ(fits->size(), kTransformedBytesMax);
    auto larger = transformed(each.source, envelope(R"({"a":"x)" + largest + R"("})"));
    EXPECT_TRUE(larger.error().is(TransformError::kTooLarge)) << each.source.text;
  }
}

TEST(Transform, AThousandLargeValuesAreNotPutTogether) {
  std::string text = R"({"a":[<a>)";
  for (int i = 0; i < 1'000; ++i) text += ",<a>";
  auto larger = transformed({Kind::kTemplate, text + "]}", {{"a", "$.detail.a"}}},
                            envelope(R"({"a":")" + std::string(1 << 19, 'x') + R"("})"));
  EXPECT_TRUE(larger.error().is(TransformError::kTooLarge));
}

TEST(Transform, AHundredVariablesAreFoundInOneEvent) {
  TransformSource source{Kind::kTemplate, "\"", {}};
  std::string detail = "{";
  std::string expected = "\"";
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    source.text.append("<v").append(n).append(">,");
    source.paths["v" + n] = "$.detail.k" + n;
    detail.append(i == 0 ? "\"k" : ",\"k").append(n).append("\":").append(n);
    expected.append(n).append(",");
  }
  source.text += "\"";
  EXPECT_EQ(*transformed(source, envelope(detail + "}")), expected + "\"");
}

TEST(Transform, PathsAsDeepAsAllowedAndOneDeeper) {
  std::string path = "$";
  std::string value = "1";
  for (size_t i = 0; i < kPathStepsMax; ++i) {
    path += ".a";
    value.insert(0, R"({"a":)").push_back('}');
  }
  EXPECT_EQ(*transformed({Kind::kPath, path, {}}, value), "1");
  EXPECT_TRUE(Transform::parse({Kind::kPath, path + ".a", {}}).error().is(TransformError::kPath));
}

TEST(Transform, DeepEventsAndManyElementsAreWalked) {
  std::string deep = "1";
  for (int i = 0; i < 1'000; ++i) deep.insert(0, "[").push_back(']');
  EXPECT_EQ(*transformed({Kind::kPath, "$.detail", {}}, envelope(deep)), deep);
  std::string many = "[0";
  for (int i = 1; i < 10'000; ++i) many += ",0";
  EXPECT_EQ(*transformed({Kind::kPath, "$.detail[*]", {}}, envelope(many + "]")), many + "]");
}

// What is stored was validated once; should it ever not be, nothing worse than an error comes of
// it.
TEST(Transform, AnEventThatIsCutAnywhereIsHarmless) {
  const TransformSource source{
      Kind::kTemplate,
      R"({"a":<a>,"b":"<b>","c":<c>,"e":<aws.events.event>,"j":<aws.events.event.json>})",
      {{"a", "$.detail.a.b"}, {"b", "$.detail.*"}, {"c", "$.resources[1]"}}};
  auto transform = Transform::parse(source);
  const std::string whole =
      R"({"detail-type":"t","resources":["a","b"],"detail":{"a":{"b":"\n"}}})";
  for (size_t length = 0; length <= whole.size(); ++length) {
    (void)transform->apply({whole.substr(0, length), base::from_unix_ms(0), "rule/r"});
  }
}

}  // namespace
}  // namespace angarium::delivery
