#pragma once

// The fault model of the simulation.
//
// One seed decides one run. Two accounts in two regions have four buses between them; clients put
// events while rules change, targets misbehave and the server dies. One thread drives everything,
// on a simulated executor and clock, so a seed replays to the last step.
//
// What may happen:
// - The server is killed between any two pieces of work, or asked to stop, and starts again some
// time
//   later from what its disk holds. Everything in memory is gone.
// - The disk keeps what was synced. Of what was written and not synced it keeps, at a kill, a
// random
//   number of batches, the earliest. A batch is kept whole or not at all. A sync takes a random
//   time.
// - An attempt to deliver may be late (by more than the 100 ms after which a delivery is spilled,
// and by
//   more than the retry queue's lease), lost before it has an effect, lost after it had one,
//   doubled, or refused. Its outcome is then "try again", or "delivered" if that is what it was.
// - A target may be dead for a while: no attempt has an effect.
// - A target may decline to take part in the bus's commit, or withdraw between the plan and the
// commit.
// - Rules are put, replaced and deleted at any moment, also while events are under way.
// - One target refuses for good. Nothing may ever reach it.
// - Some targets vanish for a while and return: an attempt meanwhile fails for good.
// - Some subscriptions have few retries or little time, some a dead-letter queue: of the bus's own
//   partition, of another, or one that isn't there.
// - In some runs accounts may have little waiting: then their buses take nothing in for a while. In
//   some, subscriptions may: then any of their events may be given up.
//
// What may not happen, and is not simulated: bytes that change on the disk (the engine's matter), a
// sync that lies (the runs that prove the checks have one), a clock that jumps back, a second
// owner.
//
// What must hold after every run, once faults have ended and time has passed:
// 1. Every acknowledged event reached each target whose rule matched when the put began; over a
// bus,
//    each target whose rule matched there when the event was taken in.
// 2. An event whose put was never answered reached all of them or none.
// 3. Nothing reached a target that no rule sent it to. In particular nothing takes a second hop.
// 4. A queue of this server has a message once per subscription that sent it there: the receiver
//    recognizes repetitions. Targets outside may see repetitions, and see none in runs without
//    faults.
// 5. The messages that a bus's commits put into a queue beside it lie in the order of the puts:
// what was
//    answered before another put began lies before that one's.
//    Where targets decline, or lie elsewhere, the same holds for subscriptions that keep order.
// 6. What may be given up is in its target or, as a dead letter, in its dead-letter queue; without
// one
//    that takes it, it is counted as failed.
// 7. Once nothing waits any more, every bus takes events in again.
// 8. A cursor never moves back, and nothing stays in memory, in the log or in a retry queue.

namespace angarium::simulation {

// How often things go wrong, as probabilities per occasion.
struct Faults {
  double late = 0;         // an attempt takes up to 2 s
  double very_late = 0;    // an attempt takes up to 90 s: longer than a lease
  double lost_before = 0;  // no effect, "try again"
  double lost_after = 0;   // an effect, "try again"
  double doubled = 0;      // two effects
  double refused = 0;      // no effect, "try again", soon answered
  double declined = 0;     // a target leaves the bus's commit to an attempt
  double withdrawn = 0;    // a target breaks the bus's commit
  double slow_sync = 0;    // a sync takes up to 300 ms instead of up to 5
  int kills_max = 0;

  static Faults none() { return {}; }
  static Faults storm() { return {0.15, 0.01, 0.1, 0.1, 0.05, 0.15, 0.1, 0.02, 0.05, 6}; }
};

// Ways to break the engine on purpose: a check that does not notice is no check.
enum class Sabotage {
  kNone,
  kNoSync,           // commits are answered before they are on the disk
  kTornCommits,      // the disk may keep a part of a batch: the cursor without the spills
  kNoDeduplication,  // receivers don't recognize repetitions
  kNoLetters,        // a delivery that is given up leaves no dead letter
  kNoCounts,         // nor is it counted
  kNoOrder,          // ordered subscriptions keep none
  kRecordApart,      // the disk may keep an event without the record that it has been taken in
  kStuckQuota,       // what has been delivered goes on counting as waiting
};

}  // namespace angarium::simulation
