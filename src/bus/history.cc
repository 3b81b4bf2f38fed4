#include "bus/history.h"

#include "delivery/dead_letter.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

namespace angarium::bus {
namespace {

// What an event takes beside its content, and a delivery, and an attempt beside its words.
constexpr size_t kEventBytes = sizeof(EventSeen) + 128;
constexpr size_t kDeliveryBytes = sizeof(DeliverySeen) + 32;
constexpr size_t kAttemptBytes = sizeof(DeliverySeen::Attempt) + 32;

size_t bytes_of(const DeliverySeen::Attempt& attempt) {
  return kAttemptBytes + attempt.ending.error_code.size() + attempt.ending.error_message.size();
}

size_t bytes_of(const EventSeen& event) {
  size_t bytes = kEventBytes + event.content->bytes() + event.deliveries.size() * kDeliveryBytes;
  for (const DeliverySeen& delivery : event.deliveries) {
    bytes += delivery.letter_error.size();
    for (const auto& attempt : delivery.attempts) bytes += bytes_of(attempt);
  }
  return bytes;
}

// The commit delivered those of the event's matches that it doesn't owe; both are in one order.
std::vector<DeliverySeen> deliveries_of(const Accepted& event,
                                        const delivery::Outstanding& outstanding) {
  std::vector<DeliverySeen> deliveries;
  deliveries.reserve(event.matches.size());
  auto owed = outstanding.owed.begin();
  for (const auto& route : event.matches) {
    const bool is_owed = owed != outstanding.owed.end() && *owed == route;
    if (is_owed) ++owed;
    deliveries.push_back({route,
                          is_owed ? DeliverySeen::State::kPending : DeliverySeen::State::kDelivered,
                          !is_owed});
  }
  return deliveries;
}

}  // namespace

void BusHistory::took_in(const std::vector<Accepted>& events, const IntakePlan& plan,
                         const std::shared_ptr<const BusId>& from, base::Time now) {
  Events fresh, gone;
  for (size_t i = 0; i < events.size(); ++i) {
    const Accepted& event = events[i];
    const delivery::Outstanding& owed = plan.owed[i];
    fresh.push_back({.change = 0,
                     .bus = bus_,
                     .received = event.content->ingest_time,
                     .stored = now,
                     .log_offset = owed.log_offset,
                     .content = event.content,
                     .from = from,
                     .hops_ended = event.hops_ended,
                     .deliveries = deliveries_of(event, owed)});
  }
  base::MutexLock lock(mutex_);
  uint64_t change = common_->changes.fetch_add(fresh.size());
  for (auto event = fresh.begin(); event != fresh.end(); ++event) {
    event->change = ++change;
    bytes_ += bytes_of(*event);
    by_offset_[event->log_offset] = event;
  }
  events_.splice(events_.end(), fresh);
  take_gone(now, gone);
}

void BusHistory::attempted(const delivery::Delivery& delivery, const delivery::Attempt& attempt,
                           base::Time began, base::Time ended) {
  if (delivery.dead_letter) {
    const bool is_stored = attempt.outcome == delivery::Attempt::Outcome::kDelivered;
    return note_letter(delivery,
                       is_stored ? DeliverySeen::State::kDelivered : DeliverySeen::State::kPending,
                       attempt.error_message, ended);
  }
  Events gone;
  DeliverySeen::Attempt seen{delivery.attempt, began, ended, attempt};
  base::MutexLock lock(mutex_);
  const auto event = event_of(delivery);
  DeliverySeen& found = delivery_of(*event, delivery);
  if (attempt.outcome == delivery::Attempt::Outcome::kDelivered) {
    found.state = DeliverySeen::State::kDelivered;
  }
  found.attempts_made = std::max(found.attempts_made, delivery.attempt);
  if (found.attempts.size() == DeliverySeen::kAttemptsMax) {
    bytes_ -= bytes_of(found.attempts.front());
    found.attempts.erase(found.attempts.begin());
  }
  bytes_ += bytes_of(seen);
  found.attempts.push_back(std::move(seen));
  touch(event);
  take_gone(ended, gone);
}

void BusHistory::given_up(const delivery::Failure& failure, base::Time now) {
  if (failure.delivery.dead_letter) {
    return note_letter(failure.delivery, DeliverySeen::State::kGivenUp,
                       failure.last_attempt.error_message, now);
  }
  Events gone;
  base::MutexLock lock(mutex_);
  const auto event = event_of(failure.delivery);
  DeliverySeen& found = delivery_of(*event, failure.delivery);
  found.state = DeliverySeen::State::kGivenUp;
  found.reason = failure.reason;
  found.given_up = now;
  touch(event);
  take_gone(now, gone);
}

void BusHistory::dead_letter_stored(const delivery::Delivery& letter, base::Time now) {
  note_letter(letter, DeliverySeen::State::kDelivered, "", now);
}

void BusHistory::note_letter(const delivery::Delivery& letter, DeliverySeen::State state,
                             std::string error, base::Time now) {
  Events gone;
  base::MutexLock lock(mutex_);
  const auto event = event_of(letter);
  DeliverySeen& found = delivery_of(*event, letter);
  found.state = DeliverySeen::State::kGivenUp;
  found.reason = letter.dead_letter->reason;
  found.letter = state;
  found.letter_time = now;
  bytes_ -= found.letter_error.size();
  found.letter_error = std::move(error);
  bytes_ += found.letter_error.size();
  touch(event);
  take_gone(now, gone);
}

BusHistory::Events::iterator BusHistory::event_of(const delivery::Delivery& delivery) {
  auto found = by_offset_.find(delivery.log_offset);
  if (found != by_offset_.end()) return found->second;
  const auto event = events_.insert(events_.end(), {.bus = bus_,
                                                    .received = delivery.content->ingest_time,
                                                    .log_offset = delivery.log_offset,
                                                    .content = delivery.content,
                                                    .is_partial = true});
  bytes_ += bytes_of(*event);
  by_offset_[delivery.log_offset] = event;
  return event;
}

DeliverySeen& BusHistory::delivery_of(EventSeen& event, const delivery::Delivery& delivery) {
  const Route& route = delivery::own_route(delivery);
  for (DeliverySeen& each : event.deliveries) {
    if (each.route->subscription == route.subscription) return each;
  }
  bytes_ += kDeliveryBytes;
  event.deliveries.push_back({delivery.dead_letter ? delivery.dead_letter->route : delivery.route});
  return event.deliveries.back();
}

void BusHistory::touch(Events::iterator event) {
  event->change = ++common_->changes;
  events_.splice(events_.end(), events_, event);
}

void BusHistory::take_gone(base::Time now, Events& gone) {
  const size_t bytes_max = common_->bytes_per_bus;
  auto end = events_.begin();
  while (end != events_.end()) {
    // The last change is not older than the last attempt; its time is not kept apart.
    const bool is_old =
        end->received + common_->age_max < now &&
        std::none_of(end->deliveries.begin(), end->deliveries.end(), [&](const DeliverySeen& each) {
          return !each.attempts.empty() && each.attempts.back().ended + common_->age_max >= now;
        });
    if (bytes_ <= bytes_max && !is_old) break;
    bytes_ -= bytes_of(*end);
    by_offset_.erase(end->log_offset);
    ++end;
  }
  gone.splice(gone.end(), events_, events_.begin(), end);
}

std::vector<EventSeen> BusHistory::changed(const Span& span, size_t count_max) const {
  std::vector<EventSeen> found;
  base::MutexLock lock(mutex_);
  for (auto event = events_.rbegin(); event != events_.rend() && event->change > span.after;
       ++event) {
    if (found.size() == count_max) break;
    if (event->change <= span.until) found.push_back(*event);
  }
  return found;
}

std::vector<EventSeen> BusHistory::find(std::string_view event_id) const {
  std::vector<EventSeen> found;
  base::MutexLock lock(mutex_);
  for (const EventSeen& event : events_) {
    if (event.content->event_id == event_id) found.push_back(event);
  }
  return found;
}

void BusHistory::trim(base::Time now) {
  Events gone;
  base::MutexLock lock(mutex_);
  take_gone(now, gone);
}

size_t BusHistory::bytes() const {
  base::MutexLock lock(mutex_);
  return bytes_;
}

Histories::Histories(const HistoryLimits& limits)
    : limits_(limits), common_(std::make_shared<BusHistory::Common>()) {
  common_->age_max = limits.age_max;
  common_->bytes_per_bus = std::min(limits.bytes_per_bus_max, limits.bytes_max);
}

// Shares shrink when the number of buses reaches the next power of two, so that together they stay
// within what all may have; a bus that nothing happens on gives its part back then, too.
std::shared_ptr<BusHistory> Histories::history(const BusId& bus) {
  std::vector<std::shared_ptr<BusHistory>> others;
  std::shared_ptr<BusHistory> found;
  {
    base::MutexLock lock(mutex_);
    std::shared_ptr<BusHistory>& place = buses_[bus];
    if (place) return place;
    place = std::make_shared<BusHistory>(bus, common_);
    found = place;
    const size_t share = limits_.bytes_max / std::bit_ceil(buses_.size());
    if (share >= common_->bytes_per_bus) return found;
    common_->bytes_per_bus = share;
    for (const auto& [id, each] : buses_) others.push_back(each);
  }
  for (const auto& each : others) each->trim(base::Time::min());
  return found;
}

std::shared_ptr<BusHistory> Histories::find(const BusId& bus) const {
  base::MutexLock lock(mutex_);
  auto found = buses_.find(bus);
  return found == buses_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<BusHistory>> Histories::all() const {
  std::vector<std::shared_ptr<BusHistory>> found;
  base::MutexLock lock(mutex_);
  for (const auto& [bus, history] : buses_) found.push_back(history);
  return found;
}

}  // namespace angarium::bus
