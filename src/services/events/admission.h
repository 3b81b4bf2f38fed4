#pragma once

#include "base/result.h"
#include "delivery/target.h"
#include "services/events/catalog.h"

namespace angarium::services::events {

// Why a bus does not take what another bus's rule delivers; the names are EventBridge's.
enum class AdmissionError { kNoPermissions, kNoResource, kInvalidEvent };
const base::ErrorDomain& error_domain(AdmissionError);

// Whether a delivery may enter the bus `to`, by the policy that bus has at this moment (for
// bus::BusTarget). The rule speaks for the account of its bus. Within an account nothing need
// allow, but a Deny still stops; another account's bus must permit it, or the delivery has failed
// for good.
base::Result<void> admit(const Catalog& catalog, const delivery::Delivery& delivery,
                         const BusId& to);

}  // namespace angarium::services::events
