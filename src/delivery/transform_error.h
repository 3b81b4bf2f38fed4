#pragma once

#include "base/result.h"

namespace angarium::delivery {

enum class TransformError {
  // Of Transform::parse:
  kInput,                // the constant is not JSON
  kPath,                 // not a path of json_path.h
  kUnknownPlaceholder,   // the message is the placeholder's name
  kJsonOnlyPlaceholder,  // likewise: its value is JSON, the template isn't
  kTemplate,             // no event could make it valid JSON
  // Of Transform::apply. Their names are those of EventBridge's dead-letter queues.
  kInvalidJson,  // INVALID_JSON: this event makes it invalid JSON
  kNoValue,      // INVALID_PARAMETER: the event has nothing at the path
  kTooLarge,     // MESSAGE_TOO_LARGE
  kUnfit,        // INVALID_PARAMETER: nothing that the target takes
  kUnusable,     // INVALID_PARAMETER: it is stored, and this version can't read it
};

const base::ErrorDomain& error_domain(TransformError);

}  // namespace angarium::delivery
