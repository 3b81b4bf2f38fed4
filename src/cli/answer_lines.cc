#include "cli/answer_lines.h"

#include <fmt/format.h>

#include "json/writer.h"

namespace angarium::cli {

std::string error_answer(std::string_view code, std::string_view message) {
  std::string text;
  json::Writer(text)
      .begin_object()
      .key("error")
      .string(code)
      .key("message")
      .string(message)
      .end_object();
  return text + "\n";
}

std::string line_error(std::string_view problem) {
  return error_answer("InvalidLine", fmt::format("The line is not valid. Reason: {}", problem));
}

std::string_view without_end(std::string_view line) {
  size_t last = line.find_last_not_of(" \t\r");
  return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace angarium::cli
