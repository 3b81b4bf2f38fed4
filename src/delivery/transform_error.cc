#include "delivery/transform_error.h"

namespace angarium::delivery {
namespace {

std::string_view code_name(int code) {
  switch (static_cast<TransformError>(code)) {
    case TransformError::kInput: return "InvalidInput";
    case TransformError::kPath: return "InvalidInputPath";
    case TransformError::kUnknownPlaceholder: return "UnknownPlaceholder";
    case TransformError::kJsonOnlyPlaceholder: return "JsonOnlyPlaceholder";
    case TransformError::kTemplate: return "InvalidInputTemplate";
    case TransformError::kInvalidJson: return "INVALID_JSON";
    case TransformError::kNoValue: return "INVALID_PARAMETER";
    case TransformError::kTooLarge: return "MESSAGE_TOO_LARGE";
    case TransformError::kUnfit:
    case TransformError::kUnusable: return "INVALID_PARAMETER";
  }
  return "Unknown";
}

}  // namespace

const base::ErrorDomain& error_domain(TransformError) {
  static const base::ErrorDomain domain{"transform", code_name};
  return domain;
}

}  // namespace angarium::delivery
