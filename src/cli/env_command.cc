#include "cli/env_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "base/id.h"
#include "base/private_file.h"
#include "cli/env_files.h"
#include "cli/environment_plan.h"
#include "cli/run.h"
#include "server/environment_client.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX declares it nowhere

namespace angarium::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  eval \"$(angarium env)\"                              sh, bash, zsh\n"
    "  angarium env --shell fish | source\n"
    "  angarium env --shell powershell | Out-String | Invoke-Expression\n"
    "  angarium dev & eval \"$(angarium env --wait 10)\"     in a script\n"
    "  angarium env --shell github >> \"$GITHUB_ENV\"         for the steps that follow\n"
    "  eval \"$(angarium env --proxy)\"                      also for clients that know no\n"
    "                                                      AWS_ENDPOINT_URL (before mid-2023)\n"
    "  eval \"$(angarium env --account prod=111122223333 --account test=444455556666 \\\n"
    "      --profile-file aws-config)\"                     for `aws --profile prod ...`\n"
    "  eval \"$(angarium env --unset)\"                      as it was before";

Variables this_environment() {
  Variables variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

void note(const std::string& text) { std::fprintf(stderr, "angarium: %s\n", text.c_str()); }

ExitCode failed(const base::Error& error) {
  complain(error.message());
  return error.is(server::AskError::kBadEndpoint) ? kUsage : kFailed;
}

ExitCode misused(const std::string& message) {
  complain(message);
  return kUsage;
}

void print(const Variables& now, const Variables& after, Shell shell) {
  std::vector<Change> all = changes(now, after);
  if (shell == Shell::kGitHub) {  // a job's steps have no way back to note
    std::erase_if(all, [](const Change& change) { return change.name.starts_with("ANGARIUM_"); });
  }
  std::fputs(shell_lines(all, shell).c_str(), stdout);
  if (isatty(STDOUT_FILENO) == 1) note("to set this shell up: eval \"$(angarium env)\"");
}

// The accounts as profiles; none when one of them can't be read, which was said then.
std::optional<std::vector<Profile>> profiles_of(const EnvOptions& options) {
  std::vector<Profile> profiles;
  for (const std::string& text : options.accounts) {
    std::optional<Profile> profile = parse_profile(text);
    if (!profile) {
      complain(
          fmt::format("`{}` is not an account; it looks like 111122223333, or "
                      "prod=111122223333 to name its profile",
                      text));
      return std::nullopt;
    }
    profiles.push_back(std::move(*profile));
  }
  if (profiles.empty()) profiles.push_back({"default", base::kDevAccount});
  return profiles;
}

// What can't be had from this server; empty when all can.
std::string objection(const EnvOptions& options, const server::EnvironmentFacts& facts) {
  if (options.proxy && !facts.proxy) {
    return fmt::format(
        "the server at {} is not a proxy; start `angarium dev` without --no-proxy, or "
        "set `proxy.enabled = true` in the configuration of `angarium serve`",
        options.endpoint);
  }
  if (facts.signatures_checked && (!options.accounts.empty() || !options.profile_file.empty())) {
    return fmt::format(
        "the server at {} checks signatures, so an account's number is no key to it; "
        "put the keys that `angarium accounts create` printed into AWS_ACCESS_KEY_ID "
        "and AWS_SECRET_ACCESS_KEY, and leave --account and --profile-file out",
        options.endpoint);
  }
  const std::vector<std::string>& known = facts.regions;
  if (!options.region.empty() &&
      std::find(known.begin(), known.end(), options.region) == known.end()) {
    return fmt::format("the server at {} is not the region `{}`; it is {}", options.endpoint,
                       options.region, fmt::join(known, ", "));
  }
  return "";
}

base::Result<void> trust(const EnvOptions& options, const server::EnvironmentFacts& facts,
                         const Variables& before, EnvironmentWish& wish) {
  std::optional<std::string> folder = options.ca_files;
  if (options.ca_files.empty()) folder = default_trust_folder(before);
  if (!folder) {
    return base::Error(base::FileError::kFailed,
                       "there is no HOME to put the proxy's certificate in; name a folder with "
                       "--ca-files");
  }
  std::string absolute = std::filesystem::absolute(*folder).lexically_normal();
  AG_TRY(files, write_trust_files(absolute, {options.endpoint, facts.ca_certificate}, before));
  wish.ca_file = files.ca_file;
  wish.ca_bundle = files.ca_bundle;
  return {};
}

void say_what_is_left(const server::EnvironmentFacts& facts, const EnvironmentWish& wish,
                      const Variables& before) {
  if (facts.signatures_checked && !before.contains("AWS_ACCESS_KEY_ID")) {
    note(
        "this server checks signatures: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the "
        "keys of an account (`angarium accounts create`)");
  }
  if (wish.use_proxy && (before.contains("HTTPS_PROXY") || before.contains("https_proxy"))) {
    note("this shell had another HTTPS_PROXY, which is not used until `angarium env --unset`");
  }
}

}  // namespace

void add_env(CLI::App& app, EnvOptions& options) {
  CLI::App* command =
      app.add_subcommand("env", "Print what points a shell's AWS clients at a running server");
  command->add_option("--endpoint", options.endpoint, "The server's address")
      ->capture_default_str();
  command->add_option("--shell", options.shell, "Whose language to print")
      ->capture_default_str()
      ->check(CLI::IsMember(shell_names()));
  command
      ->add_option("--wait", options.wait_seconds,
                   "Seconds to wait for a server that is still starting")
      ->check(CLI::Range(0, 600));
  CLI::Option* proxy = command->add_flag(
      "--proxy", options.proxy,
      "Also make the server the HTTPS_PROXY and have it trusted: for clients without an endpoint");
  command
      ->add_flag("--no-endpoint", options.no_endpoint,
                 "With --proxy: set no AWS_ENDPOINT_URL, so that all clients come by the proxy")
      ->needs(proxy);
  command->add_option("--account", options.accounts,
                      "Account to be, in development; NAME=ACCOUNT names its profile; repeat for "
                      "more in a --profile-file");
  command->add_option("--region", options.region, "Region to use; the server's first without it");
  command->add_option("--profile-file", options.profile_file,
                      "Write an AWS config file with a profile for each --account, and its "
                      "credentials beside it");
  command->add_option("--ca-files", options.ca_files,
                      "With --proxy: folder for the files that say whom to trust; without it "
                      "~/.cache/angarium");
  command->add_flag("--unset", options.unset, "Print what takes it all back; asks no server");
  command->footer(kExamples);
}

ExitCode run_env(const EnvOptions& options) {
  const Shell shell = *parse_shell(options.shell);
  const Variables now = this_environment();
  const Variables before = before_angarium(now);
  if (options.unset) {
    print(now, before, shell);
    return kDone;
  }
  std::optional<std::vector<Profile>> profiles = profiles_of(options);
  if (!profiles) return kUsage;
  if (profiles->size() > 1 && options.profile_file.empty()) {
    return misused("more than one --account needs a --profile-file to put them in");
  }
  auto facts = server::ask_environment(options.endpoint, trusted_certificates(before),
                                       base::Seconds(options.wait_seconds));
  if (!facts.ok()) return failed(facts.error());
  if (std::string problem = objection(options, *facts); !problem.empty()) {
    complain(problem);
    return kFailed;
  }

  EnvironmentWish wish;
  wish.endpoint = options.endpoint;
  while (wish.endpoint.ends_with('/')) wish.endpoint.pop_back();
  wish.use_endpoint = !options.no_endpoint;
  wish.use_proxy = options.proxy;
  wish.region = options.region.empty() ? facts->regions.front() : options.region;
  if (!facts->signatures_checked) wish.access_key_id = profiles->front().account;
  if (options.proxy) {
    auto trusted = trust(options, *facts, before, wish);
    if (!trusted.ok()) return failed(trusted.error());
  }
  if (!options.profile_file.empty()) {
    wish.config_file = std::filesystem::absolute(options.profile_file).lexically_normal();
    auto written = write_profiles(wish.config_file, *profiles, wish);
    if (!written.ok()) return failed(written.error());
  }
  print(now, fulfil(wish, before), shell);
  say_what_is_left(*facts, wish, before);
  return kDone;
}

}  // namespace angarium::cli
