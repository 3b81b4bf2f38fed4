#include "services/sqs/message.h"

#include <gtest/gtest.h>

#include "services/sqs/digest.h"

namespace angarium::services::sqs {
namespace {

constexpr int64_t kSizeMax = 1'024;

std::string refusal(const MessageContent& content) {
  auto checked = check_message(content, kSizeMax);
  return checked.ok() ? "" : checked.error().code_in_query();
}

std::string refusal_of_attribute(const std::string& name, const std::string& type,
                                 const std::string& value) {
  return refusal({.body = "x", .attributes = {{name, {type, value}}}});
}

// Sums that an SDK of another language gives (npm: aws-md5-of-message-attributes, its README).
TEST(Digest, AgreesWithOtherImplementations) {
  MessageAttribute text{"String", "attribValue 1"};
  MessageAttribute number{"Number.float", "4563442423554324324264524243.32543234"};
  MessageAttribute binary{"Binary", "Hello binary world!"};
  EXPECT_EQ(md5_of_attributes({{"attribName1", text}}), "19e27d4e946b072f3f58da80d94fd778");
  EXPECT_EQ(md5_of_attributes({{"customNumberTypeAttrib", number}}),
            "9fe1b90bbd9965bdf77bac517c7d2495");
  EXPECT_EQ(md5_of_attributes({{"binaryAttribute", binary}}), "31a92b15d92f8db860eda32aceb656c3");
  EXPECT_EQ(
      md5_of_attributes(
          {{"attribName1", text}, {"customNumberTypeAttrib", number}, {"binaryAttribute", binary}}),
      "c932db14a896c663f83c260297d594ff");
  EXPECT_EQ(md5_of_attributes({}), "");
}

TEST(Digest, OfTheBodyIsPlainMd5) {
  EXPECT_EQ(md5_of_body(""), "d41d8cd98f00b204e9800998ecf8427e");  // RFC 1321, A.5
  EXPECT_EQ(md5_of_body("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(Message, SizeCountsBodyAndAttributes) {
  EXPECT_EQ(message_size_bytes({.body = "12345", .attributes = {{"ab", {"String", "xyz"}}}}), 16);
}

TEST(Message, TakesTheLimitAndNotOneMore) {
  EXPECT_EQ(refusal({.body = std::string(kSizeMax, 'a')}), "");
  EXPECT_EQ(refusal({.body = std::string(kSizeMax + 1, 'a')}), "InvalidParameterValue");
  MessageContent content{.body = std::string(kSizeMax - 8, 'a'),
                         .attributes = {{"n", {"String", "v"}}}};
  EXPECT_EQ(refusal(content), "");
  content.body += 'a';
  EXPECT_EQ(refusal(content), "InvalidParameterValue");
}

TEST(Message, NeedsABody) { EXPECT_EQ(refusal({.body = ""}), "MissingParameter"); }

TEST(Message, TakesXmlCharactersOnly) {
  for (const char* body :
       {"\t\n\r ~", "\u00e4\u20ac", "\uD7FF\uE000\uFFFD", "\U00010000\U0010FFFF"}) {
    EXPECT_EQ(refusal({.body = body}), "") << body;
  }
  using std::string_literals::operator""s;
  for (const std::string& body :
       {"a\0b"s, "\x1f"s, "\xEF\xBF\xBE"s /* U+FFFE */, "\xEF\xBF\xBF"s,
        "\xED\xA0\x80"s /* a surrogate */, "\xff"s, "\xC0\x80"s /* overlong */,
        "\xF4\x90\x80\x80"s /* beyond Unicode */, "\xE2\x82"s /* cut */}) {
    EXPECT_EQ(refusal({.body = body}), "InvalidMessageContents") << testing::PrintToString(body);
  }
}

TEST(Message, NamesTheCharacterItRefuses) {
  auto checked = check_message({.body = "ab\x02"}, kSizeMax);
  ASSERT_FALSE(checked.ok());
  EXPECT_NE(checked.error().message.find("'#x2'"), std::string::npos) << checked.error().message;
}

TEST(Message, AttributeNamesFollowTheRules) {
  for (const char* name : {"a", "A-b_c.9", "awsfoo", "Amazonas"}) {
    EXPECT_EQ(refusal_of_attribute(name, "String", "v"), "") << name;
  }
  EXPECT_EQ(refusal_of_attribute(std::string(256, 'n'), "String", "v"), "");
  for (const char* name : {"", "a b", ".a", "a.", "a..b", "AWS.x", "aWs.x", "amazon.x", "\u00e4"}) {
    EXPECT_EQ(refusal_of_attribute(name, "String", "v"), "InvalidParameterValue") << name;
  }
  EXPECT_EQ(refusal_of_attribute(std::string(257, 'n'), "String", "v"), "InvalidParameterValue");
}

TEST(Message, AttributeTypesAndValues) {
  for (const char* type : {"String", "String.label", "Number", "Number.int"}) {
    EXPECT_EQ(refusal_of_attribute("n", type, "-1.5e3"), "") << type;
  }
  EXPECT_EQ(refusal_of_attribute("n", "Binary.png", std::string("\0\1", 2)), "");
  for (const char* type : {"", "Strings", "string", "Numbers", "Bool", ".String"}) {
    EXPECT_EQ(refusal_of_attribute("n", type, "1"), "InvalidParameterValue") << type;
  }
  for (const char* type : {"String", "Number", "Binary"}) {
    EXPECT_EQ(refusal_of_attribute("n", type, ""), "InvalidParameterValue") << type;
  }
  for (const char* number : {"x", "1x", "1 ", "nan", "inf", "1e999"}) {
    EXPECT_EQ(refusal_of_attribute("n", "Number", number), "InvalidParameterValue") << number;
  }
  EXPECT_EQ(refusal_of_attribute("n", "String", "\x01"), "InvalidMessageContents");
}

TEST(Message, TakesTenAttributesAndNotEleven) {
  MessageContent content{.body = "x"};
  for (int i = 0; i < 10; ++i) content.attributes["a" + std::to_string(i)] = {"String", "v"};
  EXPECT_EQ(refusal(content), "");
  content.attributes["b"] = {"String", "v"};
  EXPECT_EQ(refusal(content), "InvalidParameterValue");
}

TEST(Message, AnInvalidCharacterIsFoundWhereverItIs) {
  for (size_t size : {1, 7, 8, 9, 16, 23}) {
    for (size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      for (char valid : {'\t', '\n', '\r', ' ', '~', '\x7f'}) {
        text[at] = valid;
        EXPECT_EQ(find_invalid_character(text), std::nullopt) << size << " " << at;
      }
      for (char invalid : {'\0', '\x1f', '\x0b'}) {
        text[at] = invalid;
        EXPECT_EQ(find_invalid_character(text), static_cast<char32_t>(invalid));
      }
      text[at] = '\xff';  // not UTF-8
      EXPECT_NE(find_invalid_character(text), std::nullopt);
      text.replace(at, 1, "\xc3\xa9");
      EXPECT_EQ(find_invalid_character(text), std::nullopt);
    }
  }
}

}  // namespace
}  // namespace angarium::services::sqs
