#include "cli/shell_lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace angarium::cli {
namespace {

// Which characters need something before them inside a shell's single quotes, and what.
struct Escaping {
  std::string_view special;
  std::string_view escape;
};

std::string quoted(std::string_view value, const Escaping& escaping) {
  std::string text = "'";
  for (char c : value) {
    if (escaping.special.find(c) != std::string_view::npos) text += escaping.escape;
    text += c;
  }
  return text + "'";
}

std::string posix_value(std::string_view value) {
  std::string text = "'";
  for (char c : value) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

// The file has no quotes, so a value is one line.
std::string one_line(std::string value) {
  std::replace_if(
      value.begin(), value.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return value;
}

std::string line(const Change& change, Shell shell) {
  const std::string& name = change.name;
  switch (shell) {
    // The semicolon keeps lines apart when somebody leaves the quotes around $(...) out.
    case Shell::kPosix:
      return change.value ? fmt::format("export {}={};", name, posix_value(*change.value))
                          : fmt::format("unset {};", name);
    case Shell::kFish:
      return change.value
                 ? fmt::format("set -gx {} {};", name, quoted(*change.value, {"\\'", "\\"}))
                 : fmt::format("set -e {};", name);
    case Shell::kPowerShell:
      return change.value ? fmt::format("$env:{} = {}", name, quoted(*change.value, {"'", "'"}))
                          : fmt::format("Remove-Item Env:{} -ErrorAction SilentlyContinue", name);
    case Shell::kGitHub: return fmt::format("{}={}", name, one_line(change.value.value_or("")));
  }
  return {};
}

}  // namespace

std::optional<Shell> parse_shell(std::string_view name) {
  if (name == "sh" || name == "bash" || name == "zsh") return Shell::kPosix;
  if (name == "fish") return Shell::kFish;
  if (name == "powershell" || name == "pwsh") return Shell::kPowerShell;
  if (name == "github") return Shell::kGitHub;
  return std::nullopt;
}

const std::vector<std::string>& shell_names() {
  static const std::vector<std::string> names = {"sh",         "bash", "zsh",   "fish",
                                                 "powershell", "pwsh", "github"};
  return names;
}

std::string shell_lines(const std::vector<Change>& changes, Shell shell) {
  std::string text;
  for (const Change& change : changes) text += line(change, shell) + '\n';
  return text;
}

}  // namespace angarium::cli
