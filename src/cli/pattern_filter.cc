#include "cli/pattern_filter.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/each_line.h"
#include "cli/run.h"

namespace angarium::cli {
namespace {

std::string grouped(size_t number) {
  std::string text = fmt::format("{}", number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace

base::Result<void> PatternFilter::run(LineReader& in) {
  size_t line_number = 0;
  while (!out_.failed()) {
    AG_TRY(block, in.next());
    if (block.at_end) break;
    if (block.too_long) report_invalid(in.name(), ++line_number, "the line is too long");
    filter(block.lines, in.name(), line_number);
    totals_.bytes += block.lines.size();
    out_.flush();
    show_progress();
  }
  return {};
}

// Neighbours that are both wanted are written in one piece.
void PatternFilter::filter(std::string_view lines, const std::string& name, size_t& line_number) {
  std::string_view wanted;
  each_line(lines, [&](std::string_view line) {
    if (!is_wanted(line, name, ++line_number)) {
      if (!wanted.empty()) out_.write(wanted);
      wanted = {};
      return;
    }
    const char* begin = wanted.empty() ? line.data() : wanted.data();
    const char* end = line.data() + line.size();
    const char* block_end = lines.data() + lines.size();
    wanted = {begin, static_cast<size_t>(end - begin) + (end == block_end ? 0 : 1)};
  });
  if (wanted.empty()) return;
  out_.write(wanted);
  if (!wanted.ends_with('\n')) out_.write("\n");  // the last line of a file may lack it
}

bool PatternFilter::is_wanted(std::string_view line, const std::string& name, size_t line_number) {
  if (is_blank(line)) return false;
  auto matches = rules_->match(line, scratch_);
  if (!matches.ok()) {
    report_invalid(name, line_number, matches.error().message());
    return false;
  }
  ++totals_.lines;
  bool matched = !matches->empty();
  totals_.matched += matched;
  return matched != options_.invert && !options_.count_only;
}

void PatternFilter::report_invalid(const std::string& name, size_t line_number,
                                   std::string_view problem) {
  ++totals_.lines;
  if (++totals_.invalid > kReportedMax) return;
  complain(fmt::format("{}:{}: {}", name, line_number, problem));
  if (totals_.invalid == kReportedMax) complain("further lines like that are only counted");
}

void PatternFilter::show_progress() {
  if (options_.progress_bytes == 0) return;
  if (totals_.bytes - progress_shown_at_ < options_.progress_bytes) return;
  progress_shown_at_ = totals_.bytes;
  std::fputs(fmt::format("\r{} MB, {} lines, {} match ", grouped(totals_.bytes >> 20),
                         grouped(totals_.lines), grouped(totals_.matched))
                 .c_str(),
             stderr);
}

std::string summary(const FilterTotals& totals) {
  std::string text =
      fmt::format("{} of {} lines match", grouped(totals.matched), grouped(totals.lines));
  if (totals.invalid > 0) {
    text += fmt::format(", {} {} no event", grouped(totals.invalid),
                        totals.invalid == 1 ? "is" : "are");
  }
  return text;
}

}  // namespace angarium::cli
