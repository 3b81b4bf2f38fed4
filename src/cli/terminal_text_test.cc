#include "cli/terminal_text.h"

#include <gtest/gtest.h>

namespace angarium::cli {
namespace {

TEST(Shown, ControlCharactersAsTheirNumbers) {
  EXPECT_EQ(shown("plain text, \xc3\xa9"), "plain text, \xc3\xa9");
  EXPECT_EQ(shown("a\x1b[2J\nb\x7f"), "a\\x1b[2J\\x0ab\\x7f");
  EXPECT_EQ(shown("\xc2\x9b"
                  "2J"),
            "\\x9b2J")
      << "one byte of C1 does what ESC [ does";
  EXPECT_EQ(shown("\xc2"), "\xc2");
}

TEST(Shown, BytesAtTheLimitAndBeyond) {
  EXPECT_EQ(shown("12345", 5), "12345");
  EXPECT_EQ(shown("123456", 5), "12345...");
}

TEST(ShortArn, AsPeopleCallTheThing) {
  EXPECT_EQ(short_arn("arn:aws:sqs:us-east-1:111122223333:jobs", "111122223333"), "sqs:jobs");
  EXPECT_EQ(short_arn("arn:aws:sqs:us-east-1:111122223333:jobs", "444455556666"),
            "sqs:jobs of 111122223333");
  EXPECT_EQ(short_arn("arn:aws:events:us-east-1:111122223333:event-bus/in", "111122223333"),
            "event-bus/in");
  EXPECT_EQ(short_arn("no arn\x1b", ""), "no arn\\x1b");
}

}  // namespace
}  // namespace angarium::cli
