#include "cli/pattern_commands.h"

#include <CLI/CLI.hpp>

namespace angarium::cli {
namespace {

constexpr const char* kPatternHelp =
    "A file that holds the pattern; `-` is standard input; what begins with { is the pattern "
    "itself. Repeat for more";

CLI::Option* add_patterns(CLI::App* command, PatternOptions& options) {
  return command->add_option("-p,--pattern", options.patterns, kPatternHelp)
      ->required()
      ->allow_extra_args(false)
      ->type_name("PATTERN");
}

void add_check(CLI::App* app, PatternOptions& options) {
  CLI::App* command = app->add_subcommand("check", "Answer many questions, one JSON object a line");
  command->add_option("FILES", options.files, "Files with questions; none, or `-`: standard input");
  command->footer(
      "A question is {\"pattern\": P, \"event\": E}; both are objects, or strings that hold one's "
      "text.\nThe answer is {\"match\":true}, {\"match\":false} or {\"error\":CODE,\"message\":"
      "TEXT}, in the\nquestions' order, each as soon as its question came.\n\n"
      "  echo '{\"pattern\":{\"a\":[1]},\"event\":{\"a\":1}}' | angarium pattern check\n\n"
      "Exit codes: 0 every question got an answer, 1 some got an error, 2 the input can't be "
      "read.");
}

void add_explain(CLI::App* app, PatternOptions& options) {
  CLI::App* command =
      app->add_subcommand("explain", "Say why a pattern matches an event, or what it missed");
  add_patterns(command, options);
  command->add_option("-e,--event", options.event, "A file that holds the event; else as --pattern")
      ->required()
      ->type_name("EVENT");
  command->add_flag("--json", options.json, "Print JSON, for programs");
  command->footer(
      "  angarium pattern explain --pattern rule.json --event event.json\n"
      "  aws ... | angarium pattern explain --pattern '{\"source\":[\"shop\"]}' --event -\n\n"
      "With several patterns: which match, and of the others the closest.\n\n"
      "Exit codes: 0 a pattern matches, 1 none does, 2 a pattern or the event is not valid.");
}

void add_filter(CLI::App* app, PatternOptions& options) {
  CLI::App* command =
      app->add_subcommand("filter", "Pass on the events that a pattern matches, one JSON a line");
  add_patterns(command, options);
  command->add_option("FILES", options.files, "Files with events; none, or `-`: standard input");
  command->add_flag("-v,--invert", options.invert, "Pass on the events that no pattern matches");
  command->add_flag("-c,--count", options.count, "Print how many there are instead");
  command->add_flag("-q,--quiet", options.quiet, "No totals and no progress on standard error");
  command->footer(
      "Lines are passed on as they are. Those that are no event (one JSON object) never are; they "
      "are\nreported and counted on standard error.\n\n"
      "  angarium pattern filter -p '{\"detail\":{\"state\":[\"failed\"]}}' events.jsonl\n"
      "  zcat archive.gz | angarium pattern filter -p a.json -p b.json | jq -c .detail\n"
      "  angarium pattern filter -v -c -p rule.json monday.jsonl tuesday.jsonl\n\n"
      "Exit codes: 0 some event was passed on (or counted), 1 none was, 2 a pattern or a line was "
      "not\nvalid, or a file can't be read.");
}

}  // namespace

void add_pattern(CLI::App& app, PatternOptions& options) {
  CLI::App* command =
      app.add_subcommand("pattern", "Try event patterns on events, without a server");
  command->footer("docs/patterns.md is the pattern language.");
  command->require_subcommand(1);
  add_check(command, options);
  add_explain(command, options);
  add_filter(command, options);
}

ExitCode run_pattern(const CLI::App& pattern, const PatternOptions& options) {
  if (pattern.got_subcommand("check")) return run_check(options);
  if (pattern.got_subcommand("explain")) return run_explain(options);
  return run_filter(options);
}

}  // namespace angarium::cli
