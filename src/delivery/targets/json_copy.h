#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "delivery/target.h"
#include "json/value.h"
#include "json/writer.h"

namespace angarium::delivery::targets {

// How a target's parameters become members of a call: EventBridge spells all of them in capitals
// ("LaunchType"), some services begin with a small letter ("launchType").
struct CopyRules {
  bool lowers_first = false;
  // Whose event answers the JSONPaths among the strings (resolve_parameter); null: these are text.
  const Delivery* delivery = nullptr;
  // Of the outermost members: what each is called in the call; empty: it is left out.
  std::span<const std::pair<std::string_view, std::string_view>> names = {};
};

// Writes the members of an object into the writer's open object.
base::Result<void> copy_members(const json::Value& object, const CopyRules& rules,
                                json::Writer& writer);

}  // namespace angarium::delivery::targets
