#include "cli/pattern_check.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace angarium::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kMatch = "{\"match\":true}\n";
constexpr const char* kNoMatch = "{\"match\":false}\n";

class PatternCheckTest : public ::testing::Test {
 protected:
  std::string answer(std::string_view line) {
    std::string out;
    bool good = check_.answer(line, out);
    EXPECT_EQ(good, out == kMatch || out == kNoMatch) << out;
    return out;
  }
  // The same question three times: it is read, then known, then known after another one.
  std::string answers_alike(std::string_view line) {
    std::string first = answer(line);
    EXPECT_EQ(answer(line), first);
    answer(R"({"pattern":{"other":[1]},"event":{}})");
    EXPECT_EQ(answer(line), first);
    return first;
  }

  PatternCheck check_;
};

TEST_F(PatternCheckTest, AnswersEveryWayToAsk) {
  EXPECT_EQ(answers_alike(R"({"pattern":{"a":["x"]},"event":{"a":"x"}})"), kMatch);
  EXPECT_EQ(answers_alike(R"({"pattern":{"a":["x"]},"event":{"a":"y"}})"), kNoMatch);
  EXPECT_EQ(answers_alike(R"({"event":{"a":"x"},"pattern":{"a":["x"]}})"), kMatch);
  EXPECT_EQ(answers_alike(R"({"pattern":"{\"a\":[\"x\"]}","event":"{\"a\":\"\\u0078\"}"})"),
            kMatch);
  EXPECT_EQ(answers_alike(R"( { "pattern" : {"a":["x"]} , "event" : {"a":"x"} } )"), kMatch);
  EXPECT_EQ(answers_alike(R"({"id":[7],"pattern":{"a":["x"]},"event":{"a":"x"},"more":{}})"),
            kMatch);
  EXPECT_EQ(answers_alike("{\"pattern\":{\"a\":[\"x\"]},\"event\":{\"a\":\"x\"}}\r"), kMatch);
}

TEST_F(PatternCheckTest, SaysWhatIsWrongWithWhat) {
  EXPECT_EQ(answers_alike(R"({"pattern":{"a":"x"},"event":{"a":"x"}})"),
            R"({"error":"InvalidEventPatternException","message":"Event pattern is not valid. )"
            R"(Reason: \"a\" must be an object or an array"})"
            "\n");
  for (const char* event : {"[]", "7", "\"\"", "\"[]\"", "\"{} {}\"", "{\"a\":01}", "{\"a\":}"}) {
    EXPECT_THAT(answers_alike(fmt::format(R"({{"pattern":{{"a":[1]}},"event":{}}})", event)),
                StartsWith(R"({"error":"ValidationException","message":"Parameter Event is not )"))
        << event;
  }
  for (const char* pattern : {"[]", "7", "\"\"", "\"[]\"", "{}", "{\"a\":01}"}) {
    EXPECT_THAT(answers_alike(fmt::format(R"({{"pattern":{},"event":{{}}}})", pattern)),
                StartsWith(R"({"error":"InvalidEventPatternException","message":"Event pattern )"))
        << pattern;
  }
  for (const char* line : {"x", "[]", "{}", "{\"pattern\":{\"a\":[1]}}", "{\"event\":{}}",
                           R"({"pattern":{"a":[1]},"event":{}} x)", "{\"x\":\"\xff\"}",
                           R"({"pattern":{"a":[1]},"event":{},})"}) {
    EXPECT_THAT(answers_alike(line), StartsWith(R"({"error":"InvalidLine","message":)")) << line;
  }
}

// After a question, lines that begin like it are not read again: what is no question may not pass.
TEST_F(PatternCheckTest, ALineLikeTheLastIsNotTrustedBeyondItsBeginning) {
  const std::string begin = R"({"pattern":{"a":[1]},"event":)";
  ASSERT_EQ(answer(begin + R"({"a":1}})"), kMatch);
  EXPECT_EQ(answer(begin + R"({"a":2},"event":{"a":1}})"), kMatch);  // the last one counts
  EXPECT_EQ(answer(begin + R"({"a":1},"pattern":{"a":[2]}})"), kNoMatch);
  EXPECT_EQ(answer(begin + R"( {"a":1} } )"), kMatch);
  ASSERT_EQ(answer(begin + R"({"a":1}})"), kMatch);
  for (const char* rest : {"", "}", "{}", R"({"a":1})", R"({"a":1}}})", R"({"a":1},{"a":1}})"}) {
    EXPECT_THAT(answer(begin + rest), HasSubstr("\"error\"")) << rest;
    ASSERT_EQ(answer(begin + R"({"a":1}})"), kMatch);
  }
}

TEST_F(PatternCheckTest, ManyPatternsInTurn) {
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 200; ++i) {
      EXPECT_EQ(answer(fmt::format(R"({{"pattern":{{"a":[{}]}},"event":{{"a":7}}}})", i)),
                i == 7 ? kMatch : kNoMatch);
    }
  }
}

TEST(CheckLines, OneAnswerForEachLineInOrder) {
  int in[2], out[2];
  ASSERT_EQ(pipe(in), 0);
  ASSERT_EQ(pipe(out), 0);
  const std::string text =
      "{\"pattern\":{\"a\":[1]},\"event\":{\"a\":1}}\n\n \nnonsense\n"
      "{\"pattern\":{\"a\":[1]},\"event\":{\"a\":2}}";
  ASSERT_EQ(write(in[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(in[1]);
  LineReader reader(in[0], "input");
  Output output(out[1]);
  auto totals = check_lines(reader, output);
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(totals->lines, 3u);
  EXPECT_EQ(totals->errors, 1u);
  char buffer[4096];
  std::string answers(buffer, static_cast<size_t>(read(out[0], buffer, sizeof buffer)));
  EXPECT_THAT(answers, StartsWith("{\"match\":true}\n{\"error\":\"InvalidLine\""));
  EXPECT_TRUE(answers.ends_with("\"}\n{\"match\":false}\n"));
  for (int descriptor : {in[0], out[0], out[1]}) close(descriptor);
}

}  // namespace
}  // namespace angarium::cli
