#include "cli/policy_commands.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/each_file.h"
#include "cli/policy_check.h"

namespace angarium::cli {

void add_policy(CLI::App& app, PolicyOptions& options) {
  CLI::App* command =
      app.add_subcommand("policy", "Try IAM policies on requests, without a server");
  command->footer("docs/policies.md is the policy language and the form of questions.");
  command->require_subcommand(1);
  CLI::App* check =
      command->add_subcommand("check", "Answer many questions, one JSON object a line");
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

ExitCode run_policy(const PolicyOptions& options) {
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

}  // namespace angarium::cli
