#include "delivery/targets/parameter_value.h"

#include "delivery/json_path.h"
#include "delivery/json_pieces.h"
#include "delivery/path_finder.h"

namespace angarium::delivery::targets {

std::optional<std::string> parameter_value(std::string_view parameter, const Delivery& delivery) {
  if (!parameter.starts_with("$.")) return std::string(parameter);
  auto path = parse_json_path(parameter);
  if (!path.ok()) return std::string(parameter);  // "$.50" is a price
  const PathFinder finder({*path});
  const Findings found = finder.find(delivery.content->envelope, false);
  if (found.values[0].empty()) return std::nullopt;
  std::string text;
  append_characters(found.values[0].back(), text);
  return text;
}

}  // namespace angarium::delivery::targets
