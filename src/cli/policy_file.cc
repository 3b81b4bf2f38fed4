#include "cli/policy_file.h"

#include <fstream>

#include "policy/policy.h"

namespace angarium::cli {

std::optional<std::string> read_policy_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text(policy::Policy::kTextBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return std::nullopt;
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

}  // namespace angarium::cli
