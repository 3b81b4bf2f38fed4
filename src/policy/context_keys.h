#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"

namespace angarium::policy {

// The names of all condition keys that the policy asks for, in conditions and in variables, as they
// are written first, each once (letter case doesn't tell them apart), in their order there.
// Reads the text again: not for the path of requests.
std::vector<std::string> context_keys_of(const Policy& policy);

}  // namespace angarium::policy
