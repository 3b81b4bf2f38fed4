#include "services/events/admission.h"

#include <fmt/format.h>

#include <array>

#include "bus/event.h"

namespace angarium::services::events {
namespace {

policy::Request question(const BusId& to, const delivery::Delivery& delivery,
                         const bus::Event& event) {
  const std::string& account = delivery.bus.partition.account.text();
  const std::string& role = delivery.route->role_arn.text();
  policy::Request request{
      .principal = {.account = delivery.bus.partition.account,
                    .arn = role.empty() ? fmt::format("arn:aws:iam::{}:root", account) : role,
                    .service = ""},
      .action = "events:PutEvents",
      .resource = bus_arn(to)};
  request.context = {{"aws:PrincipalAccount", {account}},
                     {"aws:PrincipalArn", {request.principal.arn}},
                     {"aws:SourceAccount", {account}},
                     {"aws:SourceArn", {delivery.route->rule_arn.text()}},
                     {"events:detail-type", {event.detail_type}},
                     {"events:eventBusInvocation", {"true"}},
                     {"events:source", {event.source}}};
  return request;
}

base::Error not_permitted(const BusId& to) {
  return base::Error(AdmissionError::kNoPermissions,
                     fmt::format("event bus `{}` does not permit it", bus_arn(to)));
}

}  // namespace

const base::ErrorDomain& error_domain(AdmissionError) {
  static constexpr std::array<std::string_view, 3> kNames{"NO_PERMISSIONS", "NO_RESOURCE",
                                                          "INVALID_EVENT"};
  static const base::ErrorDomain domain{"events admission",
                                        [](int code) { return kNames[static_cast<size_t>(code)]; }};
  return domain;
}

base::Result<void> admit(const Catalog& catalog, const delivery::Delivery& delivery,
                         const BusId& to) {
  bool own = delivery.bus.partition.account == to.partition.account;
  std::shared_ptr<const Bus> bus = catalog.is_published(to) ? catalog.find(to) : nullptr;
  if (!bus && own) {
    return base::Error(AdmissionError::kNoResource,
                       fmt::format("event bus `{}` does not exist", bus_arn(to)));
  }
  // A stranger does not learn whether the bus exists.
  if (!bus || !bus->policy) return own ? base::Result<void>() : not_permitted(to);
  base::Result<bus::Event> event = bus::decode_event(delivery.content->stored);
  if (!event.ok()) return base::Error(AdmissionError::kInvalidEvent, event.error().message());
  policy::Effect effect = bus->policy->evaluate(question(to, delivery, *event)).effect;
  bool allowed =
      effect == policy::Effect::kAllow || (own && effect == policy::Effect::kImplicitDeny);
  return allowed ? base::Result<void>() : not_permitted(to);
}

}  // namespace angarium::services::events
