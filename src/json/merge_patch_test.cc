#include "json/merge_patch.h"

#include <gtest/gtest.h>

#include "json/error.h"

namespace angarium::json {
namespace {

struct Case {
  const char* target;
  const char* patch;
  const char* merged;
};

// RFC 7396, appendix A, but for two whose target is an array, and what it leaves open.
const Case kCases[] = {
    {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
    {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
    {R"({"a":"b"})", R"({"a":null})", R"({})"},
    {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
    {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
    {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
    {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
    {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
    {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
    {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
    {R"({"a":"foo"})", "null", "null"},
    {R"({"a":"foo"})", R"("bar")", R"("bar")"},
    {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
    {"[1,2]", R"({"a":"b","c":null})", R"({"a":"b"})"},
    {"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
    {R"({ "a" : 1.0e2 })", R"({"b": 1e400, "b": 2.50})", R"({"a":1.0e2,"b":2.50})"},
};

TEST(MergePatch, AsTheRfcHasIt) {
  for (const Case& each : kCases) {
    auto merged = merge_patch(each.target, each.patch);
    ASSERT_TRUE(merged.ok()) << each.patch;
    EXPECT_EQ(*merged, each.merged);
  }
}

TEST(MergePatch, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "{}{}", "1,2", "x", "\"\xff\""}) {
    EXPECT_FALSE(merge_patch(text, "{}").ok()) << text;
    EXPECT_FALSE(merge_patch("{}", text).ok()) << text;
  }
}

TEST(MergePatch, DepthAtTheLimitAndBeyond) {
  auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += R"({"a":)";
    return text + "1" + std::string(static_cast<size_t>(depth), '}');
  };
  EXPECT_TRUE(merge_patch("{}", nested(63)).ok());
  auto refused = merge_patch("{}", nested(64));
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.error().is(ErrorCode::kTooDeep));
}

}  // namespace
}  // namespace angarium::json
