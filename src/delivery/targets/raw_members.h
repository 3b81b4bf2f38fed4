#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace angarium::delivery::targets {

// A member of a JSON object, its value as it was spelled: numbers of any size, escapes and all.
struct RawMember {
  std::string name = {};
  std::string_view value = {};  // into the object's text
};

// All members in order, repeated names included. kParameter when the text is not one JSON object.
base::Result<std::vector<RawMember>> raw_members(std::string_view object);

}  // namespace angarium::delivery::targets
