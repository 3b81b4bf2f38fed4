// The part of Ledger that keeps the order of groups.
//
// A group is a line in memory, of which the first is in its lane, or it is in the retry queue.
// Nothing goes past:
//
//   neither        a new one enters its lane
//   a line         a new one joins it
//   some queued    a new one goes behind them, into the queue
//
// Whatever of the line goes to the queue takes all of the line with it, in order, so that the queue
// and the log after a crash hold a beginning and an end of the group. So does one that is given up:
// until the store knows, the log would bring it back behind those that came after. The store hands
// out the oldest of a group only, and the next when that one has gone.
#include <utility>

#include "delivery/ledger.h"

namespace angarium::delivery {

bool Ledger::is_clear(const Group& group) const {
  if (is_replaying_) return false;
  auto queue = queues_.find(group.first);
  if (queue != queues_.end() && queue->second.adopted) return false;
  auto found = groups_.find(group);
  return found == groups_.end() ||
         (found->second.line.empty() && found->second.queued == 0 && found->second.entered == 0);
}

void Ledger::enter(const Group& group) { ++groups_[group].entered; }

void Ledger::leave(const Group& group) {
  auto found = groups_.find(group);
  --found->second.entered;
  forget_if_idle(found);
}

void Ledger::forget_if_idle(Groups::iterator group) {
  const GroupLine& state = group->second;
  if (state.line.empty() && state.queued == 0 && state.entered == 0) groups_.erase(group);
}

void Ledger::offer_in_order(const ErrandPtr& errand, const Moment& now, Steps& steps) {
  const Route& route = *errand->delivery.route;
  if (is_replaying_ && errand->delivery.log_offset >= replay_end_) {
    return held_back_.push_back(errand);  // what the log held before comes first
  }
  auto queue = queues_.find(route.subscription);
  const bool is_adopted = queue != queues_.end() && queue->second.adopted;
  GroupLine& group = groups_[{route.subscription, errand->group}];
  if (is_adopted || group.queued > 0) return spill(errand, now.time);
  group.line.push_back(errand);
  if (group.line.size() > 1) {
    spill_line_.push_back({now.instant + limits_.spill_after, errand});
    return;
  }
  auto lane = lanes_.try_emplace(route.target_arn, limits_).first;
  if (!lane->second.has_room(errand->delivery.content->bytes())) {
    group.line.clear();
    return spill(errand, now.time);
  }
  spill_line_.push_back({now.instant + limits_.spill_after, errand});
  enter_lane(errand, now, steps);
}

// All of a line goes to the retry queue.
void Ledger::spill_group(const Group& group, const Moment& now, Steps& steps) {
  auto found = groups_.find(group);
  if (found == groups_.end()) return;
  const std::deque<ErrandPtr> line = std::exchange(found->second.line, {});
  for (const ErrandPtr& errand : line) {
    if (errand->place == Errand::Place::kRunning) {
      spill_under_way(errand, now);
      continue;
    }
    if (errand == line.front()) leave_lane(errand, now, steps);
    spill(errand, now.time);
  }
}

// The first of the line, which the log kept, has ended; or it goes to the queue, and so do all.
void Ledger::end_first(const ErrandPtr& errand, const std::string& name, bool goes_to_queue,
                       const Moment& now, Steps& steps) {
  if (name.empty()) return;
  auto found = groups_.find({own_route(errand->delivery).subscription, name});
  if (found == groups_.end() || found->second.line.empty()) return;
  if (found->second.line.front() != errand) return;
  std::deque<ErrandPtr>& line = found->second.line;
  line.pop_front();
  if (goes_to_queue) {
    for (const ErrandPtr& next : std::exchange(line, {})) spill(next, now.time);
  } else if (!line.empty()) {
    enter_lane(line.front(), now, steps);
  } else {
    forget_if_idle(found);
  }
}

// Given up, and there is no dead letter. The group goes on when the store knows that: a crash would
// bring it back behind the others. So it takes them to the queue, and has ended as soon as it is
// there.
void Ledger::end_in_queue(const ErrandPtr& errand, const Moment& now, Steps& steps) {
  spill_under_way(errand, now);
  errand->verdict = Verdict{Verdict::Kind::kDone, {}, {}};
  end_first(errand, errand->group, true, now, steps);
}

// For the same reason a dead letter goes to the queue before the others do, and belongs to no group
// there. One that was in the queue leaves its group: the dead-letter queue may refuse for long.
void Ledger::queue_letter(const ErrandPtr& errand, const Moment& now, Steps& steps) {
  if (errand->stored == Errand::Stored::kInQueue) {
    return conclude_queued(errand, {Verdict::Kind::kRetry, now.time, {}});
  }
  const std::string name = std::exchange(errand->group, {});
  spill(errand, now.time);
  end_first(errand, name, true, now, steps);
}

// One that was in the queue has gone from it.
void Ledger::end_queued(const SubscriptionId& subscription, const std::string& name) {
  if (name.empty()) return;
  looks_.insert(subscription);  // the next of the group is due, whatever else is in hand
  auto found = groups_.find({subscription, name});
  if (found == groups_.end() || found->second.queued == 0) return;
  --found->second.queued;
  forget_if_idle(found);
}

// A queue that is empty holds up nobody, whatever was counted: entries that can't be read have no
// group, and those of an earlier run were not counted.
void Ledger::reset_groups(const SubscriptionId& subscription, RetryQueue& queue) {
  if (queue.entries > 0 || queue.spills_waiting > 0) return;
  queue.adopted = false;
  for (auto next = groups_.lower_bound({subscription, ""});
       next != groups_.end() && next->first.first == subscription;) {
    auto group = next++;
    group->second.queued = 0;
    forget_if_idle(group);
  }
}

void Ledger::begin_replay(store::Offset end) {
  is_replaying_ = true;
  replay_end_ = end;
}

void Ledger::end_replay(const Moment& now, Steps& steps) {
  is_replaying_ = false;
  for (const ErrandPtr& errand : std::exchange(held_back_, {})) offer_in_order(errand, now, steps);
  settle_steps(now, steps);
}

}  // namespace angarium::delivery
