#pragma once

#include <optional>
#include <string>

#include "cli/admin_question.h"
#include "cli/exit_code.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name for itself
class App;
}

namespace angarium::cli {

// Which running server a question is for. A plain value.
struct ServerChoice {
  std::string config_file = {};  // or
  std::string directory = {};    // of the server's data

  bool is_made() const { return !config_file.empty() || !directory.empty(); }
};

void add_server_choice(CLI::App& command, ServerChoice& choice);

struct ServerAnswer {
  ExitCode code = kDone;
  std::string body = {};  // where `code` is kDone
};

// Asks that server; what went wrong was said to the user then.
ServerAnswer ask(const ServerChoice& choice, AdminQuestion question);

}  // namespace angarium::cli
