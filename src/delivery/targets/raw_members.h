#pragma once

#include <string_view>

#include "json/raw_json.h"

namespace angarium::delivery::targets {

// The members of an object that an event or a rule's template became, each value as it is spelled:
// numbers of any size, escapes and all. An error when the text is not one JSON object.
base::Result<json::RawMembers> raw_members(std::string_view object);

}  // namespace angarium::delivery::targets
