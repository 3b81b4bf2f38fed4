#pragma once

#include <cstdint>
#include <string>

namespace angarium::bench {

// Rule sets over the events of shop.h; every pattern has two leaves.

// A source and a customer of the rule's own.
std::string exact_rule(uint32_t rule);
// Likewise, by their beginnings.
std::string prefix_rule(uint32_t rule);
// All of one source, which every event has, and a customer of the rule's own.
std::string shared_source_rule(uint32_t rule);
// Eight rules of each shop, each with another operator.
std::string mixed_rule(uint32_t rule);

}  // namespace angarium::bench
