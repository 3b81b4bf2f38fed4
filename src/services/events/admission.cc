#include "services/events/admission.h"

#include <fmt/format.h>

#include <array>

#include "bus/event.h"

namespace angarium::services::events {
namespace {

constexpr std::string_view kEventsService = "events.amazonaws.com";

// Without a role the rule speaks for its account, as that account's root user (User Guide,
// "Sending and receiving events between AWS accounts"): the bus's policy names the account.
wire::Decision decide(wire::Authorizer& authorizer, const delivery::Delivery& delivery,
                      wire::Check check, base::Time now) {
  const store::Partition& from = delivery.bus.partition;
  const delivery::Route& route = *delivery.route;
  if (!route.role_arn.empty()) {
    wire::ServiceCall call{.service = std::string(kEventsService),
                           .source_arn = route.rule_arn.text(),
                           .account = from.account,
                           .role_arn = route.role_arn.text(),
                           .region = from.region,
                           .time = now};
    return authorizer.decide(call, check);
  }
  check.keys["aws:SourceAccount"] = {from.account.text()};
  check.keys["aws:SourceArn"] = {route.rule_arn.text()};
  wire::RequestContext request;
  request.caller = wire::root_caller(from.account, "");
  request.region = from.region;
  request.service = "events";
  request.operation = "PutEvents";
  request.user_agent = kEventsService;
  request.time = now;
  request.secure = true;  // it never leaves this process
  return authorizer.decide(request, check);
}

wire::Check check_of(const BusId& to, const Bus* bus, const bus::Event& event) {
  wire::Check check{
      .action = "events:PutEvents", .resource = bus_arn(to), .owner = to.partition.account};
  if (bus != nullptr) check.resource_policy = bus->policy;
  check.keys = {{"events:detail-type", {event.detail_type}},
                {"events:eventBusInvocation", {"true"}},
                {"events:source", {event.source}}};
  return check;
}

base::Error not_permitted(const BusId& to, const delivery::Delivery& delivery,
                          const wire::Decision& decision) {
  const std::string& role = delivery.route->role_arn.text();
  std::string who = role.empty() ? "account " + delivery.bus.partition.account.text() : role;
  std::string message = fmt::format(
      "{} is not authorized to perform: events:PutEvents on resource: "
      "{}",
      who, bus_arn(to));
  if (!decision.reason.empty()) message += ' ' + decision.reason;
  return base::Error(AdmissionError::kNoPermissions, std::move(message));
}

}  // namespace

const base::ErrorDomain& error_domain(AdmissionError) {
  static constexpr std::array<std::string_view, 3> kNames{"NO_PERMISSIONS", "NO_RESOURCE",
                                                          "INVALID_EVENT"};
  static const base::ErrorDomain domain{"events admission",
                                        [](int code) { return kNames[static_cast<size_t>(code)]; }};
  return domain;
}

base::Result<void> Admission::operator()(const delivery::Delivery& delivery,
                                         const BusId& to) const {
  bool own = delivery.bus.partition.account == to.partition.account;
  std::shared_ptr<const Bus> bus = catalog_.is_published(to) ? catalog_.find(to) : nullptr;
  if (!bus && own) {
    return base::Error(AdmissionError::kNoResource,
                       fmt::format("event bus `{}` does not exist", bus_arn(to)));
  }
  base::Result<bus::Event> event = bus::decode_event(delivery.content->stored);
  if (!event.ok()) return base::Error(AdmissionError::kInvalidEvent, event.error().message());
  // A stranger does not learn whether the bus exists.
  wire::Check check = check_of(to, bus.get(), *event);
  wire::Decision decision = decide(authorizer_, delivery, std::move(check), clock_.now());
  return decision.allowed ? base::Result<void>() : not_permitted(to, delivery, decision);
}

}  // namespace angarium::services::events
