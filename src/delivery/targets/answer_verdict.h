#pragma once

#include <optional>

#include "delivery/target.h"
#include "http/message.h"

namespace angarium::delivery::targets {

// What an endpoint's answer means for a delivery (User Guide, "API destination error codes"): 2xx
// delivered; 401, 407, 409, 429 and 5xx may go well later, not before the time that Retry-After
// asks for; all others, redirections among them, are for good, and so is a negative Retry-After.
// `now`: for a Retry-After that is a date.
Attempt verdict_of(const http::Response& answer, base::Time now);

// What Retry-After asks for: seconds, or a date. Negative: no further attempt. None: nothing.
std::optional<base::Milliseconds> retry_after(const http::Response& answer, base::Time now);

// What a call that got no answer means: it may go well later, but for an address that calls may not
// go to.
Attempt verdict_of(const base::Error& error);

}  // namespace angarium::delivery::targets
