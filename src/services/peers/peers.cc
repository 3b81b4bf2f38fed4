#include "services/peers/peers.h"

#include <fmt/format.h>

#include <algorithm>

#include "bus/event.h"
#include "delivery/target.h"

namespace angarium::services::peers {
namespace {

using delivery::Attempt;

constexpr std::string_view kBusPrefix = "event-bus/";

wire::Error denied(std::string message) {
  return {.code = "AccessDeniedException", .message = std::move(message), .status = 403};
}

bool holds(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// The bus that an ARN names; none when it names something else.
std::optional<base::Arn> parse_bus(const std::string& text) {
  auto arn = base::parse_arn(text);
  const bool is_bus = arn && arn->service == "events" && arn->resource.starts_with(kBusPrefix) &&
                      base::is_account_id(arn->account.text()) && !arn->region.empty();
  return is_bus ? arn : std::nullopt;
}

// The delivery as it would be, were the rule one of this server. Its role was asked where it is.
delivery::Delivery delivery_of(DeliverRequest& input, const bus::Event& event,
                               const base::Arn& source) {
  auto content = std::make_shared<delivery::Content>();
  content->event_id = event.id.text();
  content->stored = std::move(input.event.bytes);
  auto route = std::make_shared<delivery::Route>();
  route->subscription = delivery::SubscriptionId(input.subscription);
  route->rule_arn = delivery::RuleArn(input.rule_arn);
  route->target_arn = delivery::TargetArn(input.event_bus_arn);
  delivery::Delivery delivery;
  delivery.content = std::move(content);
  delivery.route = std::move(route);
  delivery.bus = {{source.account, source.region, static_cast<uint32_t>(input.shard)},
                  source.resource.substr(kBusPrefix.size())};
  delivery.log_offset = static_cast<store::Offset>(input.log_offset);
  return delivery;
}

DeliverResponse response_of(const Attempt& attempt) {
  DeliverResponse response;
  switch (attempt.outcome) {
    case Attempt::Outcome::kDelivered: response.outcome = "Delivered"; return response;
    case Attempt::Outcome::kPermanent: response.outcome = "Permanent"; break;
    default: response.outcome = "Retryable"; break;
  }
  response.error_code = attempt.error_code;
  response.error_message = attempt.error_message;
  return response;
}

}  // namespace

wire::Result<wire::Plan<Peers::Sender>> Peers::plan_deliver(const wire::RequestContext& request,
                                                            const DeliverRequest& input) const {
  const auto found = needs_.peers.find(request.caller.arn);
  if (found == needs_.peers.end()) {
    return denied(
        fmt::format("User: {} is not the `caller` of any [peers] section of this "
                    "server's configuration.",
                    request.caller.arn));
  }
  const Peer& peer = found->second;
  auto source = parse_bus(input.source_bus_arn);
  const bool may_speak = source && holds(peer.accounts, source->account.text()) &&
                         (peer.regions.empty() || holds(peer.regions, source->region.text()));
  if (!may_speak) {
    return denied(
        fmt::format("[peers.{}] of this server's configuration does not let its `caller` "
                    "deliver for {}.",
                    peer.name, input.source_bus_arn));
  }
  // The caller is settled; the bus's policy decides about the rule when the event is to enter.
  return wire::Plan<Sender>::nothing_to_decide({.peer = &peer, .bus = std::move(*source)});
}

base::Task<wire::Result<DeliverResponse>> Peers::deliver(
    wire::Authorized<DeliverRequest, Sender> call) const {
  const auto target = needs_.bus(call.input().event_bus_arn);
  if (!target.ok()) {
    co_return response_of(Attempt::permanent("NO_RESOURCE", target.error().message()));
  }
  const auto event = bus::decode_event(call.input().event.bytes);
  if (!event.ok()) {
    co_return response_of(Attempt::permanent("INVALID_EVENT", event.error().message()));
  }
  const Peer& peer = *call.loaded().peer;
  if (!holds(peer.accounts, event->account.text())) {
    co_return response_of(Attempt::permanent(
        "NO_PERMISSIONS", fmt::format("[peers.{}] of the receiving server's configuration lets no "
                                      "events of account {} in.",
                                      peer.name, event->account.text())));
  }
  delivery::Delivery delivery = delivery_of(call.input(), *event, call.loaded().bus);
  const Attempt attempt = co_await (*target)->attempt(std::move(delivery));
  co_return response_of(attempt);
}

const wire::ServiceTable& Peers::table() {
  static constexpr wire::Operation kOperations[] = {
      wire::operation<&Peers::plan_deliver, &Peers::deliver>("Deliver"),
  };
  static constexpr wire::ServiceTable kTable{
      .name = "angarium-peers",
      .signing_name = "angarium-peers",
      .target_prefix = "AngariumPeers",
      .api_version = "2026-11-22",
      .query_namespace = "",
      .error_prefix = "",
      .operations = kOperations,
      .invalid = nullptr,
  };
  return kTable;
}

}  // namespace angarium::services::peers
