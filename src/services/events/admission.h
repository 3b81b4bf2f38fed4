#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "delivery/target.h"
#include "services/events/catalog.h"
#include "wire/authorizer.h"

namespace angarium::services::events {

// Why a bus does not take what another bus's rule delivers; the names are EventBridge's.
enum class AdmissionError { kNoPermissions, kNoResource, kInvalidEvent };
const base::ErrorDomain& error_domain(AdmissionError);

// Whether a delivery may enter a bus, by what is in force at this moment (for bus::BusTarget). A
// rule whose target has no role speaks for the account of its bus: within that account nothing
// need allow, but a Deny still stops; another account's bus must permit it. With a role, the role
// must be allowed. A denial has failed for good, and says no more than the rule's owner may know.
// Thread safe; the arguments outlive it.
class Admission {
 public:
  Admission(const Catalog& catalog, wire::Authorizer& authorizer, const base::Clock& clock)
      : catalog_(catalog), authorizer_(authorizer), clock_(clock) {}

  base::Result<void> operator()(const delivery::Delivery& delivery, const BusId& to) const;

 private:
  const Catalog& catalog_;
  wire::Authorizer& authorizer_;
  const base::Clock& clock_;
};

}  // namespace angarium::services::events
