#include "cli/watch_commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>

#include "cli/run.h"
#include "cli/sight_lines.h"
#include "cli/text_file.h"
#include "json/raw_json.h"
#include "json/writer.h"

namespace angarium::cli {
namespace {

constexpr int64_t kWaitMs = 20'000;  // of one question; the next follows at once

constexpr const char* kTailExamples =
    "Examples:\n"
    "  angarium tail                                  all buses of the shell's account\n"
    "  angarium tail default --pattern '{\"source\":[\"shop\"]}'\n"
    "  angarium tail orders --why paid                why each event didn't match the rule `paid`\n"
    "  angarium tail --everywhere --json              all accounts, an object a line\n"
    "  angarium tail --past --count 1 --json          the last event that the history has\n\n"
    "An event's line is followed by a line for each target of a rule that it matched; what "
    "changes\n"
    "later comes later, with the event's id. With --json such an event comes again as a whole.\n"
    "docs/observing.md has more.";

void add_common(CLI::App& command, WatchOptions& options) {
  add_server_choice(command, options.server);
  command.add_option("--as", options.viewer,
                     "See what this account may see: its own buses, and what came of its events");
  command.add_flag("--json", options.json, "Print JSON, for programs");
}

void add_tail(CLI::App& app, WatchOptions& options) {
  CLI::App* tail =
      app.add_subcommand("tail", "Show events as they come, what they match and what comes of it");
  tail->add_option("BUS", options.buses, "Event buses by name or ARN; none: all of the account");
  add_common(*tail, options);
  tail->add_option("--pattern", options.pattern,
                   "Only events that match: an event pattern, or the name of its file");
  tail->add_option("--why", options.rule, "Say of each event why this rule matches it, or not");
  auto* account = tail->add_option("--account", options.account,
                                   "Whose buses, by the account's id; else that of "
                                   "AWS_ACCESS_KEY_ID");
  tail->add_option("--region", options.region, "Where; else everywhere, or for names the first");
  tail->add_flag("--everywhere", options.everywhere, "The buses of all accounts")
      ->excludes(account);
  tail->add_flag("--past", options.past, "Begin with the events that the history has");
  tail->add_option("--count", options.count_max, "End after so many events")
      ->check(CLI::PositiveNumber);
  tail->footer(kTailExamples);
}

void add_trace(CLI::App& app, WatchOptions& options) {
  CLI::App* trace = app.add_subcommand("trace", "Show where an event went, and when");
  trace->add_option("EVENT_ID", options.event_id, "As PutEvents answered it")->required();
  add_common(*trace, options);
  trace->footer(
      "Exit codes: 0 the history has the event, 1 it has not.\n\n"
      "The history keeps recent events in memory: docs/observing.md says how many.");
}

// A pattern, or the text of its file; none when that can't be read, which was said then.
std::optional<std::string> pattern_of(const std::string& given) {
  const size_t first = given.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || given[first] == '{') return given;
  if (auto text = read_text_file(given)) return text;
  complain(fmt::format("{} can't be read; a pattern begins with {{", given));
  return std::nullopt;
}

std::string question_of(const WatchOptions& options, const std::string& pattern,
                        std::optional<int64_t> after) {
  std::string question;
  json::Writer writer(question);
  writer.begin_object();
  auto write = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) writer.key(name).string(text);
  };
  write("account", options.account);
  write("access_key_id", shell_variable("AWS_ACCESS_KEY_ID"));
  write("region", options.region);
  write("as", options.viewer);
  write("pattern", pattern);
  write("why", options.rule);
  writer.key("everywhere").boolean(options.everywhere).key("wait_ms").integer(kWaitMs);
  writer.key("buses").begin_array();
  for (const std::string& bus : options.buses) writer.string(bus);
  writer.end_array();
  if (after) writer.key("after").integer(*after);
  writer.end_object();
  return question;
}

ExitCode failed(const base::Error& error) {
  complain(error.message());
  return kFailed;
}

// The members of an answer, as they stand in it: what is passed on keeps every spelling.
struct Answer {
  int64_t next = 0;
  int64_t left_out = 0;
  std::vector<std::string_view> events;
};

base::Result<Answer> read_answer(std::string_view text) {
  AG_TRY(members, json::raw_members(text));
  Answer answer;
  for (const auto& [name, value] : members) {
    if (name == "next") answer.next = std::stoll(std::string(value));
    if (name == "left_out") answer.left_out = std::stoll(std::string(value));
    if (name != "events" && name != "hops") continue;
    AG_TRY(elements, json::raw_elements(value));
    answer.events = std::move(elements);
  }
  return answer;
}

// Prints events until `left` of them are; false: standard output is gone, or enough is printed.
class Printer {
 public:
  explicit Printer(const WatchOptions& options) : json_(options.json), left_(options.count_max) {}

  base::Result<bool> print(const Answer& answer) {
    if (answer.left_out > 0) {
      std::fprintf(stderr, "angarium: %lld events were too many to show\n",
                   static_cast<long long>(answer.left_out));
    }
    for (std::string_view event : answer.events) {
      AG_TRY(text, text_of(event));
      std::fputs(text.c_str(), stdout);
      if (left_ > 0 && --left_ == 0) return false;
    }
    return std::fflush(stdout) == 0;
  }

 private:
  base::Result<std::string> text_of(std::string_view event) {
    if (json_) return event_line(event) + "\n";
    AG_TRY(document, json::Document::parse(event));
    return lines_.lines(document.root());
  }

  const bool json_;
  int64_t left_;
  TailLines lines_;
};

}  // namespace

void add_watch(CLI::App& app, WatchOptions& options) {
  add_tail(app, options);
  add_trace(app, options);
}

ExitCode run_tail(const WatchOptions& options) {
  const std::optional<std::string> pattern = pattern_of(options.pattern);
  if (!pattern) return kUsage;
  Printer printer(options);
  std::optional<int64_t> after;
  if (options.past) after = 0;
  while (true) {
    const ServerAnswer text =
        ask(options.server, {"POST", "/events", question_of(options, *pattern, after)});
    if (text.code != kDone) return text.code;
    auto answer = read_answer(text.body);
    if (!answer.ok()) return failed(answer.error());
    after = answer->next;
    auto more = printer.print(*answer);
    if (!more.ok()) return failed(more.error());
    if (!*more) return kDone;
  }
}

ExitCode run_trace(const WatchOptions& options) {
  std::string question;
  json::Writer writer(question);
  writer.begin_object().key("event_id").string(options.event_id);
  if (!options.viewer.empty()) writer.key("as").string(options.viewer);
  writer.end_object();
  const ServerAnswer text = ask(options.server, {"POST", "/trace", std::move(question)});
  if (text.code != kDone) return text.code;
  auto answer = read_answer(text.body);
  if (!answer.ok()) return failed(answer.error());
  if (answer->events.empty()) {
    complain(
        fmt::format("the history has no event {}; it keeps the recent ones of each bus, in memory, "
                    "as `history` "
                    "in the configuration says; an entry that PutEvents refused has no id",
                    options.event_id));
    return kFailed;
  }
  if (options.json) {
    for (std::string_view event : answer->events) fmt::print("{}\n", event_line(event));
    return kDone;
  }
  auto document = json::Document::parse(text.body);
  if (!document.ok()) return failed(document.error());
  std::fputs(trace_lines(document->root()).c_str(), stdout);
  return kDone;
}

}  // namespace angarium::cli
