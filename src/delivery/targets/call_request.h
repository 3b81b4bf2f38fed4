#pragma once

#include <string>

#include "base/result.h"
#include "delivery/target.h"
#include "delivery/targets/api_destination.h"
#include "http/message.h"

namespace angarium::delivery::targets {

// The request that brings a delivery to an API destination, without its authorization: `body` is
// the event or what a transformer made of it.
//
// What is added to it: the target's HttpParameters first, then those of the connection, `added`,
// which win where both name the same (API reference, HttpParameters). A value of the target's that
// is a JSONPath ("$.detail.id") is taken from the event; one that the event does not have is left
// out of header and query, and an error in the path. Values take the place of the endpoint's `*` in
// turn, percent-encoded: none can leave its segment. The connection's body parameters become
// members of the body, which then must be a JSON object. GET, HEAD and OPTIONS have no body.
//
// The fields are EventBridge's (User Guide, "API destinations", "Headers included"), but for
// `Connection: close`: connections are kept. Parameters can't set those that belong to the
// transport or that EventBridge removes.
//
// An error (kParameter) is for good.
base::Result<http::Request> call_request(const ApiDestination& destination,
                                         const AddedParameters& added, const Delivery& delivery,
                                         std::string_view body);

// The same with what the destination and the rule say alone: no connection, and none of the fields
// that EventBridge adds to each call of an API destination.
base::Result<http::Request> own_request(const ApiDestination& destination, const Delivery& delivery,
                                        std::string_view body);

// Puts an authorization into the request, in the place of any field of that name.
void authorize(http::Request& request, const FixedAuthorization& authorization);

}  // namespace angarium::delivery::targets
