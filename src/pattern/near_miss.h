#pragma once

#include "pattern/event_tree.h"
#include "pattern/explain.h"

namespace angarium::pattern {

// What a leaf that accepts none of the values at its path narrowly missed; likeliest first, at most
// kShownNearMissesMax. `node` is its path's node, which has values. Each is found by changing one
// thing about a value or a matcher and asking accepts() again.
std::vector<Reason> value_reasons(const Leaf& leaf, const EventTree& event, uint32_t node);

// Why there is no value at `path`; always one at least.
std::vector<Reason> path_reasons(std::string_view path, const EventTree& event);

// Text for a message: shortened, and in backticks.
std::string named(std::string_view path);

}  // namespace angarium::pattern
