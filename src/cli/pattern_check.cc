#include "cli/pattern_check.h"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include "json/raw_json.h"
#include "json/scanner.h"
#include "json/writer.h"
#include "pattern/refusal.h"
#include "pattern/rule_index.h"

namespace angarium::cli {
namespace {

using json::Token;
using json::TokenKind;

constexpr std::string_view kMatch = "{\"match\":true}\n";
constexpr std::string_view kNoMatch = "{\"match\":false}\n";
// A question around a pattern and an event of their greatest depths.
constexpr uint32_t kLineDepthMax = pattern::kEventDepthMax + 1;

std::string event_error(std::string_view reason) {
  return error_answer("ValidationException",
                      fmt::format("Parameter Event is not valid. Reason: {}", reason));
}

}  // namespace

// The two values as they stand in the line, quotes or braces included.
struct PatternCheck::Question {
  std::string_view pattern = {};
  std::string_view event = {};
  bool event_is_last = false;

  // The answer instead, when it is no question.
  std::optional<std::string> read(std::string_view line);
  std::optional<std::string> read_member(json::Scanner& scanner, std::string_view line,
                                         std::string_view name);
};

namespace {

std::string pattern_error(std::string_view reason) {
  return error_answer("InvalidEventPatternException", pattern::refusal_text(reason));
}

// The JSON text that a value is or, as a string, holds: then in `decoded`.
std::string_view text_of(std::string_view value, std::string& decoded) {
  if (value.front() != '"') return value;
  decoded.clear();
  json::unescape(value.substr(1, value.size() - 2), decoded);
  return decoded;
}

}  // namespace

std::optional<std::string> PatternCheck::Question::read(std::string_view line) {
  if (!json::is_utf8(line)) return line_error("it is not UTF-8");
  json::Scanner scanner(line, kLineDepthMax);
  auto token = scanner.next();
  if (!token.ok()) return line_error(token.error().message());
  if (token->kind != TokenKind::kObjectBegin) return line_error("it is not a JSON object");
  for (token = scanner.next(); token.ok() && token->kind == TokenKind::kKey;
       token = scanner.next()) {
    if (auto problem = read_member(scanner, line, token->raw)) return problem;
  }
  if (token.ok()) token = scanner.next();
  if (!token.ok()) return line_error(token.error().message());
  if (pattern.empty()) return line_error("`pattern` is missing");
  if (event.empty()) return line_error("`event` is missing");
  return std::nullopt;
}

std::optional<std::string> PatternCheck::Question::read_member(json::Scanner& scanner,
                                                               std::string_view line,
                                                               std::string_view name) {
  auto text = json::next_raw_value(scanner, line);
  event_is_last = name == "event";
  if (!text.ok()) {
    if (name == "event") return event_error(text.error().message());
    if (name == "pattern") return pattern_error(text.error().message());
    return line_error(text.error().message());
  }
  if (name == "event") event = *text;
  if (name == "pattern") pattern = *text;
  return std::nullopt;
}

bool PatternCheck::answer(std::string_view line, std::string& out) {
  line = without_end(line);
  if (answer_like_last(line, out)) return true;
  last_begin_.clear();
  Question question;
  std::optional<std::string> problem = question.read(line);
  const Compiled* pattern = problem ? nullptr : &compiled(question.pattern);
  if (pattern && !pattern->rules) problem = pattern->error;
  if (problem) {
    out += *problem;
    return false;
  }
  return answer(question, line, *pattern, out);
}

bool PatternCheck::answer(const Question& question, std::string_view line, const Compiled& pattern,
                          std::string& out) {
  const std::string_view event = text_of(question.event, decoded_);
  auto matches = pattern.rules->match(event, scratch_);
  if (!matches.ok()) {
    out += event_error(matches.error().message());
    return false;
  }
  const bool as_written = event.data() == question.event.data();
  if (as_written && question.event_is_last) {
    last_begin_ = line.substr(0, static_cast<size_t>(event.data() - line.data()));
  }
  out += matches->empty() ? kNoMatch : kMatch;
  return true;
}

// What follows the same beginning is an event and a brace, or the whole line is something else:
// match() says so, since it accepts nothing but one object.
bool PatternCheck::answer_like_last(std::string_view line, std::string& out) {
  if (last_begin_.empty() || !line.starts_with(last_begin_) || !line.ends_with('}')) return false;
  std::string_view event = line.substr(last_begin_.size());
  event.remove_suffix(1);
  auto matches = last_->rules->match(event, scratch_);
  if (!matches.ok()) return false;
  out += matches->empty() ? kNoMatch : kMatch;
  return true;
}

const PatternCheck::Compiled& PatternCheck::compiled(std::string_view raw) {
  auto known = compiled_.find(raw);
  if (known != compiled_.end()) return *(last_ = known->second);
  std::string decoded;
  auto made = std::make_shared<Compiled>();
  auto parsed =
      pattern::Pattern::parse(text_of(raw, decoded), {.limits = {.characters_max = SIZE_MAX}});
  if (parsed.ok()) {
    pattern::RuleIndex index;
    pattern::Rule rule{.id = 0, .pattern = std::make_shared<pattern::Pattern>(std::move(*parsed))};
    made->rules = index.change({}, {&rule, 1});
  } else {
    made->error = pattern_error(parsed.error().message());
  }
  if (compiled_.size() == kCompiledMax) compiled_.clear();
  compiled_.emplace(raw, made);
  return *(last_ = std::move(made));
}

base::Result<CheckTotals> check_lines(LineReader& in, Output& out) {
  PatternCheck check;
  return answer_lines(in, out, [&](std::string_view line, std::string& answers) {
    return check.answer(line, answers);
  });
}

}  // namespace angarium::cli
