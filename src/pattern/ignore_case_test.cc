#include "pattern/ignore_case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "json/scanner.h"
#include "pattern/case_tables.h"

namespace angarium::pattern {
namespace {

std::string folded(std::string_view text) {
  std::string out;
  fold(text, out);
  return out;
}

std::string hex(char32_t c) { return fmt::format("U+{:04x}", static_cast<uint32_t>(c)); }

// Every character that has cases.
std::vector<char32_t> cased_characters() {
  std::vector<char32_t> all;
  for (const CaseRun& run : case_runs()) {
    for (char32_t c = run.first; c <= run.last; ++c) all.push_back(c);
  }
  return all;
}

TEST(IgnoreCase, Ascii) {
  EXPECT_TRUE(equals_ignoring_case("Hello World-19 [@`{", "hELLO wORLD-19 [@`{"));
  EXPECT_TRUE(equals_ignoring_case("", ""));
  EXPECT_FALSE(equals_ignoring_case("", "a"));
  EXPECT_FALSE(equals_ignoring_case("a", ""));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));  // like A and a apart, but no letters
  EXPECT_FALSE(equals_ignoring_case("[", "{"));
  EXPECT_TRUE(begins_ignoring_case("aB", "AbC"));
  EXPECT_FALSE(begins_ignoring_case("aB", "a"));
  EXPECT_TRUE(ends_ignoring_case("bC", "AbC"));
  EXPECT_FALSE(ends_ignoring_case("AbC", "bC"));
}

struct Example {
  const char* pattern;
  std::vector<const char*> accepts;
  std::vector<const char*> refuses;
};

// What AWS's own engine was seen to do.
const std::vector<Example> kExamples{
    {"ß", {"ß", "SS"}, {"ss", "Ss", "ẞ", "S"}},
    {"STRASSE", {"strasse", "StraSSe"}, {"straße"}},
    {"straße", {"STRASSE", "straße", "stRASSe"}, {"strasse"}},
    {"ẞ", {"ẞ", "ß"}, {"SS", "ss"}},
    {"ﬁ", {"ﬁ", "FI"}, {"fi", "Fi"}},
    {"Σ", {"Σ", "σ"}, {"ς"}},
    {"σ", {"Σ", "σ"}, {"ς"}},
    {"ς", {"Σ", "ς"}, {"σ"}},
    {"ı", {"ı", "I"}, {"i", "İ"}},
    {"i", {"i", "I"}, {"ı", "İ"}},
    {"İ", {"İ", "i\u0307"}, {"i", "I", "ı"}},
    {"ſ", {"ſ", "S"}, {"s"}},
    {"s", {"s", "S"}, {"ſ"}},
    {"\u212a", {"\u212a", "k"}, {"K"}},  // the Kelvin sign
    {"k", {"k", "K"}, {"\u212a"}},
    {"\u01c5", {"\u01c6", "\u01c4"}, {"\u01c5"}},  // title case
    {"\u0390", {"\u0390", "\u0399\u0308\u0301"}, {"\u03b9\u0308\u0301"}},
    {"É", {"é", "É"}, {"e\u0301", "E\u0301", "e"}},
    {"ÅNGSTRÖM", {"ångström", "Ångström"}, {"\u212bngström"}},
    {"Привет", {"ПРИВЕТ", "привет"}, {"Привед"}},
    {"漢字", {"漢字"}, {"漢"}},
    // Above U+FFFF: characters, not halves. A deviation, where AWS accepts nothing at all.
    {"\U0001F600a", {"\U0001F600A", "\U0001F600a"}, {"\U0001F601a"}},
    {"\U00010400", {"\U00010428", "\U00010400"}, {"\U00010401"}},
};

TEST(IgnoreCase, AsAwsDoes) {
  for (const Example& example : kExamples) {
    for (const char* text : example.accepts) {
      EXPECT_TRUE(equals_ignoring_case(example.pattern, text)) << example.pattern << " " << text;
      std::string longer = std::string("<é") + text + "é>";
      std::string pattern = std::string("<É") + example.pattern;
      EXPECT_TRUE(begins_ignoring_case(pattern, longer)) << pattern << " " << longer;
      pattern = std::string(example.pattern) + "É>";
      EXPECT_TRUE(ends_ignoring_case(pattern, longer)) << pattern << " " << longer;
    }
    for (const char* text : example.refuses) {
      EXPECT_FALSE(equals_ignoring_case(example.pattern, text)) << example.pattern << " " << text;
    }
  }
}

TEST(IgnoreCase, ASuffixEndsAtACharacter) {
  // The last byte is the same.
  EXPECT_FALSE(ends_ignoring_case("\u00b0", "\u0430"));
  EXPECT_TRUE(ends_ignoring_case("", "\u0430"));
  EXPECT_TRUE(ends_ignoring_case("ß", "straSS"));
  EXPECT_FALSE(ends_ignoring_case("ß", "S"));
}

std::string surrogate(std::string_view escaped) {
  std::string text;
  json::unescape(escaped, text);
  return text;
}

TEST(IgnoreCase, LoneSurrogatesAreThemselves) {
  std::string high = surrogate("\\ud83d"), low = surrogate("\\ude00");
  EXPECT_TRUE(equals_ignoring_case(high + "A", high + "a"));
  EXPECT_FALSE(equals_ignoring_case(high, low));
  EXPECT_TRUE(ends_ignoring_case(low, "x" + low));
  EXPECT_EQ(folded(high + "A" + low), high + "a" + low);
}

TEST(IgnoreCase, NoCaseBeginsOrEndsWithTheOther) {
  size_t count = 0;
  for (char32_t c : cased_characters()) {
    auto [lower, upper, fold] = cases_of(c);
    ++count;
    if (lower == upper) continue;
    EXPECT_FALSE(lower.starts_with(upper) || upper.starts_with(lower)) << hex(c);
    EXPECT_FALSE(lower.ends_with(upper) || upper.ends_with(lower)) << hex(c);
  }
  EXPECT_GT(count, 2900u);
}

TEST(IgnoreCase, EveryCharacterHasOneFoldInAllItsCases) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c == 0xd800) c = 0xe000;
    auto [lower, upper, fold] = cases_of(c);
    ASSERT_EQ(folded(lower), fold) << hex(c);
    ASSERT_EQ(folded(upper), fold) << hex(c);
    ASSERT_EQ(folded(fold), fold) << hex(c);
  }
}

TEST(IgnoreCase, RunsAreAscendingAndReachAllSpecials) {
  size_t specials = 0;
  char32_t before = 0;
  for (const CaseRun& run : case_runs()) {
    EXPECT_LT(before, run.first);
    EXPECT_LE(run.first, run.last);
    before = run.last;
    if (run.lower != CaseRun::kSpecial) continue;
    EXPECT_EQ(static_cast<size_t>(run.upper), specials);
    specials += run.last - run.first + 1;
  }
  EXPECT_EQ(specials, special_cases().size());
}

// Whatever is accepted is found by its fold; random texts of characters that have to do with each
// other.
TEST(IgnoreCase, FoldsFindWhatIsAccepted) {
  std::vector<std::string> pieces{"S", "s", "ß", "ẞ",      "ſ",  "ss", "SS",     "i",
                                  "I", "ı", "İ", "\u0307", "K",  "k",  "\u212a", "σ",
                                  "ς", "Σ", "ﬆ", "ﬅ",      "ST", "1"};
  base::SeededRandom random(11);
  size_t accepted = 0;
  auto text_of = [&](size_t pieces_max) {
    std::string text;
    for (size_t count = random.below(pieces_max + 1); count > 0; --count) {
      text += pieces[random.below(pieces.size())];
    }
    return text;
  };
  for (int i = 0; i < 300'000; ++i) {
    std::string pattern = text_of(3), text = text_of(4);
    std::string pattern_fold = folded(pattern), text_fold = folded(text);
    if (begins_ignoring_case(pattern, text)) {
      ++accepted;
      ASSERT_TRUE(text_fold.starts_with(pattern_fold)) << pattern << " " << text;
    }
    if (ends_ignoring_case(pattern, text)) {
      ++accepted;
      ASSERT_TRUE(text_fold.ends_with(pattern_fold)) << pattern << " " << text;
    }
    if (equals_ignoring_case(pattern, text)) {
      ASSERT_EQ(text_fold, pattern_fold) << pattern << " " << text;
    }
  }
  EXPECT_GT(accepted, 10'000u);
}

TEST(Fold, LongTextsOfAllKinds) {
  std::string text, wanted;
  for (int i = 0; i < 1000; ++i) {
    text += std::string(static_cast<size_t>(i % 20), 'Z') + "@[`{Ä";
    wanted += std::string(static_cast<size_t>(i % 20), 'z') + "@[`{ä";
  }
  EXPECT_EQ(folded(text), wanted);
  std::string out = "kept ";
  fold("MORE", out);
  EXPECT_EQ(out, "kept more");
}

TEST(Fold, BytesThatAreNoUtf8BreakNothing) {
  for (int first = 0x80; first < 0x100; ++first) {
    for (int second = 0; second < 0x100; ++second) {
      std::string text{static_cast<char>(first), static_cast<char>(second)};
      EXPECT_FALSE(folded(text).empty());
      EXPECT_TRUE(ends_ignoring_case("", text));
      ends_ignoring_case(text, text);
      begins_ignoring_case(text, text);
    }
  }
}

}  // namespace
}  // namespace angarium::pattern
