#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

#include "cli/each_file.h"
#include "cli/pattern_check.h"
#include "cli/pattern_commands.h"
#include "cli/pattern_filter.h"
#include "cli/run.h"
#include "json/writer.h"
#include "pattern/explain.h"
#include "pattern/refusal.h"
#include "pattern/rule_index.h"

namespace angarium::cli {
namespace {

constexpr size_t kClosestMax = 5;

// `text` itself when it is JSON, else what the file of that name holds.
base::Result<std::string> text_of(const std::string& text) {
  if (text.starts_with('{')) return text;
  AG_TRY(file, InputFile::open(text));
  return file.read_all();
}

std::string pattern_error(const std::string& name, const base::Error& error) {
  if (error.is(StreamError::kCannotOpen) || error.is(StreamError::kCannotRead) ||
      error.is(StreamError::kTooLarge)) {
    return error.message();
  }
  return fmt::format("{}: {}", name, pattern::refusal_text(error.message()));
}

// Rules in the order given, with ids from 0; none when one is not valid, which was said then.
std::vector<pattern::Rule> read_rules(const std::vector<std::string>& patterns) {
  std::vector<pattern::Rule> rules;
  for (const std::string& name : patterns) {
    auto parsed = [&]() -> base::Result<pattern::Pattern> {
      AG_TRY(text, text_of(name));
      return pattern::Pattern::parse(text, {.limits = {.characters_max = SIZE_MAX}});
    }();
    if (!parsed.ok()) {
      complain(pattern_error(name, parsed.error()));
      return {};
    }
    rules.push_back({.id = static_cast<uint32_t>(rules.size()),
                     .pattern = std::make_shared<const pattern::Pattern>(std::move(*parsed))});
  }
  return rules;
}

// Standard input can be read once.
bool reads_input_twice(std::vector<std::string> names) {
  return std::count(names.begin(), names.end(), "-") > 1;
}

// ---- explain

struct Answers {
  std::vector<uint32_t> matching;
  std::vector<pattern::RuleExplanation> closest;
};

base::Result<Answers> answer(const std::vector<pattern::Rule>& rules, const std::string& event) {
  pattern::RuleIndex index;
  pattern::Scratch scratch;
  auto set = index.change({}, rules);
  AG_TRY(matches, set->match(event, scratch));
  AG_TRY(closest, pattern::explain_closest(rules, event, kClosestMax));
  return Answers{{matches.begin(), matches.end()}, std::move(closest)};
}

std::string text_of(const Answers& answers, const std::vector<std::string>& names) {
  std::string text;
  for (uint32_t id : answers.matching) text += fmt::format("{}: match\n", names[id]);
  for (const pattern::RuleExplanation& rule : answers.closest) {
    text += fmt::format("{}: {}", names[rule.id], pattern::to_text(rule.explanation));
  }
  size_t others = names.size() - answers.matching.size() - answers.closest.size();
  if (others > 0) text += fmt::format("{} more do not match\n", others);
  return text;
}

std::string json_of(const Answers& answers, const std::vector<std::string>& names) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("matching").begin_array();
  for (uint32_t id : answers.matching) writer.string(names[id]);
  writer.end_array().key("closest").begin_array();
  for (const pattern::RuleExplanation& rule : answers.closest) {
    writer.begin_object().key("pattern").string(names[rule.id]);
    writer.key("explanation").raw(pattern::to_json(rule.explanation)).end_object();
  }
  writer.end_array().end_object();
  return text;
}

ExitCode not_valid(const base::Error& error) {
  complain(fmt::format("Event is not valid. Reason: {}", error.message()));
  return kNotValid;
}

ExitCode explain_one(const pattern::Pattern& pattern, const std::string& event, bool json) {
  auto explanation = pattern::explain(pattern, event);
  if (!explanation.ok()) return not_valid(explanation.error());
  fmt::print("{}", json ? pattern::to_json(*explanation) + "\n" : pattern::to_text(*explanation));
  return explanation->matches ? kMatched : kNotMatched;
}

}  // namespace

ExitCode run_check(const PatternOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  Output out(STDOUT_FILENO);
  size_t errors = 0;
  bool read = each_file(options.files, [&](LineReader& reader) -> base::Result<void> {
    AG_TRY(totals, check_lines(reader, out));
    errors += totals.errors;
    return {};
  });
  if (!read || !is_written(out)) return kNotValid;
  return errors == 0 ? kDone : kFailed;
}

ExitCode run_explain(const PatternOptions& options) {
  std::vector<std::string> names = options.patterns;
  names.push_back(options.event);
  if (reads_input_twice(names)) {
    complain("standard input can be given for one pattern or the event only");
    return kUsage;
  }
  std::vector<pattern::Rule> rules = read_rules(options.patterns);
  if (rules.empty()) return kNotValid;
  auto event = text_of(options.event);
  if (!event.ok()) {
    complain(event.error().message());
    return kNotValid;
  }
  if (rules.size() == 1) return explain_one(*rules[0].pattern, *event, options.json);
  auto answers = answer(rules, *event);
  if (!answers.ok()) return not_valid(answers.error());
  fmt::print("{}", options.json ? json_of(*answers, options.patterns) + "\n"
                                : text_of(*answers, options.patterns));
  return answers->matching.empty() ? kNotMatched : kMatched;
}

ExitCode run_filter(const PatternOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> names = options.patterns;
  names.insert(names.end(), options.files.begin(), options.files.end());
  if (options.files.empty()) names.emplace_back("-");
  if (reads_input_twice(names)) {
    complain("standard input can be given for one pattern or the events only");
    return kUsage;
  }
  std::vector<pattern::Rule> rules = read_rules(options.patterns);
  if (rules.empty()) return kNotValid;
  pattern::RuleIndex index;
  Output out(STDOUT_FILENO);
  bool progress = !options.quiet && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
  PatternFilter filter(index.change({}, rules),
                       {.invert = options.invert,
                        .count_only = options.count,
                        .progress_bytes = progress ? PatternFilter::kProgressBytes : 0},
                       out);
  bool read = each_file(options.files, [&](LineReader& reader) { return filter.run(reader); });
  const FilterTotals& totals = filter.totals();
  size_t passed = options.invert ? totals.lines - totals.invalid - totals.matched : totals.matched;
  if (options.count) out.write(fmt::format("{}\n", passed));
  out.flush();
  if (progress) std::fputs("\r\033[K", stderr);
  if (!options.quiet && !options.count) complain(summary(totals));
  if (!read || !is_written(out) || totals.invalid > 0) return kNotValid;
  return passed > 0 ? kMatched : kNotMatched;
}

}  // namespace angarium::cli
