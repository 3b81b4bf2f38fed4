#pragma once

#include <optional>
#include <string>

#include "cli/admin_question.h"
#include "cli/exit_code.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name for itself
class App;
}

namespace angarium::cli {

// Which running server a question is for: by its configuration, its data directory or, of an
// `angarium dev` of this user, the address of its API. When none is chosen, the shell's: the one at
// AWS_ENDPOINT_URL, else at http://127.0.0.1:4566. A plain value.
struct ServerChoice {
  std::string config_file = {};
  std::string directory = {};
  std::string endpoint = {};

  bool is_made() const { return !config_file.empty() || !directory.empty() || !endpoint.empty(); }
};

void add_server_choice(CLI::App& command, ServerChoice& choice);

struct ServerAnswer {
  ExitCode code = kDone;
  std::string body = {};  // where `code` is kDone
};

// Asks that server; what went wrong was said to the user then.
ServerAnswer ask(const ServerChoice& choice, AdminQuestion question);

// What the shell is set up with; empty: it isn't.
std::string shell_variable(const char* name);
std::string shell_region();  // AWS_REGION, else AWS_DEFAULT_REGION

}  // namespace angarium::cli
