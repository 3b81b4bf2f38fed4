#pragma once

#include <span>
#include <string_view>

#include "delivery/targets/aws_call.h"
#include "http/message.h"

namespace angarium::delivery::targets {

// A kind of target that is reached by a signed call of its service's API: one row for each kind
// that PutTargets takes (services/events/target_checks.cc), written from AWS's API models. A target
// is of the first row that fits it. Static data.
struct AwsKind {
  std::string_view service;        // of the ARN; also names the endpoint: [endpoints.lambda]
  std::string_view resource = {};  // how the ARN's resource begins
  std::string_view action = {};    // what a role must be allowed: "lambda:InvokeFunction"
  // The same, where it depends on the target's block.
  std::string_view (*action_of)(const json::Value& parameters) = nullptr;
  std::string_view host = {};          // AWS's name of the endpoint, where it isn't `service`
  std::string_view signing_name = {};  // in the signature, where it isn't `service`
  std::string_view parameters = {};    // the block of the target
  base::Result<AwsCall> (*call)(const CallSubject&) = nullptr;
  // What must be there first: called when the call answers `missing`, before it is made again.
  std::string_view missing = {};
  base::Result<AwsCall> (*make_missing)(const CallSubject&) = nullptr;
  // The error that says an earlier attempt arrived, whose answer was lost.
  std::string_view arrived_before = {};
  // Of a 2xx answer that can hold a failure; null: it is a success.
  Attempt (*judge)(std::string_view body) = nullptr;

  std::string_view host_name() const { return host.empty() ? service : host; }
  std::string_view signs_as() const { return signing_name.empty() ? service : signing_name; }
};

std::span<const AwsKind> aws_kinds();
const AwsKind* find_aws_kind(const base::Arn& arn);  // null: none is reached so

}  // namespace angarium::delivery::targets
