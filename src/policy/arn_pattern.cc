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

bool ArnPattern::matches_field(size_t field, const ArnFields& arn, const Question& question) const {
  if (field >= count_) return true;
  if (field + 1 < count_) return fields_[field].matches(arn.field[field], question);
  // The last one runs on to the end of the ARN.
  const char* begin = arn.field[field].data();
  const char* end = arn.field[5].data() + arn.field[5].size();
  return fields_[field].matches({begin, static_cast<size_t>(end - begin)}, question);
}

bool ArnPattern::matches(const ArnFields& arn, const Question& question) const {
  if (count_ == 0 || !arn.is_arn()) return false;
  // The service and the last field tell most ARNs apart; one that has variables costs the most.
  size_t last = count_ - 1;
  bool has_variables = fields_[last].has_variables();
  if (last != 2 && !matches_field(2, arn, question)) return false;
  if (!has_variables && !matches_field(last, arn, question)) return false;
  for (size_t i : {4, 3, 1, 0}) {
    if (i < last && !matches_field(i, arn, question)) return false;
  }
  return !has_variables || matches_field(last, arn, question);
}

bool ArnPattern::resolves(const Question& question) const {
  for (size_t i = 0; i < count_; ++i) {
    if (!fields_[i].resolves(question)) return false;
  }
  return true;
}

}  // namespace angarium::policy
