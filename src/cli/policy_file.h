#pragma once

#include <optional>
#include <string>

namespace angarium::cli {

// The text of a file with one policy, at most one byte more than a policy may have, so that it is
// refused then. None when the file can't be read.
std::optional<std::string> read_policy_file(const std::string& name);

}  // namespace angarium::cli
