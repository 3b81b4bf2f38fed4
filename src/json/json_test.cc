#include <gtest/gtest.h>

#include "json/scanner.h"
#include "json/value.h"
#include "json/writer.h"

namespace angarium::json {
namespace {

std::string nested(size_t depth) {
  std::string text;
  for (size_t i = 0; i < depth; ++i) text += "{\"a\":";
  text += '1';
  text.append(depth, '}');
  return text;
}

bool valid(std::string_view text) { return validate_object(text, 1000).ok(); }

TEST(Validate, AcceptsEveryKindOfToken) {
  EXPECT_TRUE(valid(
      R"( {"a":[1,-0,0.5,1e400,123456789012345678901234567890,"x\u00e9\n",true,null,{},[]]} )"));
}

// The text that a reader which only looks for `a` accepts; spliced into an envelope it would forge
// the account that rules and policies test.
TEST(Validate, RefusesTheForgingString) {
  EXPECT_FALSE(valid(R"({"a":1},"account":"999999999999","x":{})"));
}

TEST(Validate, RefusesWhatIsNotOneObject) {
  for (const char* text : {"",
                           " ",
                           "[]",
                           "1",
                           "\"a\"",
                           "null",
                           "{",
                           "}",
                           "{}}",
                           "{}{}",
                           "{} x",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{,}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":01}",
                           "{\"a\":1.}",
                           "{\"a\":.5}",
                           "{\"a\":1e}",
                           "{\"a\":+1}",
                           "{\"a\":-}",
                           "{\"a\":NaN}",
                           "{\"a\":tru}",
                           "{\"a\":truex}",
                           "{\"a\":\"\n\"}",
                           "{\"a\":\"\\x\"}",
                           "{\"a\":\"\\u12g4\"}",
                           "{\"a\":\"\\u123\"}",
                           "{\"a\":\"\\",
                           "{\"a\":\"",
                           "{\"a\":[1 2]}",
                           "{\"a\":[1,]}",
                           "{\"a\":[1}}",
                           "{\"a\":1]",
                           "{\"a\":\"\xff\"}",
                           "{\"a\":\"\xed\xa0\x80\"}",
                           "{\"a\":1 /*c*/}",
                           "\xef\xbb\xbf{}"}) {
    EXPECT_FALSE(valid(text)) << text;
  }
}

TEST(Validate, DepthAtTheLimitAndBeyond) {
  EXPECT_TRUE(valid(nested(1000)));
  auto result = validate_object(nested(1001), 1000);
  ASSERT_FALSE(result.ok());
  EXPECT_TRUE(result.error().is(ErrorCode::kTooDeep));
}

TEST(Scanner, KeepsSpellingsAndOrder) {
  Scanner scanner(R"({"a\"":[1.50,"x"],"a\"":null})", 10);
  std::string seen;
  for (Token token = *scanner.next(); token.kind != TokenKind::kEnd; token = *scanner.next()) {
    seen += std::to_string(static_cast<int>(token.kind)) + "(" + std::string(token.raw) + ")";
  }
  EXPECT_EQ(seen, R"(0({)4(a\")2([)6(1.50)5(x)3(])4(a\")9(null)1(}))");
}

TEST(Scanner, SkipsValuesOfAnyKind) {
  Scanner scanner(R"({"a":{"b":[1,{}]},"c":5,"d":"e"})", 10);
  ASSERT_TRUE(scanner.next().ok());
  for (const char* name : {"a", "c", "d"}) {
    EXPECT_EQ(scanner.next()->raw, name);
    EXPECT_TRUE(scanner.skip_value().ok());
  }
  EXPECT_EQ(scanner.next()->kind, TokenKind::kObjectEnd);
  EXPECT_EQ(scanner.next()->kind, TokenKind::kEnd);
}

TEST(Scanner, EveryPrefixOfATextIsAnError) {
  std::string text = R"({"a":[1.5e3,"\u00e9\\",true,null],"b":{"c":false}})";
  for (size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(valid(text.substr(0, length))) << length;
  }
  EXPECT_TRUE(valid(text));
}

TEST(Unescape, DecodesPairsAndKeepsLoneSurrogatesApart) {
  std::string out;
  unescape(R"(a\u0041\/\n\ud83d\ude00|\ud800|\ude00\ud83d\u0041)", out);
  EXPECT_EQ(out,
            "aA/\n\xf0\x9f\x98\x80|\xed\xa0\x80|\xed\xb8\x80\xed\xa0\xbd"
            "A");
}

TEST(Scanner, UnescapesNoFurtherThanTheEnd) {
  const std::string text = R"(a\u0041\n\ud83d\ude00\x\uzzzz)";
  for (size_t size = 0; size <= text.size(); ++size) {
    std::vector<char> exact(text.begin(), text.begin() + static_cast<ptrdiff_t>(size));
    std::string out;
    unescape({exact.data(), size}, out);
    EXPECT_LE(out.size(), size);
  }
  std::string out;
  unescape(R"(a\u00)", out);
  EXPECT_EQ(out, R"(a\u00)");
}

TEST(Document, ReadsWhatIsThereAndNothingElse) {
  auto document =
      Document::parse(R"({"s":"x\u00e9","n":7,"d":1.5,"b":true,"z":null,"l":[1,2],"n":8})");
  ASSERT_TRUE(document.ok());
  Value root = document->root();
  EXPECT_EQ(root.find("s")->string(), "x\xc3\xa9");
  EXPECT_EQ(root.find("n")->integer(), 8);
  EXPECT_EQ(root.find("d")->number(), 1.5);
  EXPECT_FALSE(root.find("d")->integer());
  EXPECT_EQ(root.find("b")->boolean(), true);
  EXPECT_TRUE(root.find("z")->is_null());
  EXPECT_FALSE(root.find("missing"));
  EXPECT_EQ(root.find_string("s"), "x\xc3\xa9");
  EXPECT_FALSE(root.find_string("n"));
  EXPECT_FALSE(root.find_string("missing"));
  EXPECT_EQ(root.size(), 7u);
  int64_t sum = 0;
  for (Value value : root.find("l")->elements()) sum += *value.integer();
  EXPECT_EQ(sum, 3);
}

TEST(Document, DepthAtTheLimitAndBeyond) {
  EXPECT_TRUE(Document::parse(nested(64), 64).ok());
  auto result = Document::parse(nested(65), 64);
  ASSERT_FALSE(result.ok());
  EXPECT_TRUE(result.error().is(ErrorCode::kTooDeep));
}

TEST(Writer, WritesWhatTheScannerAccepts) {
  std::string out;
  Writer writer(out);
  writer.begin_object().key("a\"\n").begin_array().integer(-5).number(0.1).boolean(true).null();
  writer.string("\x01 \xff \xc3\xa9").end_array().key("e").begin_object().end_object();
  writer.key("r").raw("{}").end_object();
  EXPECT_EQ(
      out, "{\"a\\\"\\n\":[-5,0.1,true,null,\"\\u0001 \xef\xbf\xbd \xc3\xa9\"],\"e\":{},\"r\":{}}");
  EXPECT_TRUE(valid(out));
}

}  // namespace
}  // namespace angarium::json
