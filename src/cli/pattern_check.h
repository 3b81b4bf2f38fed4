#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "cli/answer_lines.h"
#include "pattern/rule_set.h"

namespace angarium::cli {

// Answers questions of the form {"pattern": P, "event": E}, each a JSON object or a string that
// holds its text. Answers are {"match":true}, {"match":false} or {"error":CODE,"message":TEXT} with
// AWS's codes, or InvalidLine for what is no question.
//
// A pattern is compiled when it is first seen and kept for a while. A line that is the line before
// up to its event costs no more than matching its event: its text is compared, not read.
class PatternCheck {
 public:
  // Appends the answer to one line, with a newline; false when it was an error.
  bool answer(std::string_view line, std::string& out);

 private:
  struct Compiled {
    std::shared_ptr<const pattern::RuleSet> rules;  // null: refused
    std::string error;                              // with which answer
  };
  struct Question;

  bool answer_like_last(std::string_view line, std::string& out);
  bool answer(const Question& question, std::string_view line, const Compiled& pattern,
              std::string& out);
  const Compiled& compiled(std::string_view raw);

  // Of what was compiled; then it starts anew. Enough for a test suite's mix.
  static constexpr size_t kCompiledMax = 64;

  std::map<std::string, std::shared_ptr<const Compiled>, std::less<>> compiled_;  // by raw text
  std::shared_ptr<const Compiled> last_;
  std::string last_begin_;  // the last line up to its event; empty when nothing may be like it
  pattern::Scratch scratch_;
  std::string decoded_;
};

// Answers every line, each block of input as soon as it came. Blank lines get no answer.
base::Result<CheckTotals> check_lines(LineReader& in, Output& out);

}  // namespace angarium::cli
