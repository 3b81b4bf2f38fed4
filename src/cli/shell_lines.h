#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace angarium::cli {

// Environment variables by name.
using Variables = std::map<std::string, std::string, std::less<>>;

// One variable that gets a value, or goes.
struct Change {
  std::string name;
  std::optional<std::string> value;
};

enum class Shell {
  kPosix,       // sh, bash, zsh: for eval
  kFish,        // for source
  kPowerShell,  // for Invoke-Expression
  kGitHub,      // lines of the file that $GITHUB_ENV names; what goes gets an empty value there
};

// "sh", "bash", "zsh", "fish", "powershell", "pwsh", "github".
std::optional<Shell> parse_shell(std::string_view name);
const std::vector<std::string>& shell_names();

// The changes as that shell's text, a line each. Values are quoted: whatever is in them stays text.
std::string shell_lines(const std::vector<Change>& changes, Shell shell);

}  // namespace angarium::cli
