#include "policy/text_pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/letters.h"
#include "policy/policy.h"

namespace angarium::policy {
namespace {

void append_plain(std::string_view text, std::u16string& cells) {
  for (char c : text) cells.push_back(static_cast<uint8_t>(c));
}

base::Error bad_variable(std::string_view text, std::string_view problem) {
  return base::Error(
      ErrorCode::kSyntax,
      fmt::format("Syntax errors in policy. The variable in `{}` {}.", text, problem));
}

// The value of a key as a variable: of several values none can be meant.
const std::string* single_value(const Question& question, const KeyName& key, bool& is_absent) {
  std::span<const std::string> values = question.values(key);
  is_absent = values.empty();
  return values.size() == 1 ? &values.front() : nullptr;
}

}  // namespace

base::Result<TextPattern> TextPattern::parse(std::string_view text, Syntax syntax) {
  TextPattern pattern;
  for (size_t i = 0; i < text.size(); ++i) {
    if (syntax.variables && text.substr(i).starts_with("${")) {
      AG_TRY(length, pattern.add_variable(text.substr(i)));
      i += length - 1;
    } else if (syntax.wildcards && text[i] == '*') {
      pattern.cells_.push_back(kAnyRun);
    } else if (syntax.wildcards && text[i] == '?') {
      pattern.cells_.push_back(kAnyCharacter);
    } else {
      pattern.cells_.push_back(static_cast<uint8_t>(text[i]));
    }
  }
  pattern.settle(syntax);
  return pattern;
}

// `rest` begins with "${"; gives the bytes up to and with its '}'.
base::Result<size_t> TextPattern::add_variable(std::string_view rest) {
  size_t name_end = rest.find_first_of(",}", 2);
  if (name_end == std::string_view::npos) {
    return bad_variable(rest, "is not closed by `}`");
  }
  std::string_view name = rest.substr(2, name_end - 2);
  if (name.empty()) return bad_variable(rest, "has no name");
  if (rest[name_end] == '}') {
    bool is_character = name == "*" || name == "?" || name == "$";
    if (is_character) {
      append_plain(name, cells_);
    } else {
      variables_.push_back({.at = cells_.size(), .key = KeyName(name)});
    }
    return name_end + 1;
  }
  std::string_view form = rest.substr(name_end);
  size_t end = form.find("'}", 3);
  if (!form.starts_with(", '") || end == std::string_view::npos) {
    return bad_variable(rest, "must give its default like `${key, 'text'}`");
  }
  variables_.push_back({.at = cells_.size(),
                        .key = KeyName(name),
                        .otherwise = std::string(form.substr(3, end - 3))});
  return name_end + end + 2;
}

void TextPattern::settle(Syntax syntax) {
  auto is_wild = [&](char16_t cell) { return syntax.wildcards && cell >= kAnyRun; };
  size_t plain = 0;
  while (plain < cells_.size() && !is_wild(cells_[plain])) ++plain;
  if (!variables_.empty()) {
    shape_ = Shape::kVariables;
  } else if (plain == cells_.size()) {
    shape_ = Shape::kPlain;
  } else if (plain + 1 == cells_.size() && cells_.back() == kAnyRun) {
    shape_ = Shape::kPrefix;
  } else {
    shape_ = Shape::kWildcards;
  }
  if (shape_ > Shape::kPrefix) return;
  for (char16_t cell : cells_.substr(0, plain)) plain_.push_back(static_cast<char>(cell));
}

bool TextPattern::resolves(const Question& question) const {
  return std::all_of(variables_.begin(), variables_.end(), [&](const Variable& variable) {
    bool is_absent = false;
    return single_value(question, variable.key, is_absent) || (is_absent && variable.otherwise);
  });
}

std::vector<std::string> TextPattern::variable_names() const {
  std::vector<std::string> names;
  for (const Variable& variable : variables_) names.push_back(variable.key.text);
  return names;
}

bool TextPattern::ends_with_any_run() const {
  bool is_variable_last = !variables_.empty() && variables_.back().at == cells_.size();
  return !cells_.empty() && cells_.back() == kAnyRun && !is_variable_last;
}

std::optional<std::u16string> TextPattern::resolved(const Question& question) const {
  std::u16string result;
  size_t done = 0;
  for (const Variable& variable : variables_) {
    result.append(cells_, done, variable.at - done);
    done = variable.at;
    bool is_absent = false;
    const std::string* value = single_value(question, variable.key, is_absent);
    if (!value && is_absent && variable.otherwise) value = &*variable.otherwise;
    if (!value) return std::nullopt;
    append_plain(*value, result);
  }
  result.append(cells_, done);
  return result;
}

bool TextPattern::matches(std::string_view text, const Question& question) const {
  switch (shape_) {
    case Shape::kPlain: return plain_ == text;
    case Shape::kPrefix: return text.starts_with(plain_);
    case Shape::kWildcards: return matches_cells(cells_, text);
    case Shape::kVariables: break;
  }
  std::optional<std::u16string> pattern = resolved(question);
  return pattern && matches_cells(*pattern, text);
}

bool TextPattern::matches_ignoring_case(std::string_view text, const Question& question) const {
  if (shape_ == Shape::kPlain) return equals_ignoring_case(plain_, text);
  std::optional<std::u16string> pattern = resolved(question);
  if (!pattern) return false;
  return equals_ignoring_case(std::string(pattern->begin(), pattern->end()), text);
}

// Greedy with one step back: when a byte does not fit, the last '*' takes one character more. Going
// back to an earlier '*' could not help, since the last one can take whatever that would have left
// over. Time is in the product of the lengths at worst; no recursion.
bool TextPattern::matches_cells(std::u16string_view pattern, std::string_view text) {
  constexpr size_t kNone = std::string_view::npos;
  size_t p = 0, t = 0;
  size_t star = kNone;
  size_t taken = 0;  // where in the text the last '*' ends
  while (t < text.size()) {
    char16_t cell = p < pattern.size() ? pattern[p] : u'\xffff';
    if (cell == kAnyRun) {
      star = p++;
      taken = t;
    } else if (cell == kAnyCharacter) {
      ++p;
      t += character_bytes(text, t);
    } else if (cell == static_cast<uint8_t>(text[t])) {
      ++p;
      ++t;
    } else if (star != kNone) {
      p = star + 1;
      taken += character_bytes(text, taken);
      t = taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnyRun) ++p;
  return p == pattern.size();
}

}  // namespace angarium::policy
