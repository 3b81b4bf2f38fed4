#pragma once

#include "base/clock.h"
#include "delivery/target.h"
#include "delivery/targets/api_destination_caller.h"
#include "services/events/destinations.h"
#include "wire/authorizer.h"

namespace angarium::services::events {

// API destinations as targets of rules: the one behind every "arn:aws:events:...:api-destination/"
// ARN. Which one, and whether its connection is authorized, is looked up for each attempt.
//
// Who may: the target's role, which needs events:InvokeApiDestination on the API destination.
// Decided for each attempt; a denial is for good. A connection that is gone or not authorized can
// be mended by its owner, so its deliveries are tried again. Thread safe; the arguments outlive it.
class ApiDestinationTarget final : public delivery::Target {
 public:
  ApiDestinationTarget(const Destinations& destinations, wire::Authorizer& authorizer,
                       const base::Clock& clock, delivery::targets::ApiDestinationCaller& caller)
      : destinations_(destinations), authorizer_(authorizer), clock_(clock), caller_(caller) {}

  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;

 private:
  const Destinations& destinations_;
  wire::Authorizer& authorizer_;
  const base::Clock& clock_;
  delivery::targets::ApiDestinationCaller& caller_;
};

}  // namespace angarium::services::events
