#pragma once

#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "bus/ingest.h"
#include "delivery/observer.h"

namespace angarium::bus {

// What has been seen of one delivery.
struct DeliverySeen {
  enum class State { kPending, kDelivered, kGivenUp };
  struct Attempt {
    uint32_t number = 1;
    base::Time began, ended;
    delivery::Attempt ending;
  };
  static constexpr size_t kAttemptsMax = 8;  // the last of them

  std::shared_ptr<const Route> route;
  State state = State::kPending;
  bool in_commit = false;      // delivered by the commit that took the event in: no attempt
  uint32_t attempts_made = 0;  // `attempts` has the last
  std::vector<Attempt> attempts = {};
  delivery::GiveUpReason reason = delivery::GiveUpReason::kPermanent;  // of kGivenUp
  base::Time given_up = {};
  // Of kGivenUp with a dead-letter queue (route->dead_letter_arn): on its way there, in it, or
  // lost.
  State letter = State::kPending;
  base::Time letter_time = {};  // of the last news
  std::string letter_error = {};
};

// What has been seen of one event on one bus.
struct EventSeen {
  uint64_t change = 0;  // grows with whatever happens on any bus; this event's last one
  BusId bus;
  base::Time received;
  base::Time stored = {};        // when its commit was durable; unknown of what is partial
  store::Offset log_offset = 0;  // in that bus's log: tells it from the same event passed on again
  std::shared_ptr<const delivery::Content> content;
  std::shared_ptr<const BusId> from = {};  // the bus that passed it on; null: none did
  size_t hops_ended = 0;                   // matches left out: it came too far for one more bus
  // Taken in before this process began, or seen longer ago than is kept: only what came since.
  bool is_partial = false;
  std::vector<DeliverySeen> deliveries = {};
};

struct HistoryLimits {
  base::Seconds age_max{3600};  // since the last change
  // Twice an event's size and some hundred bytes for each: a second of 8,000 events/s of 600 bytes.
  size_t bytes_per_bus_max = 16 << 20;
  size_t bytes_max = 128 << 20;  // of all buses, each of which gets the same share
};

// The recent events of one bus: what matched, what was tried, what came of it. Kept in memory, for
// people who look; nothing depends on it. What changed longest ago goes first. Thread safe.
//
// The path of events pays a short lock of this bus alone; nothing is freed under it.
class BusHistory final : public delivery::Observer {
 public:
  // What all buses have in common.
  struct Common {
    std::atomic<uint64_t> changes = 0;
    std::atomic<size_t> bytes_per_bus = 0;
    base::Seconds age_max{};
  };
  BusHistory(BusId bus, std::shared_ptr<Common> common)
      : bus_(std::move(bus)), common_(std::move(common)) {}

  // The commit of `events` is durable, and `plan` says what of each is still owed. Before those
  // deliveries begin.
  void took_in(const std::vector<Accepted>& events, const IntakePlan& plan,
               const std::shared_ptr<const BusId>& from, base::Time now);
  void attempted(const delivery::Delivery& delivery, const delivery::Attempt& attempt,
                 base::Time began, base::Time ended) override;
  void given_up(const delivery::Failure& failure, base::Time now) override;
  void dead_letter_stored(const delivery::Delivery& letter, base::Time now) override;

  // The changes in (after, until].
  struct Span {
    uint64_t after = 0;
    uint64_t until = 0;
  };
  // The events with a change there, the latest change first, at most `count_max`.
  std::vector<EventSeen> changed(const Span& span, size_t count_max) const;
  // All of this id: one, unless buses passed it on in circles.
  std::vector<EventSeen> find(std::string_view event_id) const;
  const BusId& bus() const { return bus_; }
  // Drops what is too old, or too much.
  void trim(base::Time now);
  size_t bytes() const;

 private:
  using Events = std::list<EventSeen>;

  Events::iterator event_of(const delivery::Delivery& delivery) AG_REQUIRES(mutex_);
  DeliverySeen& delivery_of(EventSeen& event, const delivery::Delivery& delivery)
      AG_REQUIRES(mutex_);
  // News of the letter that a delivery became.
  void note_letter(const delivery::Delivery& letter, DeliverySeen::State state, std::string error,
                   base::Time now);
  void touch(Events::iterator event) AG_REQUIRES(mutex_);
  // Moves what goes to `gone`, which is freed after the lock.
  void take_gone(base::Time now, Events& gone) AG_REQUIRES(mutex_);

  const BusId bus_;
  const std::shared_ptr<Common> common_;
  mutable base::Mutex mutex_;
  Events events_ AG_GUARDED_BY(mutex_);  // by their last change
  std::unordered_map<store::Offset, Events::iterator> by_offset_ AG_GUARDED_BY(mutex_);
  size_t bytes_ AG_GUARDED_BY(mutex_) = 0;
};

// The histories of all buses. Thread safe.
class Histories final : public delivery::Observers {
 public:
  explicit Histories(const HistoryLimits& limits);

  std::shared_ptr<delivery::Observer> of(const BusId& bus) override { return history(bus); }
  std::shared_ptr<BusHistory> history(const BusId& bus);
  // Null: nothing has been seen of it.
  std::shared_ptr<BusHistory> find(const BusId& bus) const;
  std::vector<std::shared_ptr<BusHistory>> all() const;
  // Every change up to here can be read.
  uint64_t changes() const { return common_->changes; }

 private:
  const HistoryLimits limits_;
  const std::shared_ptr<BusHistory::Common> common_;
  mutable base::Mutex mutex_;
  std::map<BusId, std::shared_ptr<BusHistory>> buses_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::bus
