#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace angarium::cli {

struct PolicyLintOptions {
  std::vector<std::string> files = {};  // each with one document
  std::string kind = {};  // as `policy check` names them; empty: told from the document
  bool json = false;
};

// `angarium policy lint`: kMatched when nothing is found, kNotMatched when something is, kNotValid
// when a file can't be read or holds no policy.
ExitCode lint_policies(const PolicyLintOptions& options);

}  // namespace angarium::cli
