#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace angarium::cli {

struct PolicyExplainOptions {
  std::string as, action;
  std::string resource = "*";
  std::vector<std::string> context;  // KEY=VALUE each; a key may come again
  std::string config_file;           // or
  std::string directory;             // of the server's data
  bool json = false;
};

// `angarium policy explain`: puts the question to the server that uses the data directory.
ExitCode explain_policy(const PolicyExplainOptions& options);

}  // namespace angarium::cli
