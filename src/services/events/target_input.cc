#include "services/events/target_input.h"

#include <fmt/format.h>

#include <optional>

#include "services/events/errors.h"
#include "services/events/names.h"

namespace angarium::services::events {
namespace {

using delivery::TransformError;
using delivery::TransformSource;

using Text = std::optional<std::string>;

// None of the three: none.
std::optional<TransformSource> source_of(const Text& input, const Text& path, const Text& text,
                                         const Tags& paths) {
  using Kind = TransformSource::Kind;
  if (input) return TransformSource{Kind::kConstant, *input, {}};
  if (path) return TransformSource{Kind::kPath, *path, {}};
  if (text) return TransformSource{Kind::kTemplate, *text, paths};
  return std::nullopt;
}

std::optional<TransformSource> source_of(const TargetShape& target) {
  if (!target.input_transformer) return source_of(target.input, target.input_path, {}, {});
  return source_of({}, {}, target.input_transformer->input_template,
                   target.input_transformer->input_paths_map.value_or(Tags()));
}

// The messages were observed, but for the reason behind the colon.
wire::Error refused(const std::string& target, const base::Error& error) {
  if (error.is(TransformError::kInput)) {
    return validation(
        fmt::format("JSON syntax error in input for target {}: {}", target, error.message()));
  }
  if (error.is(TransformError::kPath)) {
    return validation(fmt::format("InputPath for target {} is invalid.", target));
  }
  if (error.is(TransformError::kUnknownPlaceholder)) {
    return validation(fmt::format("InputTemplate for target {} contains invalid placeholder {}.",
                                  target, error.message()));
  }
  if (error.is(TransformError::kJsonOnlyPlaceholder)) {
    return validation(
        fmt::format("InputTemplate for target {} contains placeholder {} valid only for JSON "
                    "template.",
                    target, error.message()));
  }
  return validation(
      fmt::format("Invalid InputTemplate for target {} : {}", target, error.message()));
}

}  // namespace

wire::Result<void> check_input(const TargetShape& target) {
  const int given = target.input.has_value() + target.input_path.has_value() +
                    target.input_transformer.has_value();
  if (given == 0) return {};
  if (given > 1) {
    return validation(
        fmt::format("Only one of Input, InputPath, or InputTransformer must be provided for target "
                    "{}.",
                    target.id));
  }
  // The API reference (PutTargets) says so of a bus of another account; AWS refuses it for a bus of
  // the same one, too (github.com/aws/aws-cdk/issues/30587).
  if (parse_bus_arn(target.arn)) {
    return validation(
        fmt::format("Input, InputPath and InputTransformer are not supported for target {}: an "
                    "event bus receives whole events.",
                    target.id));
  }
  auto transform = delivery::Transform::parse(*source_of(target));
  if (!transform.ok()) return refused(target.id, transform.error());
  return {};
}

std::shared_ptr<const delivery::Transform> transform_of(const TargetRecord& target) {
  const auto source =
      source_of(target.input, target.input_path, target.input_template, target.input_paths_map);
  if (!source) return nullptr;
  return std::make_shared<const delivery::Transform>(delivery::Transform::of_stored(*source));
}

}  // namespace angarium::services::events
