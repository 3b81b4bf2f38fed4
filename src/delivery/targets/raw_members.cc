#include "delivery/targets/raw_members.h"

#include "delivery/targets/error.h"

namespace angarium::delivery::targets {

base::Result<json::RawMembers> raw_members(std::string_view object) {
  constexpr uint32_t kDepthMax = 1001;  // an event's detail, and what a template puts around it
  if (!json::is_utf8(object)) return base::Error(TargetError::kParameter, "not UTF-8");
  return json::raw_members(object, kDepthMax);
}

}  // namespace angarium::delivery::targets
