#include "server/targets.h"

#include <fmt/format.h>

namespace angarium::server {

using delivery::DeliveryError;

void Targets::add(std::string service, Find find) {
  services_.emplace(std::move(service), std::move(find));
}

Targets::Found Targets::resolve(const delivery::Route& route, const delivery::BusId& from) {
  std::optional<base::Arn> arn = base::parse_arn(route.target_arn.text());
  if (!arn) {
    return base::Error(DeliveryError::kNoSuchTarget,
                       fmt::format("`{}` is not an ARN", route.target_arn.text()));
  }
  auto found = services_.find(arn->service);
  if (found == services_.end()) {
    if (others_) return others_(*arn, route, from);
    return base::Error(DeliveryError::kUnsupportedTarget,
                       fmt::format("this server delivers nothing to `{}`", arn->service));
  }
  return found->second(*arn, route, from);
}

}  // namespace angarium::server
