#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/nearest.h"
#include "base/uuid.h"
#include "bus/error.h"
#include "json/scanner.h"
#include "services/events/errors.h"
#include "services/events/requests.h"

namespace angarium::services::events {
namespace {

using Entry = PutEventsRequestEntry;

constexpr size_t kDetailTypeCharactersMax = 128;  // API reference, PutEventsRequestEntry

PutEventsResultEntry failed(std::string code, std::string message) {
  return {.event_id = {}, .error_code = std::move(code), .error_message = std::move(message)};
}

PutEventsResultEntry missing(std::string_view parameter) {
  return failed(
      "InvalidArgument",
      fmt::format("Parameter {0} is not valid. Reason: {0} is a required argument.", parameter));
}

bool is_given(const std::optional<std::string>& text) { return text && !text->empty(); }

std::optional<PutEventsResultEntry> find_missing(const Entry& entry) {
  if (!is_given(entry.source)) return missing("Source");
  if (!is_given(entry.detail_type)) return missing("DetailType");
  if (!is_given(entry.detail)) return missing("Detail");
  return std::nullopt;
}

// As AWS counts: User Guide, "Calculating PutEvents event entry size".
size_t size_bytes(const Entry& entry) {
  size_t size = entry.time ? 14 : 0;
  for (const auto* text : {&entry.source, &entry.detail_type, &entry.detail}) {
    if (*text) size += (*text)->size();
  }
  if (entry.resources) {
    for (const std::string& resource : *entry.resources) size += resource.size();
  }
  return size;
}

size_t size_bytes(const PutEventsRequest& input) {
  size_t total = 0;
  for (const Entry& entry : input.entries) total += size_bytes(entry);
  return total;
}

wire::Result<void> check_request(const PutEventsRequest& input, const Limits& limits) {
  const size_t total = size_bytes(input);
  size_t complete = 0;
  for (const Entry& entry : input.entries) complete += !find_missing(entry);
  if (total > limits.put_events_bytes_max) {
    return validation("Total size of the entries in the request is over the limit.");
  }
  // User Guide: an entry without one of the three fails alone; without any complete entry, all do.
  if (complete == 0) return validation(*find_missing(input.entries.front())->error_message);
  return {};
}

std::optional<PutEventsResultEntry> refuse(const Entry& entry, const Limits& limits) {
  if (auto absent = find_missing(entry)) return absent;
  if (entry.source->starts_with("aws.")) {
    return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
  }
  if (count_characters(*entry.detail_type) > kDetailTypeCharactersMax) {
    return failed("InvalidArgument",
                  fmt::format("Parameter DetailType is not valid. Reason: DetailType must have at "
                              "most {} characters.",
                              kDetailTypeCharactersMax));
  }
  // The engine looks at every detail itself, by the default.
  auto depth_max = static_cast<uint32_t>(limits.event_depth_max);
  if (depth_max < Limits{}.event_depth_max &&
      !json::validate_object(*entry.detail, depth_max).ok()) {
    return failed("MalformedDetail", "Detail is malformed.");
  }
  return std::nullopt;
}

wire::Check check_of(const wire::RequestContext& request, const Entry& entry,
                     const RequestedBus& to, size_t index) {
  wire::Check check = check_on_bus(request, "PutEvents", to);
  check.keys["events:source"] = {*entry.source};
  check.keys["events:detail-type"] = {*entry.detail_type};
  check.keys["events:eventBusInvocation"] = {"false"};
  check.entry = index;
  return check;
}

bus::Event to_event(const wire::RequestContext& request, Entry& entry) {
  bus::Event event;
  event.time = entry.time.value_or(request.time);
  event.account = request.caller.account;
  event.region = request.region;
  event.source = std::move(*entry.source);
  event.detail_type = std::move(*entry.detail_type);
  if (entry.resources) event.resources = std::move(*entry.resources);
  if (entry.trace_header) event.trace_header = std::move(*entry.trace_header);
  event.payload = std::move(*entry.detail);
  return event;
}

PutEventsResultEntry refused_by_bus(const base::Error& error) {
  using bus::BusError;
  if (error.is(BusError::kMalformedDetail)) {
    return failed("MalformedDetail", "Detail is malformed.");
  }
  if (error.is(BusError::kEventTooLarge)) return failed("InvalidArgument", error.message());
  if (error.is(BusError::kOverloaded) || error.is(BusError::kOverQuota)) {
    return failed("ThrottlingException", "Rate exceeded");
  }
  base::log(base::LogLevel::kError, "an event was not taken",
            {{"error", error.code_name()}, {"message", error.message()}});
  return failed("InternalFailure", "The event could not be taken; try again.");
}

}  // namespace

wire::Result<wire::Plan<RequestedEntries>> Events::plan_put_events(
    const wire::RequestContext& request, const PutEventsRequest& input) {
  const Limits& limits = quotas_.of(request.caller.account);
  store::Partition caller{.account = request.caller.account, .region = request.region};
  if (!put_events_rate_.take(caller, limits.put_events_per_second_max, request.time)) {
    put_events_metrics_.called(caller, PutEventsMetrics::Refusal::kThrottled);
    return throttled();
  }
  wire::Result<void> checked = check_request(input, limits);
  put_events_metrics_.called(
      caller, checked.ok() ? PutEventsMetrics::Refusal::kNone : PutEventsMetrics::Refusal::kFailed);
  if (!checked.ok()) return checked.error();
  RequestedEntries loaded;
  std::vector<wire::Check> checks;
  for (size_t i = 0; i < input.entries.size(); ++i) {
    const Entry& entry = input.entries[i];
    RequestedEntries::Entry requested_entry{.to = requested(request, entry.event_bus_name),
                                            .refused = refuse(entry, limits)};
    if (!requested_entry.refused) {
      checks.push_back(check_of(request, entry, requested_entry.to, i));
    }
    loaded.entries.push_back(std::move(requested_entry));
  }
  if (checks.empty()) return wire::Plan<RequestedEntries>::nothing_to_decide(std::move(loaded));
  return wire::Plan<RequestedEntries>(std::move(checks), std::move(loaded));
}

Events::Answer<PutEventsResponse> Events::put_events(
    wire::Authorized<PutEventsRequest, RequestedEntries> call) {
  std::vector<RequestedEntries::Entry>& entries = call.loaded().entries;
  PutEventsResponse response;
  response.entries.resize(entries.size());
  PutEventsMetrics::Answer answer{.entries = entries.size(),
                                  .size_bytes = size_bytes(call.input())};
  std::vector<std::vector<size_t>> groups;  // entries of the same bus, in order
  for (size_t i = 0; i < entries.size(); ++i) {
    const RequestedBus& to = entries[i].to;
    if (entries[i].refused) {
      response.entries[i] = std::move(*entries[i].refused);
    } else if (const wire::Error* denied = call.denied(i)) {
      response.entries[i] = failed(denied->code, denied->message);
    } else if (!to.bus) {
      response.entries[i] = dropped(to);
    } else {
      auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& indexes) {
        return entries[indexes.front()].to.id == to.id;
      });
      if (group == groups.end()) group = groups.emplace(groups.end());
      group->push_back(i);
    }
  }
  for (std::vector<size_t>& group : groups) {
    RequestedBus to = entries[group.front()].to;
    co_await put_on_bus(call.request(), to, std::move(group), call.input(), response);
  }
  for (const PutEventsResultEntry& entry : response.entries) {
    response.failed_entry_count += entry.error_code.has_value();
  }
  answer.entries_failed = static_cast<size_t>(response.failed_entry_count);
  answer.latency = clock_.now() - call.request().time;
  put_events_metrics_.answered(
      {.account = call.request().caller.account, .region = call.request().region}, answer);
  co_return response;
}

base::Task<void> Events::put_on_bus(const wire::RequestContext& request, RequestedBus to,
                                    std::vector<size_t> indexes, PutEventsRequest& input,
                                    PutEventsResponse& response) {
  co_await publish_default(to.id);
  std::vector<bus::Event> events;
  events.reserve(indexes.size());
  for (size_t index : indexes) {
    events.push_back(to_event(request, input.entries[index]));
  }
  std::vector<base::Result<bus::EventId>> results = co_await engine_.put(to.id, std::move(events));
  for (size_t i = 0; i < indexes.size(); ++i) {
    PutEventsResultEntry& entry = response.entries[indexes[i]];
    if (results[i].ok()) {
      entry.event_id = results[i]->text();
    } else if (results[i].error().is(bus::BusError::kNoSuchBus)) {
      entry = dropped(to);
    } else {
      entry = refused_by_bus(results[i].error());
    }
  }
}

// AWS answers with an id and forgets the event. So does this, unless it was told to refuse it, but
// says so where it can be seen: in a counter, and once for each name in the log.
PutEventsResultEntry Events::dropped(const RequestedBus& to) {
  auto nearest = [&] {
    std::vector<std::string> names = catalog_.names(to.id.partition);
    names.emplace_back(kDefaultBus);
    return base::nearest(to.id.name, names).value_or("");
  };
  if (refuses_unknown_buses_) {
    std::string near = nearest();
    std::string hint = near.empty() ? "" : fmt::format(" Did you mean {}?", near);
    return failed("ResourceNotFoundException", no_such_bus(to.id).message + hint);
  }
  dropped_events_.add();
  UnknownBuses::Seen seen = unknown_buses_.note(to.id);
  if (seen == UnknownBuses::Seen::kFirst || seen == UnknownBuses::Seen::kLast) {
    base::log(base::LogLevel::kWarning,
              "events dropped: their event bus does not exist in this region; said once",
              {{"bus", bus_arn(to.id)}, {"nearest", nearest()}});
  }
  if (seen == UnknownBuses::Seen::kLast) {
    base::log(base::LogLevel::kWarning, "more event buses that do not exist are counted only",
              {{"metric", "angarium_events_dropped_total"}});
  }
  return {.event_id = base::uuid(random_), .error_code = {}, .error_message = {}};
}

}  // namespace angarium::services::events
