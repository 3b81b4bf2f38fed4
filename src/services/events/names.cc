#include "services/events/names.h"

#include <fmt/format.h>

#include "base/arn.h"

namespace angarium::services::events {
namespace {

constexpr std::string_view kBusPrefix = "event-bus/";
constexpr std::string_view kRulePrefix = "rule/";

constexpr std::string_view kConnectionPrefix = "connection/";
constexpr std::string_view kApiDestinationPrefix = "api-destination/";

std::string arn_of(const store::Partition& partition, std::string resource) {
  return base::Arn{.service = "events",
                   .region = partition.region,
                   .account = partition.account,
                   .resource = std::move(resource)}
      .text();
}
std::string arn_of(const BusId& bus, std::string resource) {
  return arn_of(bus.partition, std::move(resource));
}

std::optional<NamedResource> parse_named(std::string_view text, std::string_view prefix) {
  std::optional<base::Arn> arn = base::parse_arn(text);
  if (!arn || arn->partition != "aws" || arn->service != "events" || arn->region.empty() ||
      !base::is_account_id(arn->account.text()) || !arn->resource.starts_with(prefix)) {
    return std::nullopt;
  }
  const std::string_view name = std::string_view(arn->resource).substr(prefix.size());
  const size_t slash = name.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == name.size()) {
    return std::nullopt;
  }
  return NamedResource{.partition = {.account = arn->account, .region = arn->region},
                       .name = std::string(name.substr(0, slash)),
                       .id = std::string(name.substr(slash + 1))};
}

}  // namespace

std::string bus_arn(const BusId& bus) { return arn_of(bus, fmt::format("event-bus/{}", bus.name)); }

std::string rule_arn(const BusId& bus, std::string_view rule) {
  if (bus.name == kDefaultBus) return arn_of(bus, fmt::format("rule/{}", rule));
  return arn_of(bus, fmt::format("rule/{}/{}", bus.name, rule));
}

std::optional<BusId> parse_bus_arn(std::string_view text) {
  std::optional<Resource> resource = parse_resource_arn(text);
  if (!resource || !resource->rule.empty()) return std::nullopt;
  return std::move(resource->bus);
}

std::optional<Resource> parse_resource_arn(std::string_view text) {
  std::optional<base::Arn> arn = base::parse_arn(text);
  if (!arn || arn->partition != "aws" || arn->service != "events" || arn->region.empty() ||
      !base::is_account_id(arn->account.text())) {
    return std::nullopt;
  }
  Resource resource{.bus = {.partition = {.account = arn->account, .region = arn->region},
                            .name = std::string(kDefaultBus)}};
  std::string_view name = arn->resource;
  if (name.starts_with(kBusPrefix)) {
    resource.bus.name = name.substr(kBusPrefix.size());
    return resource.bus.name.empty() ? std::nullopt : std::optional(std::move(resource));
  }
  if (!name.starts_with(kRulePrefix)) return std::nullopt;
  name.remove_prefix(kRulePrefix.size());
  // Names of buses may have slashes (a partner's do), names of rules have none.
  if (size_t slash = name.rfind('/'); slash != std::string_view::npos) {
    resource.bus.name = name.substr(0, slash);
    name.remove_prefix(slash + 1);
  }
  resource.rule = name;
  bool is_whole = !resource.rule.empty() && !resource.bus.name.empty();
  return is_whole ? std::optional(std::move(resource)) : std::nullopt;
}

std::string connection_arn(const NamedResource& connection) {
  return arn_of(connection.partition,
                fmt::format("{}{}/{}", kConnectionPrefix, connection.name, connection.id));
}
std::string api_destination_arn(const NamedResource& api_destination) {
  return arn_of(api_destination.partition, fmt::format("{}{}/{}", kApiDestinationPrefix,
                                                       api_destination.name, api_destination.id));
}
std::string connection_resource(const store::Partition& partition, std::string_view name) {
  return arn_of(partition, fmt::format("{}{}", kConnectionPrefix, name));
}
std::string api_destination_resource(const store::Partition& partition, std::string_view name) {
  return arn_of(partition, fmt::format("{}{}", kApiDestinationPrefix, name));
}
std::optional<NamedResource> parse_connection_arn(std::string_view arn) {
  return parse_named(arn, kConnectionPrefix);
}
std::optional<NamedResource> parse_api_destination_arn(std::string_view arn) {
  return parse_named(arn, kApiDestinationPrefix);
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
