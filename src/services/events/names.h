#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "delivery/route.h"
#include "wire/error.h"
#include "wire/request_context.h"

namespace angarium::services::events {

using delivery::BusId;

inline constexpr std::string_view kDefaultBus = "default";

std::string bus_arn(const BusId& bus);
// rule/NAME on the default bus, rule/BUS/NAME on others.
std::string rule_arn(const BusId& bus, std::string_view rule);

// The bus an ARN names; none when it names something else.
std::optional<BusId> parse_bus_arn(std::string_view arn);

// A rule of a bus, or the bus itself.
struct Resource {
  BusId bus;
  std::string rule = {};  // empty: the bus
};

// The bus or rule an ARN names; none when it names something else.
std::optional<Resource> parse_resource_arn(std::string_view arn);

// A connection or an API destination, by the ARN that AWS gives it: its name and the UUID that
// tells it from others of that name, before and after.
struct NamedResource {
  store::Partition partition;
  std::string name = {};
  std::string id = {};
};
std::string connection_arn(const NamedResource& connection);
std::string api_destination_arn(const NamedResource& api_destination);
// As policies name them, which don't know the UUID (Service Authorization Reference).
std::string connection_resource(const store::Partition& partition, std::string_view name);
std::string api_destination_resource(const store::Partition& partition, std::string_view name);
// None when the ARN names something else.
std::optional<NamedResource> parse_connection_arn(std::string_view arn);
std::optional<NamedResource> parse_api_destination_arn(std::string_view arn);

// The bus that a request means by its EventBusName: a name of the caller's account and region, an
// ARN, or nothing for `default`. The shape's pattern has been checked. Whether it exists is another
// question.
BusId requested_bus(const wire::RequestContext& request,
                    const std::optional<std::string>& name_or_arn);

}  // namespace angarium::services::events
