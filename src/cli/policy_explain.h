#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/server_choice.h"

namespace angarium::cli {

struct PolicyExplainOptions {
  std::string as, action;
  std::string resource = "*";
  std::vector<std::string> context;  // KEY=VALUE each; a key may come again
  // Each a file, a document that begins with `{`, or the ARN of a managed policy.
  std::vector<std::string> session_policies;
  ServerChoice server;
  bool json = false;
};

// `angarium policy explain`: puts the question to a running server.
ExitCode explain_policy(const PolicyExplainOptions& options);

}  // namespace angarium::cli
