#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/one_shot.h"
#include "services/sqs/queue.h"
#include "store/ownership.h"

namespace angarium::services::sqs {

// The long polls that wait, a line for each queue. Whoever waits longest comes first, and only as
// many as there are messages for: a thousand polls of one queue cost a message that arrives no
// more than one does. Nothing runs while nothing arrives. Thread safe.
//
//   a commit makes messages due, and isn't durable yet -> the first polls lease them in the same
//                                                         group (store::Taker), and are answered
//                                                         with it
//   it is durable ────────────┐
//   the next message's time ──┼─> look: how many are visible? -> call that many from the front
//   a poll joins, or found ───┘
//
// INVARIANT: whatever becomes due after a poll joined its line leads to a look at the line.
// INVARIANT: a poll leaves its line once: who takes it out of there wakes it.
class Polls {
 public:
  // What they refer to outlives this, but for the executor's work, which may come later.
  Polls(store::Ownership& ownership, const base::Clock& clock);
  ~Polls();

  // One poll, for as long as it lasts.
  struct Poll {
    QueueAddress queue;
    size_t messages_max = 1;
    bool is_called = false;  // has been called and hasn't said what it found
    bool in_vain = false;    // was called last time and found nothing
  };
  // The commit with which a poll takes messages; none: it can't now, and is woken to see why. Asked
  // on the store's evaluate stage.
  using Offer = std::function<std::optional<store::CommitRequest>()>;
  // What became of that commit; none: it wasn't made.
  using Taken = std::optional<base::Result<store::CommitResult>>;
  // Waits in line until its offer was taken, or there is something to take, or `deadline`, or
  // stop(). `offer` outlives the wait.
  base::Task<Taken> wait(Poll& poll, base::Instant deadline, const Offer& offer);
  // To be told after each attempt to take something.
  void note_taken(Poll& poll, bool found);

  // Ends every wait, and makes later ones short: the server is shutting down.
  void stop();
  bool is_stopping() const;

 private:
  struct State;
  const std::shared_ptr<State> state_;
};

}  // namespace angarium::services::sqs
