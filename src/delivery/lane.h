#pragma once

#include <deque>

#include "delivery/errand.h"
#include "delivery/limits.h"

namespace angarium::delivery {

// What one bus has under way to one target: so many attempts at a time, a bounded line of those
// that wait for a place, and a bound on the bytes of both, so that a slow target fills its own lane
// and nobody else's. Fresh deliveries and those from retry queues take turns. Not thread safe.
class Lane {
 public:
  explicit Lane(const Limits& limits) : limits_(limits) {}

  // Whether one more fresh delivery of that size finds room. An empty lane has room for any.
  bool has_room(size_t bytes) const;
  void add(ErrandPtr errand);
  // Whether take_next() would give one.
  bool can_start() const {
    return running_ < limits_.lane_attempts_max && (!fresh_.empty() || !retried_.empty());
  }
  // What take_next() would give; only while can_start().
  const ErrandPtr& peek_next() const;
  // The next errand to run, which then is kRunning; null when all places are taken or none waits.
  ErrandPtr take_next();
  // An errand that take_next() gave has run.
  void ended(const Errand& errand);
  // The errand leaves the line without having run. Fresh ones leave in the order they came.
  void leave(const ErrandPtr& errand);
  // All from retry queues leave the line.
  std::deque<ErrandPtr> take_retried();

  size_t running() const { return running_; }
  bool is_idle() const { return running_ == 0 && fresh_.empty() && retried_.empty(); }

 private:
  bool is_retried_next() const;
  ErrandPtr pop(std::deque<ErrandPtr>& line);

  const Limits& limits_;
  std::deque<ErrandPtr> fresh_;
  std::deque<ErrandPtr> retried_;  // bounded by how many their queues lease
  size_t fresh_bytes_ = 0;         // of those that wait and those that run
  size_t running_ = 0;
  bool retried_next_ = false;
};

}  // namespace angarium::delivery
