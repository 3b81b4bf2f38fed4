#include "cli/shell_lines.h"

#include <gtest/gtest.h>

namespace angarium::cli {
namespace {

const std::vector<Change> kChanges = {
    {"A", "plain"}, {"B", "it's $HOME `id` \"q\" \\ end"}, {"C", std::nullopt}};

TEST(ShellLines, Posix) {
  EXPECT_EQ(shell_lines(kChanges, Shell::kPosix),
            "export A='plain';\n"
            "export B='it'\\''s $HOME `id` \"q\" \\ end';\n"
            "unset C;\n");
}

TEST(ShellLines, Fish) {
  EXPECT_EQ(shell_lines(kChanges, Shell::kFish),
            "set -gx A 'plain';\n"
            "set -gx B 'it\\'s $HOME `id` \"q\" \\\\ end';\n"
            "set -e C;\n");
}

TEST(ShellLines, PowerShell) {
  EXPECT_EQ(shell_lines(kChanges, Shell::kPowerShell),
            "$env:A = 'plain'\n"
            "$env:B = 'it''s $HOME `id` \"q\" \\ end'\n"
            "Remove-Item Env:C -ErrorAction SilentlyContinue\n");
}

TEST(ShellLines, GitHubActions) {
  EXPECT_EQ(shell_lines({{"A", "x=y\nB=injected"}, {"C", std::nullopt}}, Shell::kGitHub),
            "A=x=y B=injected\nC=\n");
}

TEST(ShellLines, EveryNameIsKnown) {
  for (const std::string& name : shell_names()) EXPECT_TRUE(parse_shell(name)) << name;
  EXPECT_FALSE(parse_shell("tcsh"));
}

}  // namespace
}  // namespace angarium::cli
