#pragma once

#include <string>

#include "base/random.h"
#include "base/time.h"

namespace angarium::base {

// A version-4 UUID, lower case with dashes: the form of event ids and request ids.
std::string uuid(Random& random);

// A version-7 UUID (RFC 9562): as unique, and those of later milliseconds sort later, so that what
// is stored under them lies together with its neighbours in time. Shows when it was made.
std::string uuid_in_order(Time now, Random& random);

}  // namespace angarium::base
