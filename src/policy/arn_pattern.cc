#include "policy/arn_pattern.h"

namespace angarium::policy {
namespace {

// Of the first colon outside ${..}.
size_t find_colon(std::string_view text, bool variables) {
  bool inside = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (variables && text.substr(i).starts_with("${")) inside = true;
    if (text[i] == '}') inside = false;
    if (text[i] == ':' && !inside) return i;
  }
  return std::string_view::npos;
}

}  // namespace

PatternFields::PatternFields(std::string_view text, bool variables) {
  while (count < 5) {
    size_t colon = find_colon(text, variables);
    if (colon == std::string_view::npos) break;
    field[count++] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  field[count++] = text;
}

base::Result<ArnPattern> ArnPattern::parse(std::string_view text, bool variables) {
  PatternFields fields(text, variables);
  ArnPattern pattern;
  for (size_t i = 0; i < fields.count; ++i) {
    AG_TRY(field, TextPattern::parse(fields.field[i], {.wildcards = true, .variables = variables}));
    pattern.fields_[i] = std::move(field);
  }
  bool runs_on = pattern.fields_[fields.count - 1].ends_with_any_run();
  if (fields.count == 6 || runs_on) pattern.count_ = fields.count;
  return pattern;
}

bool ArnPattern::matches(const ArnFields& arn, const Question& question) const {
  if (count_ == 0 || !arn.is_arn()) return false;
  // The last field tells most ARNs apart.
  if (count_ == 6 && !fields_[5].matches(arn.field[5], question)) return false;
  for (size_t i = 0; i + 1 < count_; ++i) {
    if (!fields_[i].matches(arn.field[i], question)) return false;
  }
  if (count_ == 6) return true;
  std::string_view last = arn.field[5];
  std::string_view rest(
      arn.field[count_ - 1].data(),
      static_cast<size_t>(last.data() + last.size() - arn.field[count_ - 1].data()));
  return fields_[count_ - 1].matches(rest, question);
}

bool ArnPattern::resolves(const Question& question) const {
  for (size_t i = 0; i < count_; ++i) {
    if (!fields_[i].resolves(question)) return false;
  }
  return true;
}

}  // namespace angarium::policy
