#pragma once

#include <string_view>

#include "wire/error.h"

namespace angarium::wire {

struct ServiceTable;

// Whether AWS's service has an operation of that name and `service` has not.
bool is_unimplemented(const ServiceTable& service, std::string_view operation);

// NotImplementedException, 501: which operation of which service this version does not have, and
// where all that it has is listed. AWS never sends it. SDKs repeat a call after 500, 502, 503 and
// 504, and would in vain; they take 501 for an answer.
Error not_implemented(const ServiceTable& service, std::string_view operation);

}  // namespace angarium::wire
