#include "cli/text_file.h"

#include <fstream>
#include <sstream>

namespace angarium::cli {

std::optional<std::string> read_text_file(const std::string& name) {
  std::ifstream file(name);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return std::nullopt;
  return text.str();
}

}  // namespace angarium::cli
