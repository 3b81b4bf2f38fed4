#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/server_choice.h"

namespace angarium::cli {

// What `angarium tail` and `angarium trace` were asked for.
struct WatchOptions {
  ServerChoice server;
  std::string account, region, viewer;
  bool json = false;
  // tail
  std::vector<std::string> buses;  // names or ARNs; none: all of the account
  std::string pattern;             // itself, or the name of its file
  std::string rule;                // that --why is about
  bool everywhere = false;
  bool past = false;      // begin with what the history has
  int64_t count_max = 0;  // events; 0: for ever
  // trace
  std::string event_id;
};

void add_watch(CLI::App& app, WatchOptions& options);

ExitCode run_tail(const WatchOptions& options);
ExitCode run_trace(const WatchOptions& options);

}  // namespace angarium::cli
