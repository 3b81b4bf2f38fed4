#include "services/events/api_destination_target.h"

#include <fmt/format.h>

#include "services/events/rule_call.h"
#include "wire/gatekeeper.h"

namespace angarium::services::events {
namespace {

using delivery::Attempt;

constexpr std::string_view kAction = "events:InvokeApiDestination";

// Nothing: the role may. The owner learns as much as of a queue (services/sqs/queue_target.h).
std::optional<Attempt> refusal(const delivery::Delivery& delivery, wire::Authorizer& authorizer,
                               base::Time now) {
  const delivery::Route& route = *delivery.route;
  const store::Partition& from = delivery.bus.partition;
  auto named = parse_api_destination_arn(route.target_arn.text());
  if (!named || named->partition.account != from.account) {
    return Attempt::permanent("NO_RESOURCE", "The API destination does not exist.");
  }
  if (route.role_arn.empty()) {
    return Attempt::permanent("NO_PERMISSIONS",
                              "The target has no role, which an API destination needs.");
  }
  wire::Check check{
      .action = std::string(kAction), .resource = route.target_arn.text(), .owner = from.account};
  wire::Decision decision = authorizer.decide(rule_call(delivery, now), check);
  if (decision.allowed) return std::nullopt;
  return Attempt::permanent("NO_PERMISSIONS", wire::denial(route.role_arn.text(), check, decision));
}

}  // namespace

base::Task<Attempt> ApiDestinationTarget::attempt(delivery::Delivery delivery) {
  auto refused = refusal(delivery, authorizer_, clock_.now());
  if (refused) co_return std::move(*refused);
  auto found = destinations_.find_api_destination(delivery.route->target_arn.text());
  if (!found) {
    co_return Attempt::permanent("NO_RESOURCE", "The API destination does not exist.");
  }
  if (!found->calls) {
    co_return Attempt::permanent(
        "INVALID_ENDPOINT",
        "The endpoint is plain http://, which this server calls only where its configuration says "
        "`destinations.allow_http`.");
  }
  auto connection = destinations_.find_connection(found->record.connection_arn);
  if (!connection || !connection->calls) {
    co_return Attempt::retryable(
        "CONNECTION_NOT_AUTHORIZED",
        fmt::format("The connection {} is gone or has no authorization; UpdateConnection gives it "
                    "one, UpdateApiDestination another connection.",
                    found->record.connection_arn));
  }
  co_return co_await caller_.call(found->calls, connection->calls, std::move(delivery));
}

}  // namespace angarium::services::events
