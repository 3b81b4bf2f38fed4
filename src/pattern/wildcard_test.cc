#include "pattern/wildcard.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace angarium::pattern {
namespace {

TEST(Wildcard, WithoutAStarIsEqual) {
  EXPECT_TRUE(matches_wildcard("", ""));
  EXPECT_FALSE(matches_wildcard("", "a"));
  EXPECT_TRUE(matches_wildcard("abc", "abc"));
  EXPECT_FALSE(matches_wildcard("abc", "abcd"));
  EXPECT_FALSE(matches_wildcard("abc", "ab"));
}

TEST(Wildcard, AStarIsAnyRun) {
  for (const char* text : {"", "a", "\n", "a\nb", "é\xf0\x9f\x98\x80"}) {
    EXPECT_TRUE(matches_wildcard("*", text));
  }
  EXPECT_TRUE(matches_wildcard("a*", "a"));
  EXPECT_TRUE(matches_wildcard("*a", "bba"));
  EXPECT_TRUE(matches_wildcard("a*b", "ab"));
  EXPECT_TRUE(matches_wildcard("a*b", "a\nxb"));
  EXPECT_FALSE(matches_wildcard("a*a", "a"));
  EXPECT_FALSE(matches_wildcard("ab*ba", "aba"));
  EXPECT_TRUE(matches_wildcard("*é*", "caféx"));
}

TEST(Wildcard, ComesBackForALaterPlace) {
  EXPECT_TRUE(matches_wildcard("*ab", "abab"));
  EXPECT_TRUE(matches_wildcard("*abc*abd", "abcabcabd"));
  EXPECT_TRUE(matches_wildcard("*aab*", "aaaab"));
  EXPECT_TRUE(matches_wildcard("a*b*c*d", "abbcbcccdd"));
  EXPECT_FALSE(matches_wildcard("*aa*aa*", "aaa"));
  EXPECT_TRUE(matches_wildcard("*aa*aa*", "aaaa"));
}

TEST(Wildcard, EscapesStandForThemselves) {
  EXPECT_TRUE(matches_wildcard(R"(\*)", "*"));
  EXPECT_FALSE(matches_wildcard(R"(\*)", "x"));
  EXPECT_TRUE(matches_wildcard(R"(\\)", R"(\)"));
  EXPECT_TRUE(matches_wildcard(R"(\\*)", R"(\anything)"));
  EXPECT_FALSE(matches_wildcard(R"(\\*)", "anything"));
  EXPECT_TRUE(matches_wildcard(R"(*\**)", "a*b"));
  EXPECT_TRUE(matches_wildcard(R"(*\**)", "*"));
  EXPECT_FALSE(matches_wildcard(R"(*\**)", "ab"));
  EXPECT_TRUE(matches_wildcard(R"(a\*b*c\\)", R"(a*bxxc\)"));
  EXPECT_FALSE(matches_wildcard(R"(a\*b*c\\)", R"(a*bxxc)"));
  EXPECT_TRUE(matches_wildcard(R"(*x\*y)", "x*x*y"));
}

// Recursive and slow.
bool matches_naively(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return matches_naively(pattern.substr(1), text) ||
           (!text.empty() && matches_naively(pattern, text.substr(1)));
  }
  size_t escape = pattern[0] == '\\' ? 1 : 0;
  return !text.empty() && text[0] == pattern[escape] &&
         matches_naively(pattern.substr(escape + 1), text.substr(1));
}

TEST(Wildcard, AgreesWithANaiveOne) {
  base::SeededRandom random(5);
  size_t matched = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string pattern, text;
    for (size_t pieces = random.below(7); pieces > 0; --pieces) {
      bool after_star = pattern.ends_with('*') && !pattern.ends_with("\\*");
      static constexpr const char* kPieces[]{"a", "b", R"(\*)", R"(\\)", "*", "*"};
      size_t piece = random.below(after_star ? 4 : 6);
      pattern += kPieces[piece];
    }
    for (size_t length = random.below(9); length > 0; --length) text += "aabb*\\"[random.below(6)];
    bool wanted = matches_naively(pattern, text);
    matched += wanted;
    ASSERT_EQ(matches_wildcard(pattern, text), wanted) << pattern << " on " << text;
  }
  EXPECT_GT(matched, 10'000u);
}

// No recursion, and no product of the two lengths.
TEST(Wildcard, LongTextsAndManyStars) {
  std::string pattern;
  for (int i = 0; i < 1000; ++i) pattern += "*a";
  std::string text(1'000'000, 'a');
  EXPECT_TRUE(matches_wildcard(pattern, text));
  EXPECT_FALSE(matches_wildcard(pattern + "*b", text));
  EXPECT_FALSE(matches_wildcard("b" + pattern, text));
  EXPECT_FALSE(matches_wildcard(pattern, std::string(999, 'a')));
}

}  // namespace
}  // namespace angarium::pattern
