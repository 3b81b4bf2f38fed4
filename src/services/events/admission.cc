#include "services/events/admission.h"

#include <fmt/format.h>

#include <array>

#include "bus/event.h"
#include "services/events/rule_call.h"
#include "wire/gatekeeper.h"

namespace angarium::services::events {
namespace {

// Without a role the rule speaks for its account, as that account's root user (User Guide,
// "Sending and receiving events between AWS accounts"): the bus's policy names the account. Adds
// what there is to know of the rule to the check's keys.
wire::Decision decide(wire::Authorizer& authorizer, const delivery::Delivery& delivery,
                      wire::Check& check, base::Time now) {
  const wire::ServiceCall call = rule_call(delivery, now);
  if (!call.role_arn.empty()) return authorizer.decide(call, check);
  const store::Partition& from = delivery.bus.partition;
  check.keys["aws:SourceAccount"] = {from.account.text()};
  check.keys["aws:SourceArn"] = {call.source_arn};
  wire::RequestContext request;
  request.caller = wire::root_caller(from.account, "");
  request.region = from.region;
  request.service = "events";
  request.operation = "PutEvents";
  request.user_agent = call.service;
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

base::Error not_permitted(const delivery::Delivery& delivery, const wire::Check& check,
                          const wire::Decision& decision) {
  const std::string& role = delivery.route->role_arn.text();
  const std::string who = role.empty() ? "account " + delivery.bus.partition.account.text() : role;
  return base::Error(AdmissionError::kNoPermissions, wire::denial(who, check, decision));
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
  const wire::Decision decision = decide(authorizer_, delivery, check, clock_.now());
  return decision.allowed ? base::Result<void>() : not_permitted(delivery, check, decision);
}

}  // namespace angarium::services::events
