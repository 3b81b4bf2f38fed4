#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "delivery/target.h"
#include "http/message.h"

namespace angarium::delivery::targets {

// How an AWS API says no.
struct AwsFailure {
  int status = 0;
  std::string code = {};  // "ThrottlingException", without name space or URL; empty: not said
  std::string message = {};
  std::optional<base::Milliseconds> retry_after = {};  // not before
};

// The failure in an answer that is not 2xx, of whichever protocol: x-amzn-errortype, `__type` or
// `code` of JSON, `<Code>` of XML. Cut to what a rule's owner needs.
AwsFailure failure_of(const http::Response& answer, base::Time now);

// What it means for a delivery: throttling, trouble on their side (5xx, 408, 429) and credentials
// that have just expired may go well later, all else is for good. The codes are EventBridge's (User
// Guide, "Using dead-letter queues": NO_PERMISSIONS, THROTTLING...); the message has AWS's own.
Attempt verdict_of(const AwsFailure& failure);

// What no answer at all means. `endpoint`: the section of the configuration that names it.
Attempt verdict_without_answer(const base::Error& error, std::string_view endpoint);

}  // namespace angarium::delivery::targets
