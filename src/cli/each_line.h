#pragma once

#include <cstring>
#include <string_view>

namespace angarium::cli {

// Calls visit(line) for each line of a text, without its newline.
template <class Visit>
void each_line(std::string_view lines, const Visit& visit) {
  while (!lines.empty()) {
    const void* newline = std::memchr(lines.data(), '\n', lines.size());
    size_t size = newline ? static_cast<size_t>(static_cast<const char*>(newline) - lines.data())
                          : lines.size();
    visit(lines.substr(0, size));
    lines.remove_prefix(newline ? size + 1 : size);
  }
}

inline bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace angarium::cli
