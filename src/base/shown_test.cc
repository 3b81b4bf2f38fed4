#include "base/shown.h"

#include <gtest/gtest.h>

namespace angarium::base {
namespace {

TEST(Shown, ShortensAtTheLimitAndBeyondByCharacters) {
  EXPECT_EQ(shown("éééééé", 6), "éééééé");
  EXPECT_EQ(shown("1234567", 6), "1234…7");
  EXPECT_EQ(shown("", 6), "");
}

TEST(Shown, EscapesWhatIsNotToBeSeen) {
  EXPECT_EQ(shown("a\nb\x7f", 60), "a\\u000ab\\u007f");
  EXPECT_EQ(shown("\u202e\u009b", 60), "\\u202e\\u009b");
  EXPECT_EQ(shown("\xed\xa0\x80", 60), "\\ud800");  // a lone surrogate
  EXPECT_EQ(shown("\xff", 60), "\\u00ff");
}

TEST(WholeCharacters, EndBeforeOneThatHasNoRoom) {
  EXPECT_EQ(whole_characters("ab\u00e9", 4), "ab\u00e9");
  EXPECT_EQ(whole_characters("ab\u00e9", 3), "ab");
  EXPECT_EQ(whole_characters("\u00e9", 0), "");
}

TEST(Quoted, IsJson) { EXPECT_EQ(quoted("a\"\\\n"), "\"a\\\"\\\\\\u000a\""); }

}  // namespace
}  // namespace angarium::base
