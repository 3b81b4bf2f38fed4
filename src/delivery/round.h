#pragma once

#include <optional>
#include <vector>

#include "delivery/errand.h"
#include "delivery/limits.h"
#include "delivery/stored.h"
#include "store/operations.h"

namespace angarium::delivery {

// What one commit of a bus's deliveries says. A bus has one round under way at a time and repeats
// it until it is durable or the process ends, so nothing in a later round can overtake it.
struct Round {
  struct Spill {
    ErrandPtr errand;
    base::Time not_before;
    RetryState state;
    std::string group;
  };
  // An entry is deleted, or released: due again at a later time, with a new state.
  struct Update {
    SubscriptionId subscription;
    store::Offset log_offset = 0;
    size_t bytes = 0;        // entry_bytes()
    std::string group = {};  // empty: none
    std::optional<base::Time> release_until = {};
    std::optional<RetryState> state = {};
    // In place of a release: a dead letter, which goes on beside its group. Null: it stays in it.
    ErrandPtr leaves_group = {};
  };
  struct Lease {
    SubscriptionId subscription;
    size_t messages_max = 0;
    std::shared_ptr<Reservation> reserved = {};  // for all of them
  };
  // A retry queue comes to exist, or its size is noted again.
  struct Registration {
    SubscriptionId subscription;
    uint64_t bytes = 0;
  };

  // A dead letter for a queue of the bus's partition: it goes there as its delivery leaves the log
  // or the retry queue.
  struct Letter {
    ErrandPtr errand;
    SameCommit commit;
    RetryState state;
    Errand::Stored stored = Errand::Stored::kInLog;  // or kInQueue
  };

  std::vector<Registration> registrations;
  std::vector<Spill> spills;
  std::vector<Update> updates;
  std::vector<Lease> leases;
  std::vector<SubscriptionId> drops;  // retry queues that are empty
  std::vector<Letter> letters;
  std::optional<store::Offset> cursor;  // everything below is delivered, or spilled up to here

  bool empty() const {
    return spills.empty() && updates.empty() && leases.empty() && drops.empty() &&
           letters.empty() && !cursor;
  }
};

// An entry's id in its queue is its record's offset.
store::MessageId entry_id(store::Offset log_offset);
store::Offset offset_of(const store::MessageId& id);

// What a round says to the store; the epoch is left to the caller.
struct RoundRequest {
  store::CommitRequest request;
  // Where each one's operation is in it. Of a letter: the one that takes it from where it is.
  size_t spills_begin = 0;
  size_t leases_begin = 0;
  std::vector<size_t> updates = {};
  std::vector<size_t> letters = {};
};

// `now`: when leases begin. Without `letters_taken` the letters go to (or stay in) their retry
// queues, due at once: for when a queue that was to take one is gone.
RoundRequest make_request(const Round& round, const BusId& bus, const Limits& limits,
                          base::Time now, bool letters_taken);

}  // namespace angarium::delivery
