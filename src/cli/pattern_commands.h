#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name for itself
class App;
}

namespace angarium::cli {

// What `angarium pattern ...` was asked for.
struct PatternOptions {
  std::vector<std::string> patterns;  // files, `-`, or JSON texts
  std::vector<std::string> files;
  std::string event;
  bool json = false;
  bool count = false;
  bool invert = false;
  bool quiet = false;
};

// Declares the subcommand and what is under it.
void add_pattern(CLI::App& app, PatternOptions& options);

// Runs the one that was chosen.
ExitCode run_pattern(const CLI::App& pattern, const PatternOptions& options);

// `angarium pattern check`, `explain` and `filter` (pattern_run.cc).
ExitCode run_check(const PatternOptions& options);
ExitCode run_explain(const PatternOptions& options);
ExitCode run_filter(const PatternOptions& options);

}  // namespace angarium::cli
