#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/line_reader.h"
#include "cli/output.h"
#include "pattern/rule_set.h"

namespace angarium::cli {

struct FilterTotals {
  size_t lines = 0;  // blank ones don't count
  size_t matched = 0;
  size_t invalid = 0;
  size_t bytes = 0;
};

// Passes on the lines that one of some patterns matches, byte for byte. Not thread safe.
class PatternFilter {
 public:
  struct Options {
    bool invert = false;        // pass on the events that none matches instead
    bool count_only = false;    // pass on nothing
    size_t progress_bytes = 0;  // so often there is a line on standard error; 0: never
  };
  // For a person who waits: a file that takes long has many of these, so no clock is needed.
  static constexpr size_t kProgressBytes = 256 << 20;
  // A line that is not an event is told about on standard error, the first few of them.
  static constexpr size_t kReportedMax = 10;

  PatternFilter(std::shared_ptr<const pattern::RuleSet> rules, const Options& options, Output& out)
      : rules_(std::move(rules)), options_(options), out_(out) {}

  // Until the input's end, or until nobody reads the output. Error: kCannotRead.
  base::Result<void> run(LineReader& in);

  const FilterTotals& totals() const { return totals_; }

 private:
  void filter(std::string_view lines, const std::string& name, size_t& line_number);
  bool is_wanted(std::string_view line, const std::string& name, size_t line_number);
  void report_invalid(const std::string& name, size_t line_number, std::string_view problem);
  void show_progress();

  std::shared_ptr<const pattern::RuleSet> rules_;
  Options options_;
  Output& out_;
  pattern::Scratch scratch_;
  FilterTotals totals_;
  size_t progress_shown_at_ = 0;
};

// "12 of 3,456 events match, 1 line is not an event"
std::string summary(const FilterTotals& totals);

}  // namespace angarium::cli
