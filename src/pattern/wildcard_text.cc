#include "pattern/wildcard_text.h"

#include <fmt/format.h>

#include "pattern/token_reader.h"

namespace angarium::pattern {

base::Result<void> check_wildcard(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    std::string_view rest = text.substr(at);
    if (rest.starts_with("**")) {
      return refused(fmt::format("Consecutive wildcard characters at pos {}", at + 1));
    }
    if (rest[0] != '\\') continue;
    if (!rest.starts_with("\\*") && !rest.starts_with("\\\\")) {
      return refused(fmt::format("Invalid escape character at pos {}", at + 1));
    }
    ++at;
  }
  return {};
}

}  // namespace angarium::pattern
