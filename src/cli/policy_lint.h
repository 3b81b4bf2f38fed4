#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/server_choice.h"

namespace angarium::cli {

struct PolicyLintOptions {
  std::vector<std::string> files = {};  // each with one document
  std::string kind = {};     // as `policy check` names them; empty: told from the document
  ServerChoice server = {};  // when there are no files
  bool json = false;
};

// `angarium policy lint`, over files or over all that a running server has: kMatched when nothing
// is found, kNotMatched when something is, kNotValid when a file can't be read or holds no policy,
// or the server gives no answer.
ExitCode lint_policies(const PolicyLintOptions& options);

}  // namespace angarium::cli
