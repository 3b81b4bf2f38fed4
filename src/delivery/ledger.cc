#include "delivery/ledger.h"

#include <algorithm>
#include <utility>

namespace angarium::delivery {

namespace {

// How long the lanes wait at least when the rate is spent: several tokens come in that time, and
// one timer serves them all.
constexpr base::Milliseconds kRateWaitMin{10};

}  // namespace

Ledger::Ledger(BusId bus, const Limits& limits, base::Random& random, BusMetrics metrics,
               std::shared_ptr<InvocationRate> rate, std::shared_ptr<Quota> quota,
               std::shared_ptr<std::atomic<size_t>> memory, store::Offset cursor)
    : bus_(std::move(bus)),
      limits_(limits),
      random_(random),
      metrics_(std::move(metrics)),
      rate_(std::move(rate)),
      quota_(std::move(quota)),
      memory_(std::move(memory)),
      window_(cursor),
      written_cursor_(cursor) {
  limits_.lane_attempts_max = std::min(limits_.lane_attempts_max, quota_->limits.lane_attempts_max);
}

void Ledger::add(Outstanding record, const Moment& now, Steps& steps) {
  window_.add(record.log_offset, static_cast<uint32_t>(record.owed.size()),
              record.content->ingest_time);
  if (!record.owed.empty() && !halted_) {
    auto held = std::make_shared<HeldContent>(record.content, memory_);
    metrics_.outstanding.add(static_cast<double>(record.owed.size()));
    for (auto& route : record.owed) {
      auto errand = std::make_shared<Errand>();
      errand->delivery = {record.content, std::move(route), bus_, record.log_offset, 1, {}};
      errand->held = held;
      errand->group = group_of(*errand->delivery.route, *record.content);
      errand->group.empty() ? offer(errand, now, steps) : offer_in_order(errand, now, steps);
    }
  }
  settle_steps(now, steps);
}

// What the log keeps finds room in its lane, for 100 ms, or goes to its retry queue.
void Ledger::offer(const ErrandPtr& errand, const Moment& now, Steps& steps) {
  auto lane = lanes_.try_emplace(errand->delivery.route->target_arn, limits_).first;
  if (!lane->second.has_room(errand->delivery.content->bytes())) return spill(errand, now.time);
  spill_line_.push_back({now.instant + limits_.spill_after, errand});
  enter_lane(errand, now, steps);
}

void Ledger::enter_lane(const ErrandPtr& errand, const Moment& now, Steps& steps) {
  Lane& lane = lanes_.try_emplace(errand->delivery.route->target_arn, limits_).first->second;
  lane.add(errand);
  start_next(lane, now, steps);
}

// While lanes wait for the rate, whoever comes joins them.
void Ledger::start_next(Lane& lane, const Moment& now, Steps& steps) {
  if (stopping_ || halted_) return;
  while (!rate_due_ && lane.can_start() && start_one(lane, now, steps)) {
  }
}

bool Ledger::start_one(Lane& lane, const Moment& now, Steps& steps) {
  const ErrandPtr& next = lane.peek_next();
  if (!next->reserved && next->stored == Errand::Stored::kInLog) {
    const size_t bytes = next->delivery.content->bytes();
    next->reserved = Reservation::of(quota_, bytes, bytes);
    if (!next->reserved) return false;  // it is spilled after its 100 ms
  }
  const auto again = rate_ ? rate_->take(now.instant) : std::nullopt;
  if (again) {
    rate_due_ = std::max(*again, now.instant + kRateWaitMin);
    metrics_.throttled.add();
    return true;
  }
  const ErrandPtr errand = lane.take_next();
  ++running_;
  errand->delivery.attempt = errand->attempts_made + 1;
  if (!errand->delivery.dead_letter) {
    if (errand->attempts_made == 0) errand->delivery.first_attempt_time = now.time;
  }
  errand->began = now.time;
  steps.attempts.push_back({errand, errand->delivery});
  return true;
}

void Ledger::attempt_ended(const ErrandPtr& errand, Attempt attempt, const Moment& now,
                           Steps& steps) {
  const Verdict verdict = judge(errand->delivery, attempt, now.time, random_);
  errand->place = Errand::Place::kEnded;
  errand->reserved.reset();
  const bool is_attempt = attempt.outcome != Attempt::Outcome::kDeferred;
  if (is_attempt) {
    errand->attempts_made = errand->delivery.attempt;
    errand->last_attempt = std::move(attempt);
    count(*errand, verdict, now, steps);
  }
  --running_;
  auto lane = lanes_.find(errand->delivery.route->target_arn);
  lane->second.ended(*errand);
  conclude(errand, verdict, now, steps);
  start_next(lane->second, now, steps);
  if (lane->second.is_idle()) lanes_.erase(lane);
  settle_steps(now, steps);
}

void Ledger::count(const Errand& errand, const Verdict& verdict, const Moment& now, Steps& steps) {
  const Delivery& delivery = errand.delivery;
  const bool is_done = verdict.kind == Verdict::Kind::kDone;
  if (delivery.dead_letter) {
    if (is_done) steps.tallies.push_back({Tally::Kind::kLetterSent, delivery.dead_letter->route});
    return;
  }
  const base::Milliseconds age = now.time - delivery.content->ingest_time;
  const bool is_first = errand.attempts_made == 1;
  steps.tallies.push_back({is_first ? Tally::Kind::kFirstAttempt : Tally::Kind::kRetry,
                           delivery.route, errand.began - delivery.content->ingest_time});
  if (is_first) {
    steps.tallies.push_back({Tally::Kind::kFirstAnswer, delivery.route, age});
  }
  if (is_done) steps.tallies.push_back({Tally::Kind::kDelivered, delivery.route, age});
}

void Ledger::conclude(const ErrandPtr& errand, const Verdict& verdict, const Moment& now,
                      Steps& steps) {
  if (errand->stored == Errand::Stored::kSpilling) return void(errand->verdict = verdict);
  const bool is_given_up = verdict.kind == Verdict::Kind::kGiveUp;
  if (is_given_up && give_up(errand, verdict.reason, now, steps)) return;
  if (errand->stored == Errand::Stored::kInQueue) return conclude_queued(errand, verdict);
  if (is_given_up && !errand->group.empty()) return end_in_queue(errand, now, steps);
  const bool is_retried = verdict.kind == Verdict::Kind::kRetry;
  if (is_retried) {
    spill(errand, verdict.retry_at);
  } else {
    metrics_.outstanding.add(-1);
    window_.settle(errand->delivery.log_offset);
  }
  end_first(errand, errand->group, is_retried, now, steps);
}

void Ledger::conclude_queued(const ErrandPtr& errand, const Verdict& verdict) {
  const Delivery& delivery = errand->delivery;
  Round::Update update{delivery.route->subscription, delivery.log_offset,
                       entry_bytes(*delivery.content), errand->group};
  if (verdict.kind == Verdict::Kind::kRetry) {
    update.release_until = verdict.retry_at;
    update.state = state_of(*errand);
    if (delivery.dead_letter && !errand->group.empty()) update.leaves_group = errand;
  }
  updates_.push_back(std::move(update));
}

void Ledger::spill(const ErrandPtr& errand, base::Time not_before) {
  errand->stored = Errand::Stored::kSpilling;
  spills_.push_back({errand, not_before, state_of(*errand), errand->group});
  const SubscriptionId& subscription = errand->delivery.route->subscription;
  if (!errand->group.empty()) ++groups_[{subscription, errand->group}].queued;
  RetryQueue& queue = queues_[subscription];
  ++queue.spills_waiting;
  empty_.erase(errand->delivery.route->subscription);
}

// The entry waits for the attempt: no other is made of it as long as this one can last.
void Ledger::spill_under_way(const ErrandPtr& errand, const Moment& now) {
  spill(errand, now.time + limits_.spill_lease);
  spills_.back().state.leased_until = spills_.back().not_before;
}

void Ledger::spill_due(const Moment& now, Steps& steps) {
  spill_timer_armed_ = false;
  while (!spill_line_.empty() && spill_line_.front().due <= now.instant) {
    ErrandPtr errand = spill_line_.front().errand.lock();
    spill_line_.pop_front();
    if (!errand || errand->stored != Errand::Stored::kInLog) continue;
    if (errand->place == Errand::Place::kEnded) continue;
    if (!errand->group.empty()) {
      spill_group({errand->delivery.route->subscription, errand->group}, now, steps);
      continue;
    }
    if (errand->place == Errand::Place::kRunning) {
      spill_under_way(errand, now);
      continue;
    }
    leave_lane(errand, now, steps);
    spill(errand, now.time);
  }
  settle_steps(now, steps);
}

// What waits behind it may have a place.
void Ledger::leave_lane(const ErrandPtr& errand, const Moment& now, Steps& steps) {
  auto lane = lanes_.find(errand->delivery.route->target_arn);
  lane->second.leave(errand);
  start_next(lane->second, now, steps);
  if (lane->second.is_idle()) lanes_.erase(lane);
}

// The lanes take turns, one attempt each, until the rate is spent again: the first to go without is
// the first of the next time.
void Ledger::rate_due(const Moment& now, Steps& steps) {
  rate_timer_armed_ = false;
  rate_due_.reset();
  for (bool any = !stopping_ && !halted_; any && !rate_due_;) {
    any = false;
    auto lane = lanes_.lower_bound(rate_turn_);
    for (size_t left = lanes_.size(); left > 0 && !rate_due_; --left, ++lane) {
      if (lane == lanes_.end()) lane = lanes_.begin();
      if (!lane->second.can_start()) continue;
      rate_turn_ = lane->first;
      any = start_one(lane->second, now, steps) || any;
    }
  }
  settle_steps(now, steps);
}

void Ledger::cursor_due(const Moment& now, Steps& steps) {
  cursor_timer_armed_ = false;
  cursor_due_ = true;
  settle_steps(now, steps);
}

void Ledger::stop(const Moment& now, Steps& steps) {
  stopping_ = true;
  cursor_due_ = true;
  release_waiting(now);
  settle_steps(now, steps);
}

void Ledger::halt(Steps& steps) {
  halted_ = true;
  writing_ = false;
  steps.quiet = true;
}

bool Ledger::has_work() const {
  const uint64_t ahead = window_.cursor() - written_cursor_;
  return !spills_.empty() || !letters_.empty() || !updates_.empty() || !ready_.empty() ||
         !looks_.empty() || !empty_.empty() || (ahead > 0 && cursor_due_) ||
         ahead >= limits_.cursor_records_max;
}

void Ledger::settle_steps(const Moment& now, Steps& steps) {
  if (halted_) return;
  if (!writing_ && has_work()) {
    writing_ = true;
    steps.write = true;
  }
  if (!stopping_ && !spill_timer_armed_ && !spill_line_.empty()) {
    spill_timer_armed_ = true;
    steps.spill_timer = std::max(spill_line_.front().due, now.instant);
  }
  if (!stopping_ && !rate_timer_armed_ && rate_due_) {
    rate_timer_armed_ = true;
    steps.rate_timer = *rate_due_;
  }
  if (!stopping_ && !cursor_timer_armed_ && !cursor_due_ && window_.cursor() > written_cursor_) {
    cursor_timer_armed_ = true;
    steps.cursor_timer = now.instant + limits_.cursor_after;
  }
  if (stopping_ && running_ == 0 && letters_asked_ == 0 && !writing_) steps.quiet = true;
  const auto oldest = window_.oldest();
  const auto lag = oldest ? now.time - *oldest : base::Milliseconds(0);
  metrics_.lag_seconds.set(std::chrono::duration<double>(lag).count());
}

}  // namespace angarium::delivery
