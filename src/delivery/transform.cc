#include "delivery/transform.h"

#include "delivery/json_pieces.h"
#include "json/scanner.h"
#include "json/writer.h"

namespace angarium::delivery {
namespace {

constexpr uint32_t kDepthMax = 2000;  // an event of 1,000 levels inside a template of as many

using Kind = TransformSource::Kind;

// Rule names have no slash; before the name may stand that of the bus.
std::string_view rule_name(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

base::Result<void> check_constant(std::string_view text) {
  const auto fault = [](const std::string& why) {
    return base::Error(TransformError::kInput, why);
  };
  if (!json::is_utf8(text)) return fault("the text is not UTF-8");
  json::Scanner scanner(text, kDepthMax);
  while (true) {
    const auto token = scanner.next();
    if (!token.ok()) return fault(token.error().message());
    if (token->kind == json::TokenKind::kEnd) return {};
  }
}

// Fills the slots of one template for one event.
class Rendering {
 public:
  Rendering(const InputTemplate& input_template, const TransformSubject& subject,
            const Findings& found, const std::vector<bool>& is_definite)
      : template_(input_template), subject_(subject), found_(found), is_definite_(is_definite) {}

  base::Result<std::string> run();

 private:
  void fill(const InputTemplate::Slot& slot);
  void fill_path(const InputTemplate::Slot& slot);
  void fill_event(const InputTemplate::Slot& slot);
  void value(std::string_view json, bool in_quotes);
  void text(std::string_view characters, bool in_quotes);
  base::Result<std::string> checked();

  const InputTemplate& template_;
  const TransformSubject& subject_;
  const Findings& found_;
  const std::vector<bool>& is_definite_;
  std::string out_;
  bool is_doubtful_ = false;  // something that JSON would escape stands in quotes
};

base::Error too_large() {
  return base::Error(
      TransformError::kTooLarge,
      "The transformed event is larger than " + std::to_string(kTransformedBytesMax) + " bytes.");
}

base::Result<std::string> Rendering::run() {
  out_ = template_.literals[0];
  for (size_t i = 0; i < template_.slots.size(); ++i) {
    fill(template_.slots[i]);
    out_ += template_.literals[i + 1];
    if (out_.size() > kTransformedBytesMax) return too_large();
  }
  return template_.is_json && is_doubtful_ ? checked() : std::move(out_);
}

void Rendering::fill(const InputTemplate::Slot& slot) {
  switch (slot.variable.kind) {
    case Variable::Kind::kPath: return fill_path(slot);
    case Variable::Kind::kRuleArn: return text(subject_.rule_arn, slot.in_quotes);
    case Variable::Kind::kRuleName: return text(rule_name(subject_.rule_arn), slot.in_quotes);
    case Variable::Kind::kIngestionTime:
      return text(base::format_iso_seconds(subject_.ingest_time), slot.in_quotes);
    case Variable::Kind::kEvent: return fill_event(slot);
    case Variable::Kind::kEventJson: return value(subject_.envelope, slot.in_quotes);
  }
}

void Rendering::fill_path(const InputTemplate::Slot& slot) {
  const std::vector<std::string_view>& values = found_.values[slot.variable.path];
  if (is_definite_[slot.variable.path]) {
    if (!values.empty()) return value(values.back(), slot.in_quotes);
    if (!slot.in_quotes) out_ += R"("")";
    return;
  }
  std::string array = "[";
  for (std::string_view each : values) {
    if (array.size() > 1) array += ',';
    array += each;
    if (array.size() > kTransformedBytesMax) break;  // run() will refuse it
  }
  value(array + "]", slot.in_quotes);
}

// The event without its detail. That its `detail-type` is called `detailType` there was observed.
void Rendering::fill_event(const InputTemplate::Slot& slot) {
  const std::string_view before = found_.before_detail;
  const std::string_view name = found_.detail_type_name;
  const auto at = static_cast<size_t>(name.data() - before.data());
  std::string event(before.substr(0, at));
  event += R"("detailType")";
  event += before.substr(at + name.size());
  value(event + "}", slot.in_quotes);
}

void Rendering::value(std::string_view json, bool in_quotes) {
  if (!in_quotes) return append_minified(json, out_);
  const size_t begin = out_.size();
  if (template_.is_json) {
    append_characters(json, out_);
  } else {
    append_without_quotes(json, out_);
  }
  is_doubtful_ = is_doubtful_ || !needs_no_escape(std::string_view(out_).substr(begin));
}

void Rendering::text(std::string_view characters, bool in_quotes) {
  if (in_quotes) {
    out_ += characters;
  } else {
    json::append_quoted(characters, out_);
  }
}

base::Result<std::string> Rendering::checked() {
  const auto valid = json::validate_object(out_, kDepthMax);
  if (!valid.ok()) {
    return base::Error(TransformError::kInvalidJson,
                       "The input transformer's result is not JSON: " + valid.error().message() +
                           ". A value that stands in quotes in the template is not escaped.");
  }
  std::string minified;  // a quote among the characters may have laid white space bare
  append_minified(out_, minified);
  return minified;
}

}  // namespace

base::Result<Transform> Transform::parse(TransformSource source) {
  if (source.kind == Kind::kConstant) {
    AG_CHECK(check_constant(source.text));
    return Transform(std::move(source), {}, {});
  }
  std::vector<JsonPath> paths;
  if (source.kind == Kind::kPath) {
    AG_TRY(path, parse_json_path(source.text));
    paths.push_back(std::move(path));
    return Transform(std::move(source), std::move(paths), {});
  }
  std::map<std::string, uint32_t, std::less<>> numbers;
  for (const auto& [name, text] : source.paths) {
    AG_TRY(path, parse_json_path(text));
    numbers.emplace(name, static_cast<uint32_t>(paths.size()));
    paths.push_back(std::move(path));
  }
  AG_TRY(input_template, parse_input_template(source.text, numbers));
  return Transform(std::move(source), std::move(paths), std::move(input_template));
}

Transform Transform::of_stored(const TransformSource& source) {
  auto transform = parse(source);
  if (transform.ok()) return std::move(*transform);
  Transform unusable(source, {}, {});
  unusable.flaw_ =
      base::Error(TransformError::kUnusable, "The target's input can't be made by this version: " +
                                                 transform.error().message());
  return unusable;
}

base::Result<std::string> Transform::apply(const TransformSubject& subject) const {
  if (flaw_) return *flaw_;
  switch (source_.kind) {
    case Kind::kConstant: return source_.text;
    case Kind::kPath: return at_path(subject.envelope);
    case Kind::kTemplate: break;
  }
  return render(subject);
}

base::Result<std::string> Transform::at_path(std::string_view envelope) const {
  const Findings found = finder_.find(envelope, false);
  const std::vector<std::string_view>& values = found.values[0];
  if (is_definite_[0] && values.empty()) {
    return base::Error(TransformError::kNoValue,
                       "The event has nothing at the InputPath `" + source_.text + "`.");
  }
  std::string out;
  if (is_definite_[0]) {
    append_minified(values.back(), out);
  } else {
    out += '[';
    for (std::string_view value : values) {
      if (out.size() > 1) out += ',';
      append_minified(value, out);
      if (out.size() > kTransformedBytesMax) break;
    }
    out += ']';
  }
  if (out.size() > kTransformedBytesMax) return too_large();
  return out;
}

base::Result<std::string> Transform::render(const TransformSubject& subject) const {
  if (template_.is_unquoted) {
    return base::Error(TransformError::kInvalidJson,
                       "The input template is neither a JSON object nor lines in double quotes.");
  }
  const bool cuts_detail = template_.uses(Variable::Kind::kEvent);
  const Findings found = finder_.find(subject.envelope, cuts_detail);
  if (cuts_detail && (found.before_detail.empty() || found.detail_type_name.empty())) {
    return base::Error(TransformError::kNoValue, "The event has no detail or no detail-type.");
  }
  return Rendering(template_, subject, found, is_definite_).run();
}

}  // namespace angarium::delivery
