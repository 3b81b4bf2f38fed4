#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arn.h"
#include "base/result.h"
#include "delivery/target.h"
#include "json/value.h"

namespace angarium::delivery::targets {

// A call of an AWS API without its address and signature.
struct AwsCall {
  std::string method = "POST";
  std::string target = "/";                                       // path and query, encoded
  std::vector<std::pair<std::string, std::string>> headers = {};  // Content-Type among them
  std::string body = {};
};

// What a call is made of. Views: valid while the attempt lasts.
struct CallSubject {
  const base::Arn& arn;           // of the target
  const Delivery& delivery;       //
  std::string_view input;         // the event, or what the rule's transform made of it
  std::string_view origin;        // of the endpoint, "https://sqs.eu-west-1.amazonaws.com"
  const json::Value& parameters;  // the target's block for its kind; an object, perhaps empty

  const std::string& arn_text() const { return delivery.route->target_arn.text(); }
  const std::string& event_id() const { return delivery.content->event_id; }
  // Whether the rule's owner says what the input is. A target that is started, rather than sent
  // events, hears nothing of the event otherwise.
  bool has_own_input() const { return delivery.route->transform != nullptr; }
};

// The same for every attempt of a delivery, and for no other: a UUID, the form that all of AWS's
// idempotency tokens have room for.
std::string token_of(const Delivery& delivery);

// As parameter_value(); kParameter when the event lacks it.
base::Result<std::string> resolve_parameter(std::string_view value, const Delivery& delivery);

// A member of the target's block, resolved; none when it isn't there.
base::Result<std::optional<std::string>> parameter(const CallSubject& subject,
                                                   std::string_view name);

// awsJson: an operation "AWSEvents.PutEvents" by its X-Amz-Target.
AwsCall json_call(std::string_view version, std::string_view operation, std::string body);
inline constexpr std::string_view kJson10 = "1.0";
inline constexpr std::string_view kJson11 = "1.1";

}  // namespace angarium::delivery::targets
