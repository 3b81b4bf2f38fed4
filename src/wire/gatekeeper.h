#pragma once

#include <string>
#include <string_view>

#include "wire/authorizer.h"
#include "wire/operation.h"

namespace angarium::wire {

// Has the checks of a plan decided, and alone may make the verdicts that a handler needs.
class Gatekeeper {
 public:
  explicit Gatekeeper(Authorizer& authorizer) : authorizer_(authorizer) {}

  // AccessDenied when a check for the whole request is denied; otherwise the denied entries. A plan
  // without checks that does not say there is nothing to decide is a bug: InternalFailure.
  Result<Verdicts> decide(const RequestContext& request, const AnyPlan& plan) const;

 private:
  Authorizer& authorizer_;
};

// AWS's sentence for a denial: "X is not authorized to perform: A on resource: R because...".
std::string denial(std::string_view who, const Check& check, const Decision& decision);

// What a denied client is told: the sentence about "User: X", or the check's own.
Error access_denied(const RequestContext& request, const Check& check, const Decision& decision);

}  // namespace angarium::wire
