#include "delivery/input_template.h"

#include <algorithm>
#include <array>
#include <optional>

#include "delivery/transform_error.h"
#include "json/scanner.h"

namespace angarium::delivery {
namespace {

using Paths = std::map<std::string, uint32_t, std::less<>>;

constexpr uint32_t kDepthMax = 1000;  // as deep as an event's detail may be
constexpr std::string_view kBlank = " \t\r\n";

struct Reserved {
  std::string_view name;
  Variable::Kind kind;
};
constexpr std::array<Reserved, 5> kReserved = {{
    {"aws.events.rule-arn", Variable::Kind::kRuleArn},
    {"aws.events.rule-name", Variable::Kind::kRuleName},
    {"aws.events.event.ingestion-time", Variable::Kind::kIngestionTime},
    {"aws.events.event", Variable::Kind::kEvent},
    {"aws.events.event.json", Variable::Kind::kEventJson},
}};

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// The placeholder `<name>` at the front, with its brackets; empty when there is none: one ends on
// its own line.
std::string_view placeholder_at(std::string_view text) {
  if (!text.starts_with('<')) return {};
  const size_t end = text.find_first_of(">\n");
  if (end == std::string_view::npos || text[end] == '\n') return {};
  return text.substr(0, end + 1);
}

class Reader {
 public:
  Reader(std::string_view text, const Paths& paths) : text_(trimmed(text)), paths_(paths) {}

  base::Result<InputTemplate> read() {
    template_.literals.emplace_back();
    template_.is_json = text_.starts_with('{');
    AG_CHECK(template_.is_json ? read_json() : read_text());
    return std::move(template_);
  }

 private:
  base::Result<void> read_json();
  base::Result<void> read_text();
  base::Result<void> read_line(std::string_view line);
  base::Result<void> slot(std::string_view placeholder, bool in_quotes);
  base::Result<void> check_json() const;

  const std::string_view text_;
  const Paths& paths_;
  InputTemplate template_;
};

base::Result<void> Reader::slot(std::string_view placeholder, bool in_quotes) {
  const std::string_view name = placeholder.substr(1, placeholder.size() - 2);
  Variable variable;
  if (const auto path = paths_.find(name); path != paths_.end()) {
    variable.path = path->second;
  } else {
    const auto reserved = std::find_if(kReserved.begin(), kReserved.end(),
                                       [&](const Reserved& r) { return r.name == name; });
    if (reserved == kReserved.end()) {
      return base::Error(TransformError::kUnknownPlaceholder, std::string(name));
    }
    variable.kind = reserved->kind;
  }
  if (variable.kind == Variable::Kind::kEventJson && !template_.is_json) {
    return base::Error(TransformError::kJsonOnlyPlaceholder, std::string(name));
  }
  template_.slots.push_back({variable, in_quotes});
  template_.literals.emplace_back();
  return {};
}

base::Result<void> Reader::read_json() {
  bool in_quotes = false;
  for (std::string_view rest = text_; !rest.empty();) {
    const std::string_view placeholder = placeholder_at(rest);
    if (!placeholder.empty()) {
      AG_CHECK(slot(placeholder, in_quotes));
      rest.remove_prefix(placeholder.size());
      continue;
    }
    const size_t length = in_quotes && rest[0] == '\\' && rest.size() > 1 ? 2 : 1;
    if (length == 1 && rest[0] == '"') in_quotes = !in_quotes;
    if (in_quotes || kBlank.find(rest[0]) == std::string_view::npos) {
      template_.literals.back() += rest.substr(0, length);
    }
    rest.remove_prefix(length);
  }
  return check_json();
}

// With `null` in every slot it has to be one JSON object: a slot is where a value may stand, or
// inside a string, and nowhere else; so it is no object's key.
base::Result<void> Reader::check_json() const {
  std::string probe;
  for (const std::string& literal : template_.literals) {
    if (&literal != &template_.literals.front()) probe += "null";
    probe += literal;
  }
  const auto valid = json::validate_object(probe, kDepthMax);
  if (valid.ok()) return {};
  return base::Error(TransformError::kTemplate,
                     valid.error().message() + " of `" + probe.substr(0, 100) + "`");
}

base::Result<void> Reader::read_text() {
  for (std::string_view rest = text_; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    const bool is_first = template_.slots.empty() && template_.literals[0].empty();
    if (!is_first) template_.literals.back() += '\n';
    template_.is_unquoted |= line.size() < 2 || line.front() != '"' || line.back() != '"';
    AG_CHECK(read_line(line));
  }
  template_.is_unquoted |= template_.literals[0].empty();
  if (!json::is_utf8(text_)) return base::Error(TransformError::kTemplate, "it is not UTF-8");
  return {};
}

base::Result<void> Reader::read_line(std::string_view line) {
  while (!line.empty()) {
    const std::string_view placeholder = placeholder_at(line);
    if (placeholder.empty()) {
      template_.literals.back() += line[0];
      line.remove_prefix(1);
    } else {
      AG_CHECK(slot(placeholder, true));
      line.remove_prefix(placeholder.size());
    }
  }
  return {};
}

}  // namespace

bool InputTemplate::uses(Variable::Kind kind) const {
  return std::any_of(slots.begin(), slots.end(),
                     [kind](const Slot& slot) { return slot.variable.kind == kind; });
}

base::Result<InputTemplate> parse_input_template(std::string_view text, const Paths& paths) {
  return Reader(text, paths).read();
}

}  // namespace angarium::delivery
