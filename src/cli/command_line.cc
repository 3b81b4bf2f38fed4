#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/version.h"
#include "cli/bench_command.h"
#include "cli/env_command.h"
#include "cli/exit_code.h"
#include "cli/inject_command.h"
#include "cli/pattern_commands.h"
#include "cli/policy_commands.h"
#include "cli/run.h"
#include "cli/watch_commands.h"
#include "server/api_description.h"

namespace angarium::cli {
namespace {

struct Options {
  DevOptions dev;
  std::string config_file;
  std::string account_name;
  uint32_t key_id = 0;
  bool force = false;
  bool check_only = false;
  bool json = false;
  PatternOptions pattern;
  PolicyOptions policy;
  EnvOptions env;
  InjectOptions inject;
  WatchOptions watch;
  BenchOptions bench;
};

void add_dev(CLI::App& app, DevOptions& dev) {
  CLI::App* command = app.add_subcommand(
      "dev",
      "Run for development: trusts everybody unless told otherwise, answers this machine only, "
      "keeps nothing");
  command->add_option("--port", dev.port, "Port of the AWS API; 0 takes any free one")
      ->capture_default_str();
  command->add_option("--data", dev.directory, "Keep everything in this directory");
  command->add_option("--listen", dev.address, "Address to listen on")->capture_default_str();
  command->add_flag("--expose-to-everybody", dev.expose,
                    "Own up to a --listen address that other machines can reach");
  command->add_option("--region", dev.regions,
                      "A region to be, instead of all of AWS's; repeat for more");
  command->add_option("--host", dev.hosts,
                      "A name, besides localhost, that clients call it by; *.NAME for all below "
                      "NAME; repeat for more");
  command->add_option(
      "--proxy-allow", dev.proxy_allow,
      "A host, besides AWS's, that the proxy leads to; *.NAME for all below NAME, * "
      "for all; repeat for more");
  command->add_option(
      "--proxy-ca", dev.proxy_ca_directory,
      "Keep the proxy's certificate authority in this directory; else in --data, or "
      "in memory");
  command->add_flag("--no-proxy", dev.no_proxy, "Don't be a proxy for AWS's host names");
  CLI::Option* enforce = command->add_flag(
      "--enforce", dev.enforce, "Check signatures and let policies decide, as `serve` does");
  command
      ->add_option("--account", dev.accounts,
                   "An account to make for --enforce, instead of 111122223333 and 444455556666; "
                   "repeat for more")
      ->needs(enforce);
  command->add_flag("--strict", dev.strict,
                    "Refuse events for an event bus that does not exist; AWS drops them");
  command->add_option("--log-level", dev.log_level, "debug, info, warning or error")
      ->capture_default_str()
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
}

void add_serve(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "serve", "Run for real: signatures are checked, policies decide, everything is kept");
  command
      ->add_option("--config", options.config_file, "TOML file; docs/configuration.md has the keys")
      ->required();
  command->add_flag("--check", options.check_only,
                    "Read the configuration, say what is wrong, stop");
}

void add_accounts(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("accounts", "Make and list accounts of a server");
  command->require_subcommand(1);
  CLI::App* create =
      command->add_subcommand("create", "Make an account and print its root key, once");
  create->add_option("--name", options.account_name, "What people call it");
  CLI::App* list = command->add_subcommand("list", "List the accounts");
  for (CLI::App* one : {create, list}) {
    one->add_option("--config", options.config_file, "The server's configuration file")->required();
    one->add_flag("--json", options.json, "Print JSON, for programs");
  }
}

void add_keys(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("keys", "Exchange the keys that secrets are sealed with");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "List the keys and what needs them");
  CLI::App* rotate = command->add_subcommand(
      "rotate", "Make a new key and seal every stored secret anew; the server goes on meanwhile");
  CLI::App* drop = command->add_subcommand("drop", "Forget a key that nothing needs any more");
  drop->add_option("id", options.key_id, "Its number, as `angarium keys list` shows it")
      ->required();
  drop->add_flag("--force", options.force,
                 "Somebody else may know it: drop it now, and end the sessions that it sealed");
  for (CLI::App* one : {list, rotate, drop}) {
    one->add_option("--config", options.config_file, "The server's configuration file")->required();
    one->add_flag("--json", options.json, "Print JSON, for programs");
  }
}

void add_about(CLI::App& app) {
  app.add_subcommand("api", "Print what this build implements of AWS's APIs, as JSON");
  app.add_subcommand("version", "Print the version");
}

std::string version_line() { return fmt::format("angarium {}", base::version()); }

ExitCode print_line(const std::string& line) {
  fmt::print("{}\n", line);
  return kDone;
}

ExitCode run(const CLI::App& app, const Options& options) {
  if (app.got_subcommand("dev")) return run_dev(options.dev);
  if (app.got_subcommand("serve")) return run_serve(options.config_file, options.check_only);
  if (app.got_subcommand("api")) return print_line(server::describe_api());
  if (app.got_subcommand("version")) return print_line(version_line());
  if (app.got_subcommand("env")) return run_env(options.env);
  if (app.got_subcommand("inject")) return run_inject(options.inject);
  if (app.got_subcommand("bench")) return run_bench(options.bench);
  if (app.got_subcommand("tail")) return run_tail(options.watch);
  if (app.got_subcommand("trace")) return run_trace(options.watch);
  if (app.got_subcommand("pattern")) {
    return run_pattern(*app.get_subcommand("pattern"), options.pattern);
  }
  if (app.got_subcommand("policy")) {
    return run_policy(*app.get_subcommand("policy"), options.policy);
  }
  if (app.got_subcommand("keys")) {
    const CLI::App* keys = app.get_subcommand("keys");
    if (keys->got_subcommand("rotate")) return rotate_keys(options.config_file, options.json);
    if (keys->got_subcommand("list")) return list_keys(options.config_file, options.json);
    return drop_key(options.config_file, options.key_id, options.force, options.json);
  }
  const CLI::App* accounts = app.get_subcommand("accounts");
  if (accounts->got_subcommand("create")) {
    return create_account(options.config_file, options.account_name, options.json);
  }
  return list_accounts(options.config_file, options.json);
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  CLI::App app(
      "Angarium: an event bus that you run yourself and that speaks Amazon EventBridge.\n\n"
      "Begin with `angarium dev` and paste what it prints.");
  app.footer(kExitCodesHelp);
  app.set_version_flag("--version", version_line());
  app.require_subcommand(1);
  Options options;
  add_dev(app, options.dev);
  add_serve(app, options);
  add_env(app, options.env);
  add_accounts(app, options);
  add_keys(app, options);
  add_pattern(app, options.pattern);
  add_policy(app, options.policy);
  add_inject(app, options.inject);
  add_watch(app, options.watch);
  add_bench(app, options.bench);
  add_about(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  return run(app, options);
}

}  // namespace angarium::cli
