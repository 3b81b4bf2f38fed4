#include "bus/ingest.h"

#include <utility>

#include "bus/envelope.h"
#include "delivery/keys.h"
#include "delivery/stored.h"
#include "json/scanner.h"

namespace angarium::bus {
namespace {

size_t bytes_of(const store::Operation& operation) {
  constexpr size_t kBesides = 256;  // keys, numbers
  if (const auto* push = std::get_if<store::QueuePush>(&operation)) {
    return kBesides + push->body.size() + push->state.size();
  }
  if (const auto* put = std::get_if<store::TablePut>(&operation))
    return kBesides + put->value.size();
  if (const auto* append = std::get_if<store::LogAppend>(&operation)) {
    return kBesides + append->record.size();
  }
  return kBesides;
}

// Lets targets into the commit for as long as there is room.
class SameCommitRoom {
 public:
  SameCommitRoom(const BusId& bus, delivery::TargetResolver& targets, const Limits& limits,
                 const IntakeOptions& options)
      : bus_(bus), targets_(targets), limits_(limits), options_(options) {}

  bool let_in(const Accepted& event, const std::shared_ptr<const Route>& route,
              store::CommitRequest& request) {
    auto target = targets_.resolve(*route, bus_);
    if (!target.ok()) return false;  // the attempt will say so, in delivery
    const delivery::Delivery delivery{event.content, route, bus_, 0, 1, event.content->ingest_time};
    auto part = (*target)->same_commit(delivery, bus_.partition);
    if (!part) return false;
    size_t bytes = 0;
    for (const store::Operation& operation : part->operations) bytes += bytes_of(operation);
    const size_t count = part->operations.size() + part->preconditions.size();
    if (bytes_ + bytes > limits_.same_commit_bytes_max) return false;
    if (count_ + count > limits_.same_commit_operations_max) return false;
    if (options_.rate != nullptr && options_.rate->take(options_.now)) return false;
    bytes_ += bytes;
    count_ += count;
    for (auto& operation : part->operations) request.operations.push_back(std::move(operation));
    for (auto& condition : part->preconditions) {
      request.preconditions.push_back(std::move(condition));
    }
    return true;
  }

 private:
  const BusId& bus_;
  delivery::TargetResolver& targets_;
  const Limits& limits_;
  const IntakeOptions& options_;
  size_t bytes_ = 0;
  size_t count_ = 0;
};

}  // namespace

base::Result<void> validate_payload(const Event& event, const Limits& limits) {
  if (!event.content_type.empty()) {
    return base::Error(BusError::kMalformedDetail,
                       "content type `" + event.content_type + "` is not supported");
  }
  const auto valid = json::validate_object(event.payload, limits.detail_depth_max);
  if (!valid.ok()) return base::Error(BusError::kMalformedDetail, valid.error().message());
  return {};
}

std::shared_ptr<const delivery::Content> make_content(const Event& event) {
  return std::make_shared<const delivery::Content>(
      delivery::Content{event.id.text(), event.ingest_time, event.hop, render_envelope(event),
                        encode(event), event.trace_header, event.group});
}

base::Result<Accepted> accept_event(const Event& event, const CompiledBus& compiled,
                                    const Limits& limits, pattern::Scratch& scratch) {
  if (event.payload.size() > limits.event_bytes_max) {
    return base::Error(BusError::kEventTooLarge, "the event's detail is too large");
  }
  AG_CHECK(validate_payload(event, limits));
  Accepted accepted{make_content(event), {}};
  if (accepted.content->stored.size() > limits.event_bytes_max) {
    return base::Error(BusError::kEventTooLarge, "the event is too large");
  }
  auto matches = compiled.match(accepted.content->envelope, scratch);
  if (!matches.ok()) return base::Error(BusError::kMalformedDetail, matches.error().message());
  for (const Subscription* subscription : *matches) {
    if (subscription->to_bus && event.hop >= limits.hops_max) {
      ++accepted.hops_ended;
    } else {
      accepted.matches.push_back(subscription->route);
    }
  }
  if (accepted.matches.size() > limits.matches_per_event_max) {
    return base::Error(BusError::kTooManyMatches, "the event matches too many subscriptions");
  }
  return accepted;
}

IntakePlan plan_intake(const BusId& bus, const std::vector<Accepted>& events,
                       delivery::TargetResolver& targets, const Limits& limits,
                       const IntakeOptions& options) {
  IntakePlan plan;
  plan.request.partition = bus.partition;
  auto& operations = plan.request.operations;
  if (options.registers_bus) {
    operations.push_back(store::TablePut{delivery::Keys::registration(bus.name), ""});
  }
  SameCommitRoom room(bus, targets, limits, options);
  for (const Accepted& event : events) {
    delivery::LogRecord record{event.content->stored, {}, {}};
    for (const auto& route : event.matches) {
      const std::string& name = delivery::group_of(*route, *event.content);
      const bool is_ordered = options.gate != nullptr && !name.empty();
      const delivery::Group group =
          is_ordered ? delivery::Group{route->subscription, name} : delivery::Group{};
      const bool may_pass = !is_ordered || options.gate->is_clear(group);
      if (options.same_commit && may_pass && room.let_in(event, route, plan.request)) {
        record.delivered.push_back(route->subscription);
        continue;
      }
      record.owed.push_back(route);
      if (!is_ordered) continue;
      options.gate->enter(group);
      plan.entered.push_back(group);
    }
    plan.appends.push_back(operations.size());
    operations.push_back(store::LogAppend{delivery::Keys::log(bus.name), encode(record)});
    plan.owed.push_back({0, event.content, std::move(record.owed)});
  }
  return plan;
}

}  // namespace angarium::bus
