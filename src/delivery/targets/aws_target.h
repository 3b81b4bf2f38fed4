#pragma once

#include <functional>
#include <memory>
#include <string>

#include "delivery/target.h"
#include "delivery/targets/aws_kind.h"
#include "delivery/targets/signed_call.h"

namespace angarium::delivery::targets {

// The endpoint's URL for a target: `{service}` is AWS's name of the service's endpoint, `{api}` the
// name of the target itself, where that is part of a host (AppSync). kEndpoint when it is no URL.
base::Result<Endpoint> place_of(const AwsEndpoint& endpoint, const AwsKind& kind,
                                const base::Arn& arn);

// A target reached by a signed call of its service's API. What the service answers decides about
// the delivery (aws_verdict.h). The call is made with the endpoint's credentials, so who may use
// these is asked before, by `admission`. Thread safe.
class AwsTarget final : public Target {
 public:
  // Connecting and the whole answer; two calls may be needed, and one repeated.
  static constexpr base::Seconds kCallTimeMax{9};

  // Whether the rule may have `action` done to its target. An error is a permanent failure that
  // shows its code's name and its message.
  using Admission = std::function<base::Result<void>(const Delivery&, std::string_view action)>;

  AwsTarget(const CallSurroundings& surroundings, const AwsKind& kind, base::Arn arn,
            std::shared_ptr<const AwsEndpoint> endpoint, Admission admission);

  base::Task<Attempt> attempt(Delivery delivery) override;

 private:
  base::Task<base::Result<http::Response>> send(AwsCall call, Endpoint place);

  const CallSurroundings surroundings_;
  const AwsKind& kind_;
  const base::Arn arn_;
  const std::shared_ptr<const AwsEndpoint> endpoint_;
  const Admission admission_;
};

}  // namespace angarium::delivery::targets
