#include "services/events/arrivals.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/nearest.h"
#include "bus/error.h"
#include "json/scanner.h"
#include "services/events/errors.h"
#include "services/events/events.h"
#include "services/events/requests.h"
#include "sigv4/sha256.h"

namespace angarium::services::events {
namespace {

wire::Error not_believed(std::string message, std::string code = "AccessDeniedException") {
  return {.code = std::move(code), .message = std::move(message), .status = 403};
}

// EventBridge tries 429 and 5xx again, and 400, 403, 404 and 413 never (docs/api-destinations.md).
wire::Error later(std::string message) {
  return {.code = "ThrottlingException", .message = std::move(message), .status = 429};
}
wire::Error unavailable() {
  return {.code = "ServiceUnavailable",
          .message = "The event could not be stored; try again.",
          .status = 503,
          .fault = wire::Fault::kReceiver};
}
wire::Error too_large(size_t bytes, size_t bytes_max) {
  return {.code = "RequestTooLargeException",
          .message = fmt::format("The event has {} bytes as PutEvents counts, of at most {}; have "
                                 "an input transformer send less of it.",
                                 bytes, bytes_max),
          .status = 413};
}

// What is said of an event that the engine did not take.
wire::Error not_taken(const base::Error& error) {
  using bus::BusError;
  if (error.is(BusError::kMalformedDetail)) return validation(error.message());
  if (error.is(BusError::kEventTooLarge)) {
    return {.code = "RequestTooLargeException", .message = error.message(), .status = 413};
  }
  if (error.is(BusError::kOverloaded) || error.is(BusError::kOverQuota)) {
    return later(fmt::format("Not now: {}; try again.", error.message()));
  }
  base::log(base::LogLevel::kError, "an event that arrived was not taken",
            {{"error", error.code_name()}, {"message", error.message()}});
  return error.is(BusError::kTooManyMatches) ? wire::internal_failure() : unavailable();
}

bus::Event to_event(const wire::RequestContext& request, ArrivalEnvelope& envelope) {
  bus::Event event;
  event.id = bus::EventId(std::move(envelope.id));
  event.time = envelope.time.value_or(request.time);
  event.account = request.caller.account;
  if (!envelope.account.empty()) event.account = base::AccountId(std::move(envelope.account));
  event.region = request.region;
  if (!envelope.region.empty()) event.region = base::Region(std::move(envelope.region));
  event.source = std::move(envelope.source);
  event.detail_type = std::move(envelope.detail_type);
  event.resources = std::move(envelope.resources);
  event.replay_name = std::move(envelope.replay_name);
  event.payload = std::move(envelope.detail);
  return event;
}

// The same body again, of the same sender, for the same bus. What has no id of its own can't be
// told from another event that says the same.
std::optional<store::Key> mark_of(const wire::RequestContext& request, const BusId& to,
                                  const ArrivalRequest& input) {
  if (input.envelope.id.empty()) return std::nullopt;
  return store::Key::of({"bus", "arrived", to.name, request.caller.user_id, input.body_digest});
}

}  // namespace

wire::Result<void> Origins::check(const wire::RequestContext& request,
                                  const ArrivalEnvelope& envelope) const {
  if (believes_all_) return {};
  const auto found = by_caller_.find(request.caller.arn);
  const Origin* origin = found == by_caller_.end() ? nullptr : &found->second;
  const std::string section = fmt::format("[arrivals.{}]", origin ? origin->name : "NAME");
  const std::string how = fmt::format(
      "; the operator of this server can allow it in the section {} of its "
      "configuration whose `caller` is {}",
      section, request.caller.arn);
  const std::string& account =
      envelope.account.empty() ? request.caller.account.text() : envelope.account;
  const bool is_named = origin && std::find(origin->accounts.begin(), origin->accounts.end(),
                                            account) != origin->accounts.end();
  const bool is_aws = envelope.source.starts_with("aws.");
  if (is_aws && !(origin && origin->aws_sources)) {
    return not_believed(
        "Events of AWS's own services, whose source begins with `aws.`, are not "
        "believed of this caller" +
            how + ", by `aws_sources = true`.",
        "NotAuthorizedForSourceException");
  }
  if (is_named) return {};
  // Who may bring AWS's events of some accounts may not make them up for its own.
  if (is_aws && !origin->accounts.empty()) {
    return not_believed(fmt::format("Events of AWS's own services in account {0} are not believed "
                                    "of this caller{1}, by naming \"{0}\" in `accounts`.",
                                    account, how),
                        "NotAuthorizedForSourceException");
  }
  if (account != request.caller.account.text()) {
    return not_believed(
        fmt::format("Events of account {0} are not believed of this caller{1}, by "
                    "`accounts = [\"{0}\"]`.",
                    account, how));
  }
  if (envelope.region.empty() || envelope.region == request.region.text()) return {};
  return not_believed(
      fmt::format("Events of the region {0} are not believed of this caller, who "
                  "comes to {1}{2}, by `accounts = [\"{3}\"]`.",
                  envelope.region, request.region.text(), how, account));
}

const wire::Shape& ArrivalRequest::shape() {
  static constexpr wire::Shape kShape{"ArrivalRequest", {}};
  return kShape;
}

const wire::Shape& ArrivalResponse::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ArrivalResponse::event_id>("EventId"),
  };
  static constexpr wire::Shape kShape{"ArrivalResponse", kMembers};
  return kShape;
}

wire::Result<void> read_arrival_request(std::string_view bus, std::string_view body, void* input) {
  AG_TRY(envelope, read_arrival(body));
  auto& request = *static_cast<ArrivalRequest*>(input);
  request.bus = bus;
  request.envelope = std::move(envelope);
  request.body_digest = sigv4::hex(sigv4::sha256(body));
  return {};
}

Events::BusPlan Events::plan_arrive(const wire::RequestContext& request,
                                    const ArrivalRequest& input) {
  const Limits& limits = quotas_.of(request.caller.account);
  const ArrivalEnvelope& envelope = input.envelope;
  store::Partition caller{.account = request.caller.account, .region = request.region};
  if (!put_events_rate_.take(caller, limits.put_events_per_second_max, request.time)) {
    return later("More calls in a second than the quota `put_events_per_second`; try again.");
  }
  if (const size_t bytes = size_bytes(envelope); bytes > limits.put_events_bytes_max) {
    return too_large(bytes, limits.put_events_bytes_max);
  }
  const auto depth_max = static_cast<uint32_t>(limits.event_depth_max);
  if (!json::validate_object(envelope.detail, depth_max).ok()) {
    return validation(fmt::format("The detail is nested deeper than {} levels.", depth_max));
  }
  AG_CHECK(origins_.check(request, envelope));
  RequestedBus to = requested(request, input.bus);
  wire::Check check = check_on_bus(request, "PutEvents", to);
  check.keys["events:source"] = {envelope.source};
  check.keys["events:detail-type"] = {envelope.detail_type};
  check.keys["events:eventBusInvocation"] = {"false"};
  return wire::Plan<RequestedBus>(std::move(check), std::move(to));
}

Events::Answer<ArrivalResponse> Events::arrive(BusCall<ArrivalRequest> call) {
  const RequestedBus& to = call.loaded();
  if (!to.bus) co_return missing_bus(call.request(), to);
  co_await publish_default(to.id);
  std::optional<store::Key> mark = mark_of(call.request(), to.id, call.input());
  bus::Event event = to_event(call.request(), call.input().envelope);
  auto taken = co_await engine_.arrive(to.id, std::move(event), std::move(mark));
  if (taken.ok()) co_return ArrivalResponse{.event_id = taken->text()};
  if (taken.error().is(bus::BusError::kNoSuchBus)) co_return missing_bus(call.request(), to);
  co_return not_taken(taken.error());
}

// PutEvents would answer well and drop the event, as AWS does. Who has to be told here can be told.
wire::Error Events::missing_bus(const wire::RequestContext& request, const RequestedBus& to) const {
  wire::Error error = no_such_bus(to.id);
  error.status = 404;
  if (to.id.partition.region != request.region) {
    error.message += fmt::format(
        " This call came to {0}; call this server by a host name that says the region, like "
        "events.{1}.HOST, for a bus of {1}.",
        request.region.text(), to.id.partition.region.text());
    return error;
  }
  std::vector<std::string> names = catalog_.names(to.id.partition);
  names.emplace_back(kDefaultBus);
  const std::string near = base::nearest(to.id.name, names).value_or("");
  error.message += near.empty() ? " Create it, or change the path of the URL."
                                : fmt::format(" Did you mean {}?", near);
  return error;
}

const wire::ServiceTable& Events::entrance_table() {
  static constexpr wire::Entrance kEntrance{
      .before = "/buses/", .after = "/events", .read = &read_arrival_request};
  static constexpr wire::Operation kOperations[] = {
      wire::operation<&Events::plan_arrive, &Events::arrive>("Arrive"),
  };
  static constexpr wire::ServiceTable kTable{
      .name = "angarium-arrivals",
      .query_namespace = "",
      .operations = kOperations,
      .entrance = &kEntrance,
  };
  return kTable;
}

}  // namespace angarium::services::events
