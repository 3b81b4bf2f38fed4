#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/server_choice.h"

namespace angarium::cli {

// What `angarium inject` was asked for; the words are those of server/service_event.h.
struct InjectOptions {
  ServerChoice server;
  std::string service, source, detail_type, detail;
  std::string bus = "default";
  std::string account, region, time;
  std::vector<std::string> resources;
  std::string api_call, request, response, caller, error_code;
  std::string object_created, object_deleted, instance_state;
  int64_t object_bytes = 0;
  bool preview = false;
  bool json = false;
};

void add_inject(CLI::App& app, InjectOptions& options);

// Puts the event and prints its id, or with `preview` prints the event.
ExitCode run_inject(const InjectOptions& options);

}  // namespace angarium::cli
