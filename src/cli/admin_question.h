#pragma once

#include <string>

#include "cli/exit_code.h"
#include "json/value.h"

namespace angarium::cli {

// One request to a server's operators' interface (server/admin.h).
struct AdminQuestion {
  std::string method;
  std::string path;
  std::string body;
};

// Asks the server of this configuration, or its data when none runs, and prints the answer: as it
// came, or by `print`.
ExitCode ask_server(const std::string& config_file, AdminQuestion question, bool json,
                    void (*print)(const json::Value&));

// A member's text; empty when it isn't there or no text.
std::string text_in(const json::Value& object, std::string_view name);

}  // namespace angarium::cli
