#include "cli/pattern_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>

#include "pattern/rule_index.h"

namespace angarium::cli {
namespace {

using ::testing::HasSubstr;

struct Filtered {
  std::string out;
  std::string complaints;
  FilterTotals totals;
};

std::string contents(std::FILE* file) {
  std::string text(static_cast<size_t>(::lseek(fileno(file), 0, SEEK_END)), '\0');
  EXPECT_EQ(::pread(fileno(file), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  return text;
}

// Patterns: a is 1; b is there.
Filtered filter(const std::string& text, PatternFilter::Options options = {}) {
  pattern::RuleIndex index;
  std::vector<pattern::Rule> rules;
  for (const char* pattern : {R"({"a":[1]})", R"({"b":[{"exists":true}]})"}) {
    rules.push_back({static_cast<uint32_t>(rules.size()),
                     std::make_shared<const pattern::Pattern>(*pattern::Pattern::parse(pattern))});
  }
  std::FILE* in = std::tmpfile();
  std::FILE* written = std::tmpfile();
  std::fwrite(text.data(), 1, text.size(), in);
  std::fflush(in);
  ::lseek(fileno(in), 0, SEEK_SET);
  Filtered filtered;
  {
    Output out(fileno(written));
    PatternFilter filter(index.change({}, rules), options, out);
    LineReader reader(fileno(in), "events");
    testing::internal::CaptureStderr();
    EXPECT_TRUE(filter.run(reader).ok());
    filtered.complaints = testing::internal::GetCapturedStderr();
    filtered.totals = filter.totals();
  }
  filtered.out = contents(written);
  std::fclose(in);
  std::fclose(written);
  return filtered;
}

TEST(PatternFilter, PassesOnWhatMatchesByteForByte) {
  Filtered filtered = filter(
      "{\"a\":1}\n{ \"a\" : 1.0 }\r\n{\"a\":2}\n\n  \n{\"b\":null}\n{\"b\":[]}\n{\"a\":1,\"b\":2}");
  EXPECT_EQ(filtered.out, "{\"a\":1}\n{ \"a\" : 1.0 }\r\n{\"b\":null}\n{\"a\":1,\"b\":2}\n");
  EXPECT_EQ(filtered.totals.lines, 6u);
  EXPECT_EQ(filtered.totals.matched, 4u);
  EXPECT_EQ(filtered.totals.invalid, 0u);
  EXPECT_EQ(filtered.complaints, "");
  EXPECT_EQ(summary(filtered.totals), "4 of 6 lines match");
}

TEST(PatternFilter, InvertedPassesOnTheOtherEvents) {
  Filtered filtered = filter("{\"a\":1}\n{\"a\":2}\nx\n\n[]\n{}\n", {.invert = true});
  EXPECT_EQ(filtered.out, "{\"a\":2}\n{}\n");
  EXPECT_EQ(summary(filtered.totals), "1 of 5 lines match, 2 are no event");
}

TEST(PatternFilter, CountOnlyPassesOnNothing) {
  Filtered filtered = filter("{\"a\":1}\n{\"a\":2}\n", {.count_only = true});
  EXPECT_EQ(filtered.out, "");
  EXPECT_EQ(filtered.totals.matched, 1u);
}

TEST(PatternFilter, ReportsInvalidLinesUpToABound) {
  std::string text = "{\"a\":1}\n\n";
  for (size_t i = 0; i < PatternFilter::kReportedMax + 5; ++i) text += "x\n";
  Filtered filtered = filter(text + "{\"a\":1}\n");
  EXPECT_EQ(filtered.out, "{\"a\":1}\n{\"a\":1}\n");
  EXPECT_EQ(filtered.totals.invalid, PatternFilter::kReportedMax + 5);
  EXPECT_THAT(filtered.complaints, HasSubstr("angarium: events:3: "));
  EXPECT_THAT(filtered.complaints, HasSubstr("events:12: "));
  EXPECT_EQ(filtered.complaints.find("events:13: "), std::string::npos);
  EXPECT_THAT(filtered.complaints, HasSubstr("further lines like that are only counted"));
}

TEST(PatternFilter, LongInputsGoThroughWhole) {
  std::string text, expected;
  for (int i = 0; i < 80'000; ++i) {
    std::string line = "{\"a\":" + std::to_string(i % 3) + ",\"n\":" + std::to_string(i) + "}\n";
    text += line + std::string(i % 50 == 0 ? 1 : 0, '\n');
    if (i % 3 == 1) expected += line;
  }
  ASSERT_GT(text.size(), LineReader::kBlockBytes);
  Filtered filtered = filter(text);
  EXPECT_EQ(filtered.out, expected);
  EXPECT_EQ(filtered.complaints, "");
  filtered = filter(text, {.progress_bytes = LineReader::kBlockBytes / 2});
  EXPECT_EQ(filtered.out, expected);
  EXPECT_THAT(filtered.complaints, HasSubstr("\r0 MB, 58,806 lines, 19,602 match "));
}

}  // namespace
}  // namespace angarium::cli
