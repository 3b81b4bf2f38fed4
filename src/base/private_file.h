#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace angarium::base {

enum class FileError {
  kFailed,   // the operating system's refusal
  kExposed,  // others may read it
  kUnfit,    // not a regular file, or too large
};
const ErrorDomain& error_domain(FileError);

// Small files that hold secrets, for this process's user alone. Messages are the end of a sentence
// that begins with the file: "can't be read: Permission denied".

// None when there is no such file. A file that anybody else may read is kExposed: its secrets are
// out. Symbolic links are not followed.
Result<std::optional<std::string>> read_private_file(const std::string& path, size_t bytes_max);

// Puts the text there with mode 0600, whole or not at all, durable before it returns.
Result<void> write_private_file(const std::string& path, std::string_view text);

}  // namespace angarium::base
