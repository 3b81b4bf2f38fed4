#pragma once

#include <optional>
#include <string>

namespace angarium::cli {

// The whole text of a file; none when it can't be read.
std::optional<std::string> read_text_file(const std::string& name);

}  // namespace angarium::cli
