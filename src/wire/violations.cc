#include "wire/violations.h"

#include <fmt/format.h>

#include "base/shown.h"

namespace angarium::wire {

void Violations::add(Violation violation) {
  ++count_;
  if (kept_.size() == kKeptMax) return;
  if (violation.value.size() > kValueShownMax) {
    violation.value.resize(base::whole_characters(violation.value, kValueShownMax).size());
    violation.value += "...";
  }
  kept_.push_back(std::move(violation));
}

std::string Violations::message() const {
  std::string text =
      fmt::format("{} validation error{} detected: ", count_, count_ == 1 ? "" : "s");
  const char* separator = "";
  for (const Violation& violation : kept_) {
    text += separator;
    separator = "; ";
    switch (violation.kind) {
      case ViolationKind::kUnsupported:
        text += fmt::format("Parameter `{}` is not supported by this server", violation.member);
        break;
      case ViolationKind::kMissing:
        text +=
            fmt::format("Value null at '{}' failed to satisfy constraint: Member must not be null",
                        violation.path);
        break;
      case ViolationKind::kConstraint:
        text += fmt::format("Value '{}' at '{}' failed to satisfy constraint: {}", violation.value,
                            violation.path, violation.constraint);
    }
  }
  return text;
}

Error validation_exception(const Violations& violations) {
  return {.code = "ValidationException",
          .message = violations.message(),
          .query_code = "ValidationError"};
}

}  // namespace angarium::wire
