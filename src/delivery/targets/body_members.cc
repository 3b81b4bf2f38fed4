#include "delivery/targets/body_members.h"

#include <algorithm>

#include "delivery/targets/error.h"
#include "delivery/targets/raw_members.h"
#include "json/writer.h"

namespace angarium::delivery::targets {

base::Result<std::string> with_members(std::string_view body, const Parameters& added) {
  if (added.empty()) return std::string(body);
  const auto members = raw_members(body);
  if (!members.ok()) {
    return base::Error(TargetError::kParameter,
                       "The connection's body parameters need a body that is a JSON object.");
  }
  std::string merged;
  json::Writer writer(merged);
  writer.begin_object();
  for (const auto& [name, value] : *members) {
    const bool is_replaced = std::any_of(
        added.begin(), added.end(), [&name = name](const auto& one) { return one.first == name; });
    if (!is_replaced) writer.key(name).raw(value);
  }
  for (const auto& [name, value] : added) writer.key(name).string(value);
  writer.end_object();
  return merged;
}

}  // namespace angarium::delivery::targets
