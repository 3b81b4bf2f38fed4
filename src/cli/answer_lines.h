#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/each_line.h"
#include "cli/line_reader.h"
#include "cli/output.h"

namespace angarium::cli {

struct CheckTotals {
  size_t lines = 0;
  size_t errors = 0;
};

// {"error":CODE,"message":TEXT} and a newline.
std::string error_answer(std::string_view code, std::string_view message);
// The one for what is no question.
std::string line_error(std::string_view problem);

// A line without the white space at its end.
std::string_view without_end(std::string_view line);

// Answers every line by answer(line, out), which appends a line and gives false for an error; each
// block of input as soon as it came. Blank lines get no answer.
template <class Answer>
base::Result<CheckTotals> answer_lines(LineReader& in, Output& out, const Answer& answer) {
  CheckTotals totals;
  std::string answers;
  while (!out.failed()) {
    AG_TRY(block, in.next());
    if (block.at_end) break;
    answers.clear();
    if (block.too_long) {
      ++totals.lines;
      ++totals.errors;
      answers = line_error("it is too long");
    }
    each_line(block.lines, [&](std::string_view line) {
      if (is_blank(line)) return;
      ++totals.lines;
      totals.errors += !answer(line, answers);
    });
    out.write(answers);
    out.flush();
  }
  return totals;
}

}  // namespace angarium::cli
