#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "delivery/error.h"
#include "delivery/route.h"
#include "store/operations.h"

namespace angarium::delivery {

// One event, shared by all its deliveries. Immutable once made.
struct Content {
  std::string event_id;
  base::Time ingest_time;
  uint32_t hop = 0;      // buses that passed it on so far
  std::string envelope;  // the event as targets see it: EventBridge's JSON envelope
  std::string stored;    // the event as its bus stores it (bus/event.h), for a target that is a bus
  std::string trace_header = {};  // the sender's, AWS X-Ray's form; empty: none
  std::string group = {};         // keeps its order, where a subscription asks; empty: none

  size_t bytes() const {
    return sizeof(Content) + envelope.size() + stored.size() + trace_header.size() + group.size();
  }
};

struct DeadLetter;  // delivery/dead_letter.h

// One event on its way to one target: what an attempt needs and nothing more. A plain value, cheap
// to copy.
struct Delivery {
  std::shared_ptr<const Content> content;
  std::shared_ptr<const Route> route;
  BusId bus;                      // where it comes from
  store::Offset log_offset = 0;   // in that bus's log; not yet known to Target::same_commit
  uint32_t attempt = 1;           // from 1
  base::Time first_attempt_time;  // when attempt 1 began
  // The target is the dead-letter queue of a delivery that was given up, and this is why. Null: the
  // subscription's own.
  std::shared_ptr<const DeadLetter> dead_letter = {};
};

// Names a delivery for its receiver: the same for every attempt, across restarts, and for no other
// (the log of a bus made again under an old name counts from 0 again, but event ids don't repeat).
// A receiver puts Unseen{deduplication_key(delivery), kRememberFor} into the commit that takes the
// event in, and answers kDelivered when that finds a duplicate.
store::Key deduplication_key(const Delivery& delivery);

// Twice the longest wait between two attempts (delivery/retry.h), so that the attempt after a lost
// answer is always recognized. A repetition after a longer stop of the server may be a duplicate.
inline constexpr base::Milliseconds kRememberFor = std::chrono::minutes(30);

// How an attempt ended.
struct Attempt {
  enum class Outcome {
    kDelivered,
    kRetryable,  // may go well later: unreachable, busy, throttled, timed out
    kPermanent,  // won't go well: no such target, not allowed, refused for what it is
    kDeferred,   // not tried: a limit of the target's own says later; counts as no attempt
  };
  Outcome outcome = Outcome::kDelivered;
  std::string error_code;     // what a rule's owner sees; empty when delivered
  std::string error_message;  // one line, without internals
  std::optional<base::Milliseconds> retry_after = {};  // the target's wish; kept within the bounds

  static Attempt delivered() { return {}; }
  static Attempt retryable(std::string code, std::string message) {
    return {Outcome::kRetryable, std::move(code), std::move(message)};
  }
  // To be tried after `wait`.
  static Attempt deferred(base::Milliseconds wait) {
    return {Outcome::kDeferred, "RATE_LIMIT", "The target's rate limit was reached.", wait};
  }
  static Attempt permanent(std::string code, std::string message) {
    return {Outcome::kPermanent, std::move(code), std::move(message)};
  }
};

// What a target adds to the commit that takes the event in, when it lives in the bus's own
// partition.
struct SameCommit {
  std::vector<store::Operation> operations;
  // When one no longer holds, the commit is made again without any SameCommit and attempt() is
  // used. No Unseen: its kDuplicate would say that the event has been taken in before.
  std::vector<store::Precondition> preconditions = {};
};

// Where events go: a queue, a bus, later a function or a web hook. A new kind is one file that
// implements this; server/ tells the resolver about it. Thread safe; kept alive by the delivery.
class Target {
 public:
  virtual ~Target() = default;

  // Tries once. Never throws. Whether the caller may, is decided here, by the permissions of this
  // moment. Must end within kAttemptTimeMax by a time-out of its own: until it does, it fills one
  // place of its lane. It may run more than once for the same delivery, even side by side.
  virtual base::Task<Attempt> attempt(Delivery delivery) = 0;

  // A target whose state lives in `bus_partition` may take part in the bus's commit, which then
  // pays the only sync of this delivery. None: use attempt(). Called on the path of every event:
  // must neither block nor read the disk.
  virtual std::optional<SameCommit> same_commit(const Delivery&, const store::Partition&) {
    return std::nullopt;
  }
};

inline constexpr base::Seconds kAttemptTimeMax{30};

// Says what stands behind an ARN, at this moment. Thread safe; called for every delivery, so cheap.
// An error is a permanent failure: its code's name and message are shown to the rule's owner.
class TargetResolver {
 public:
  virtual ~TargetResolver() = default;
  virtual base::Result<std::shared_ptr<Target>> resolve(const Route& route, const BusId& from) = 0;
};

}  // namespace angarium::delivery
