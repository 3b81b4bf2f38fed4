#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name for itself
class App;
}

namespace angarium::cli {

// What `angarium env` was asked for.
struct EnvOptions {
  std::string endpoint = "http://127.0.0.1:4566";
  std::string shell = "sh";
  int wait_seconds = 0;
  bool proxy = false;
  bool no_endpoint = false;
  bool unset = false;
  std::vector<std::string> accounts;  // NAME=ACCOUNT or ACCOUNT
  std::string region;
  std::string profile_file;
  std::string ca_files;  // folder; empty: in the user's cache
};

void add_env(CLI::App& app, EnvOptions& options);

// Prints what sets a shell up for the running server, or, with `unset`, what takes it back.
ExitCode run_env(const EnvOptions& options);

}  // namespace angarium::cli
