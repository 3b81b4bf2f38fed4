#include "services/events/names.h"

#include <fmt/format.h>

#include "base/arn.h"

namespace angarium::services::events {
namespace {

constexpr std::string_view kBusPrefix = "event-bus/";

std::string arn_of(const BusId& bus, std::string resource) {
  return base::Arn{.service = "events",
                   .region = bus.partition.region,
                   .account = bus.partition.account,
                   .resource = std::move(resource)}
      .text();
}

}  // namespace

std::string bus_arn(const BusId& bus) { return arn_of(bus, fmt::format("event-bus/{}", bus.name)); }

std::string rule_arn(const BusId& bus, std::string_view rule) {
  if (bus.name == kDefaultBus) return arn_of(bus, fmt::format("rule/{}", rule));
  return arn_of(bus, fmt::format("rule/{}/{}", bus.name, rule));
}

std::optional<BusId> parse_bus_arn(std::string_view text) {
  std::optional<base::Arn> arn = base::parse_arn(text);
  if (!arn || arn->partition != "aws" || arn->service != "events" || arn->region.empty() ||
      !base::is_account_id(arn->account.text()) || !arn->resource.starts_with(kBusPrefix)) {
    return std::nullopt;
  }
  BusId bus{.partition = {.account = arn->account, .region = arn->region},
            .name = arn->resource.substr(kBusPrefix.size())};
  if (bus.name.empty()) return std::nullopt;
  return bus;
}

BusId requested_bus(const wire::RequestContext& request,
                    const std::optional<std::string>& name_or_arn) {
  BusId bus{.partition = {.account = request.caller.account, .region = request.region},
            .name = name_or_arn.value_or(std::string(kDefaultBus))};
  if (!bus.name.starts_with("arn:")) return bus;
  // An ARN of another partition ("arn:aws-cn:") stays a name that no bus has.
  return parse_bus_arn(bus.name).value_or(bus);
}

}  // namespace angarium::services::events
