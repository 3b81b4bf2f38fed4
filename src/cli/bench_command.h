#pragma once

#include <cstdint>
#include <string>

#include "cli/exit_code.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name for itself
class App;
}

namespace angarium::cli {

// What `angarium bench` was asked for.
struct BenchOptions {
  std::string endpoint, trusted_path, region;
  int64_t connections = 8;
  int64_t consumers = 4;
  int64_t entries = 10;
  int64_t detail_bytes = 600;
  int64_t rules = 100;
  int64_t matching = 1;
  double events_per_second = 0;  // 0: as many as are answered
  double seconds = 10;
  bool no_queue = false;
  std::string bus;        // one that is there, with its own rules; empty: one is made
  std::string queue_url;  // with `bus`: a queue that its rules lead to; empty: nobody receives
  bool json = false;      // only the JSON line
  bool keep = false;
};

void add_bench(CLI::App& app, BenchOptions& options);

// Loads a running server and prints what it did.
ExitCode run_bench(const BenchOptions& options);

}  // namespace angarium::cli
