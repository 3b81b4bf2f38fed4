#include "cli/policy_commands.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/each_file.h"
#include "cli/policy_check.h"

namespace angarium::cli {

namespace {

void add_check(CLI::App& policy, PolicyOptions& options) {
  CLI::App* check = policy.add_subcommand("check", "Answer many questions, one JSON object a line");
  check->add_option("FILES", options.files, "Files with questions; none, or `-`: standard input");
  check->footer(
      "A question is a request and all policies that have a say, or one policy to validate:\n\n"
      "  {\"request\": {\"principal\": {\"arn\": ..., \"type\": \"user\", \"account\": ...}, "
      "\"action\": ...,\n   \"resource\": ..., \"context\": {...}}, \"identity_policies\": [...], "
      "\"resource_policy\": ...}\n"
      "  {\"policy\": ..., \"kind\": \"identity\"}\n\n"
      "The answer is {\"decision\":\"Allow\",\"because\":[...]}, ExplicitDeny or ImplicitDeny; or\n"
      "{\"valid\":true}, {\"valid\":false,\"error\":CODE,\"message\":TEXT}.\n\n"
      "Exit codes: 0 every question got an answer, 1 some got an error, 2 the input can't be "
      "read.");
}

void add_explain(CLI::App& policy, PolicyExplainOptions& options) {
  CLI::App* explain = policy.add_subcommand(
      "explain", "Ask a running server why somebody may do something, or not");
  explain
      ->add_option("--as", options.as,
                   "Who asks: the ARN of a user, role, session or root user, an account, a service "
                   "like events.amazonaws.com, or `anonymous`")
      ->required();
  explain->add_option("--action", options.action, "What for: events:PutEvents")->required();
  explain->add_option("--resource", options.resource, "Its ARN; `*` where there is none")
      ->capture_default_str();
  explain->add_option("--context", options.context, "A condition key: events:source=shop")
      ->allow_extra_args(false);
  explain
      ->add_option("--session-policy", options.session_policies,
                   "What limits the session: a file, a document that begins with `{`, or the ARN "
                   "of a managed policy; repeat for more")
      ->allow_extra_args(false);
  add_server_choice(*explain, options.server);
  explain->add_flag("--json", options.json, "Print JSON, for programs");
  explain->footer(
      "The log of a server has this command, ready to be pasted, for each denial.\n\n"
      "Exit codes: 0 there is an answer, 1 there is none.");
}

void add_lint(CLI::App& policy, PolicyLintOptions& options) {
  CLI::App* lint = policy.add_subcommand(
      "lint", "Name what least privilege would not allow, in documents or in a running server");
  lint->add_option("FILES", options.files, "Files with one policy each; none: ask a server");
  add_server_choice(*lint, options.server);
  lint->add_option("--kind", options.kind,
                   "identity, managed, resource, trust, scp or rcp; else told from the document");
  lint->add_flag("--json", options.json, "Print a JSON object for each finding");
  lint->footer(
      "docs/policies.md lists the rules.\n\n"
      "Exit codes: 0 nothing found, 1 something found, 2 a file holds no policy or no server "
      "answers.");
}

ExitCode run_check(const PolicyOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  Output out(STDOUT_FILENO);
  size_t errors = 0;
  bool read = each_file(options.files, [&](LineReader& reader) -> base::Result<void> {
    AG_TRY(totals, check_policy_lines(reader, out));
    errors += totals.errors;
    return {};
  });
  if (!read || !is_written(out)) return kNotValid;
  return errors == 0 ? kDone : kFailed;
}

}  // namespace

void add_policy(CLI::App& app, PolicyOptions& options) {
  CLI::App* command = app.add_subcommand("policy", "Try IAM policies, and ask why they decide so");
  command->footer("docs/policies.md is the policy language and the form of questions.");
  command->require_subcommand(1);
  add_check(*command, options);
  add_explain(*command, options.explain);
  add_lint(*command, options.lint);
}

ExitCode run_policy(const CLI::App& command, const PolicyOptions& options) {
  if (command.got_subcommand("explain")) return explain_policy(options.explain);
  if (command.got_subcommand("lint")) return lint_policies(options.lint);
  return run_check(options);
}

}  // namespace angarium::cli
