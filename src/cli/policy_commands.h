#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/policy_explain.h"
#include "cli/policy_lint.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name for itself
class App;
}

namespace angarium::cli {

// What `angarium policy ...` was asked for.
struct PolicyOptions {
  std::vector<std::string> files;  // of check
  PolicyExplainOptions explain;
  PolicyLintOptions lint;
};

// Declares the subcommand and what is under it.
void add_policy(CLI::App& app, PolicyOptions& options);

// Runs what is under it; `command` is the parsed `policy`.
ExitCode run_policy(const CLI::App& command, const PolicyOptions& options);

}  // namespace angarium::cli
