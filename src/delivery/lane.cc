#include "delivery/lane.h"

#include <algorithm>
#include <utility>

namespace angarium::delivery {

bool Lane::has_room(size_t bytes) const {
  if (fresh_bytes_ == 0) return true;
  const bool place = running_ < limits_.lane_attempts_max && fresh_.empty();
  if (!place && fresh_.size() >= limits_.lane_waiting_max) return false;
  return fresh_bytes_ + bytes <= limits_.lane_bytes_max;
}

void Lane::ended(const Errand& errand) {
  --running_;
  if (!errand.from_queue) fresh_bytes_ -= errand.delivery.content->bytes();
}

void Lane::add(ErrandPtr errand) {
  errand->place = Errand::Place::kWaiting;
  if (errand->from_queue) return retried_.push_back(std::move(errand));
  fresh_bytes_ += errand->delivery.content->bytes();
  fresh_.push_back(std::move(errand));
}

bool Lane::is_retried_next() const {
  return fresh_.empty() || (retried_next_ && !retried_.empty());
}

const ErrandPtr& Lane::peek_next() const {
  return is_retried_next() ? retried_.front() : fresh_.front();
}

ErrandPtr Lane::take_next() {
  if (!can_start()) return nullptr;
  const bool retried = is_retried_next();
  retried_next_ = !retried;
  ErrandPtr errand = pop(retried ? retried_ : fresh_);
  errand->place = Errand::Place::kRunning;
  ++running_;
  return errand;
}

void Lane::leave(const ErrandPtr& errand) {
  auto& line = errand->from_queue ? retried_ : fresh_;
  auto found = std::find(line.begin(), line.end(), errand);  // the first, as a rule
  if (found == line.end()) return;
  if (!errand->from_queue) fresh_bytes_ -= errand->delivery.content->bytes();
  line.erase(found);
  errand->place = Errand::Place::kEnded;
}

std::deque<ErrandPtr> Lane::take_retried() {
  for (const ErrandPtr& errand : retried_) errand->place = Errand::Place::kEnded;
  return std::exchange(retried_, {});
}

ErrandPtr Lane::pop(std::deque<ErrandPtr>& line) {
  ErrandPtr errand = std::move(line.front());
  line.pop_front();
  return errand;
}

}  // namespace angarium::delivery
