#include "cli/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>

#include "cli/each_line.h"
#include "cli/output.h"

namespace angarium::cli {
namespace {

using ::testing::ElementsAre;

// A file with this text, open for reading from its beginning.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) : file_(std::tmpfile()) {
    std::fwrite(text.data(), 1, text.size(), file_);
    std::fflush(file_);
    ::lseek(fileno(file_), 0, SEEK_SET);
  }
  ~TemporaryFile() { std::fclose(file_); }
  int descriptor() const { return fileno(file_); }

 private:
  std::FILE* file_;
};

// Every line, and "<too long>" where one was passed over.
std::vector<std::string> lines_of(const std::string& text, size_t line_bytes_max) {
  TemporaryFile file(text);
  LineReader reader(file.descriptor(), "file", line_bytes_max);
  std::vector<std::string> lines;
  for (;;) {
    auto block = reader.next();
    EXPECT_TRUE(block.ok());
    if (!block.ok() || block->at_end) return lines;
    if (block->too_long) lines.emplace_back("<too long>");
    each_line(block->lines, [&](std::string_view line) { lines.emplace_back(line); });
  }
}

TEST(LineReader, GivesEveryLine) {
  EXPECT_THAT(lines_of("", 100), ElementsAre());
  EXPECT_THAT(lines_of("\n", 100), ElementsAre(""));
  EXPECT_THAT(lines_of("a\n\nb\n", 100), ElementsAre("a", "", "b"));
  EXPECT_THAT(lines_of("a\nb", 100), ElementsAre("a", "b"));
}

TEST(LineReader, LinesAcrossBlocks) {
  std::string text;
  std::vector<std::string> expected;
  for (size_t i = 0; text.size() < 3 * LineReader::kBlockBytes; ++i) {
    expected.push_back(
        std::string(i % 7 == 0 ? 300'000 : i % 100, static_cast<char>('a' + i % 26)));
    text += expected.back() + "\n";
  }
  EXPECT_EQ(lines_of(text, LineReader::kLineBytesMax), expected);
}

TEST(LineReader, ALineAtTheLimitAndBeyond) {
  constexpr size_t kMax = 3 * LineReader::kBlockBytes;
  std::string longest(kMax, 'x');
  EXPECT_EQ(lines_of("a\n" + longest + "\nb\n", kMax),
            (std::vector<std::string>{"a", longest, "b"}));
  // Blocks are bigger than the limit's last step, so only what can't fit is certain to be refused.
  std::string beyond(3 * kMax, 'x');
  EXPECT_THAT(lines_of("a\n" + beyond + "\nb\n", kMax), ElementsAre("a", "<too long>", "b"));
  EXPECT_THAT(lines_of("a\n" + beyond, kMax), ElementsAre("a", "<too long>"));
}

// One who asks line by line and waits for each answer must get it.
TEST(LineReader, DoesNotWaitWhileItHasALine) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  LineReader reader(ends[0], "pipe");
  for (const char* line : {"one\n", "two\n"}) {
    ASSERT_EQ(write(ends[1], line, 4), 4);
    EXPECT_EQ(reader.next()->lines, line);
  }
  close(ends[1]);
  EXPECT_TRUE(reader.next()->at_end);
  close(ends[0]);
}

TEST(LineReader, SaysWhatCannotBeRead) {
  LineReader reader(-1, "nothing");
  auto block = reader.next();
  ASSERT_FALSE(block.ok());
  EXPECT_TRUE(block.error().is(StreamError::kCannotRead));
  auto file = InputFile::open("/nonexistent/file");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().message(), "cannot open /nonexistent/file: No such file or directory");
}

TEST(Output, WritesEverythingAndSeesThatNobodyReads) {
  TemporaryFile file("");
  {
    Output out(file.descriptor());
    for (int i = 0; i < 100'000; ++i) out.write("0123456789");
    EXPECT_FALSE(out.failed());
  }
  EXPECT_EQ(::lseek(file.descriptor(), 0, SEEK_END), 1'000'000);
  Output broken(-1);
  broken.write("x");
  broken.flush();
  EXPECT_TRUE(broken.failed());
  EXPECT_FALSE(broken.closed());
}

}  // namespace
}  // namespace angarium::cli
