#pragma once

#include <cstdint>
#include <string>

#include "base/random.h"

namespace angarium::bench {

// Events of a made-up shop, in the envelope of a bus, 588 bytes each: what the sets of many rules
// are about.
std::string shop_event(uint32_t source, uint32_t customer, base::Random& random);

// Names of a rule's own: 7 digits, so that no name is another's prefix.
std::string shop_name(uint32_t rule);      // "shop-0000001"
std::string customer_name(uint32_t rule);  // "customer-0000001"

}  // namespace angarium::bench
