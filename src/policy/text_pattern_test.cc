#include "policy/text_pattern.h"

#include <gtest/gtest.h>

#include "policy/arn_pattern.h"

namespace angarium::policy {
namespace {

Request request() {
  return {.principal = {.account = base::AccountId("111122223333"),
                        .arn = "arn:aws:iam::111122223333:user/team/ann"},
          .action = "sqs:SendMessage",
          .resource = "arn:aws:sqs:eu-west-1:111122223333:jobs",
          .context = {{"aws:PrincipalTag/team", {"blue*"}},
                      {"aws:TagKeys", {"a", "b"}},
                      {"aws:PrincipalTag/Café", {"x"}}}};
}

bool matches(std::string_view pattern, std::string_view text, bool variables = true) {
  Request asked = request();
  Question question(asked);
  auto parsed = TextPattern::parse(pattern, {.wildcards = true, .variables = variables});
  EXPECT_TRUE(parsed.ok()) << pattern;
  return parsed.ok() && parsed->matches(text, question);
}

bool arn_matches(std::string_view pattern, std::string_view arn) {
  Request asked = request();
  Question question(asked);
  auto parsed = ArnPattern::parse(pattern, true);
  EXPECT_TRUE(parsed.ok()) << pattern;
  return parsed.ok() && parsed->matches(ArnFields(arn), question);
}

TEST(TextPattern, WildcardsCoverTheWholeText) {
  EXPECT_TRUE(matches("", ""));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("a*c?e", "abbbcde"));
  EXPECT_TRUE(matches("*ab*ab", "abaabab"));
  EXPECT_FALSE(matches("a?", "a"));
  EXPECT_FALSE(matches("a", "ab"));
  EXPECT_FALSE(matches("*ab", "abc"));
  // What makes naive matchers run forever.
  EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*b", std::string(20'000, 'a')));
}

TEST(TextPattern, AQuestionMarkIsOneCharacter) {
  EXPECT_TRUE(matches("caf?", "caf\xC3\xA9"));
  EXPECT_FALSE(matches("caf??", "caf\xC3\xA9"));
  EXPECT_FALSE(matches("*??", "\xC3\xA9"));
  EXPECT_TRUE(matches("*?\xC3\xA9", "\xF0\x9F\x9A\x80\xC3\xA9"));
  EXPECT_TRUE(matches("??", "\xFF\xC3"));  // no UTF-8: bytes
}

TEST(TextPattern, VariablesAreReplacedByPlainText) {
  EXPECT_TRUE(matches("${aws:username}-*", "ann-1"));
  EXPECT_TRUE(matches("${AWS:UserName}${aws:username}", "annann"));
  EXPECT_TRUE(matches("x${aws:PrincipalTag/TEAM}", "xblue*"));
  EXPECT_FALSE(matches("x${aws:PrincipalTag/team}", "xblueish"));
  EXPECT_TRUE(matches("${aws:PrincipalTag/CAF\xC3\x89}", "x"));
  EXPECT_TRUE(matches("${*}${?}${$}", "*?$"));
  EXPECT_FALSE(matches("${*}", "star"));
  EXPECT_FALSE(matches("${aws:nobody}*", ""));
  EXPECT_TRUE(matches("${aws:nobody, 'some one'}", "some one"));
  EXPECT_TRUE(matches("a${aws:nobody, ''}", "a"));
  EXPECT_FALSE(matches("${aws:username, 'some one'}", "some one"));
  EXPECT_FALSE(matches("${aws:TagKeys}", "a"));
  EXPECT_FALSE(matches("${aws:TagKeys, 'c'}", "c")) << "the key is there, but not one value";
  EXPECT_TRUE(matches("${aws:username}", "${aws:username}", false));
}

TEST(TextPattern, RefusesBrokenVariables) {
  for (const char* text : {"${aws:username", "${}", "${aws:username,'x'}", "${aws:username, x}",
                           "${aws:username, 'x}", "${aws:username, '}"}) {
    EXPECT_FALSE(TextPattern::parse(text, {.variables = true}).ok()) << text;
    EXPECT_TRUE(TextPattern::parse(text, {}).ok()) << text;
  }
}

TEST(ArnPattern, ComparesFieldByField) {
  std::string_view bus = "arn:aws:events:eu-west-1:444455556666:event-bus/inbox";
  EXPECT_TRUE(arn_matches(bus, bus));
  EXPECT_TRUE(arn_matches("arn:aws:events:*:*:event-bus/*", bus));
  EXPECT_TRUE(arn_matches("arn:aws:events:*", bus));  // the last star runs on
  EXPECT_TRUE(arn_matches("arn:aws:events:eu-west-1:4*", bus));
  EXPECT_TRUE(arn_matches("*", bus));
  EXPECT_FALSE(arn_matches("arn:aws:events:*:event-bus/inbox:*", bus));
  EXPECT_FALSE(arn_matches("arn:aws:events:us*", bus));
  EXPECT_FALSE(arn_matches("arn:aws:events:*:event-bus/inbox", bus));
  EXPECT_FALSE(arn_matches("arn:aws:events:eu-west-1:444455556666:event-bus/INBOX", bus));
  EXPECT_TRUE(arn_matches("arn:aws:lambda:r:a:function:*", "arn:aws:lambda:r:a:function:f:1"));
  EXPECT_FALSE(arn_matches("*", "queue"));
  EXPECT_FALSE(arn_matches("arn:aws:sqs", "arn:aws:sqs"));
}

TEST(ArnPattern, OnlyAStarAtTheVeryEndRunsOn) {
  EXPECT_FALSE(arn_matches("arn:aws:sqs:*${aws:username}", "arn:aws:sqs:eu:1:ann"));
  EXPECT_TRUE(arn_matches("arn:aws:sqs:${aws:username}*", "arn:aws:sqs:ann:1:jobs"));
  EXPECT_FALSE(arn_matches("arn:aws:sqs:${*}", "arn:aws:sqs:*:1:jobs"));
}

TEST(ArnPattern, ColonsOfVariablesSeparateNothing) {
  EXPECT_TRUE(arn_matches("arn:aws:sqs:eu-west-1:${aws:PrincipalAccount}:${aws:username}-q",
                          "arn:aws:sqs:eu-west-1:111122223333:ann-q"));
  EXPECT_FALSE(arn_matches("arn:aws:sqs:eu-west-1:${aws:nobody}:*",
                           "arn:aws:sqs:eu-west-1:111122223333:ann-q"));
}

}  // namespace
}  // namespace angarium::policy
