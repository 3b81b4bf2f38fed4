#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name for itself
class App;
}

namespace angarium::cli {

// What `angarium policy ...` was asked for.
struct PolicyOptions {
  std::vector<std::string> files;
};

// Declares the subcommand and what is under it.
void add_policy(CLI::App& app, PolicyOptions& options);

// Runs `angarium policy check`.
ExitCode run_policy(const PolicyOptions& options);

}  // namespace angarium::cli
