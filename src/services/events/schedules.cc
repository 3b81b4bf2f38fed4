#include "services/events/schedules.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/log.h"
#include "base/mutex.h"
#include "base/one_shot.h"
#include "schedule/schedule.h"

namespace angarium::services::events {
namespace {

using schedule::Schedule;

// A timer never sleeps longer, so that a clock that was set is noticed.
constexpr base::Seconds kSleepMax{60};
// How long firing waits after the store has refused it.
constexpr base::Seconds kAgainAfter{1};
// Fired in one commit; the engine takes as many events at once.
constexpr size_t kFiredTogetherMax = 100;

bool is_scheduled(const RuleRecord* rule) {
  return rule != nullptr && rule->schedule_expression && rule->state != RuleState::kDisabled;
}

// "Scheduled Event" as EventBridge's User Guide shows it ("Scheduled events").
bus::Event scheduled_event(const BusId& bus, const std::string& rule, base::Time due) {
  bus::Event event;
  event.time = due;
  event.account = bus.partition.account;
  event.region = bus.partition.region;
  event.source = "aws.events";
  event.detail_type = "Scheduled Event";
  event.resources.push_back(rule_arn(bus, rule));
  event.payload = "{}";
  return event;
}

// One schedule that runs.
struct Timer {
  Schedule schedule;
  ScheduleRecord record;
  std::optional<base::Time> next;  // none: never again
};

Timer make_timer(const Schedule& schedule, const ScheduleRecord& record) {
  const auto next = schedule.next(record.since, record.last_due);
  return {schedule, record, next};
}

// A rule of a default bus: there is one in each partition.
using TimerId = std::pair<store::Partition, std::string>;

BusId default_bus(const store::Partition& partition) {
  return {.partition = partition, .name = std::string(kDefaultBus)};
}

}  // namespace

struct Schedules::State : std::enable_shared_from_this<State> {
  explicit State(const Dependencies& dependencies)
      : around(dependencies),
        fired(around.metrics.counter("angarium_scheduled_events_total",
                                     "Scheduled events that rules have fired")),
        caught_up(around.metrics.counter(
            "angarium_scheduled_events_late_total",
            "Scheduled events that stand for several due times, of which all but the latest "
            "passed while nothing could be fired")) {}

  // A due time that is about to be fired.
  struct Due {
    std::string rule;
    ScheduleRecord record;  // as it is once fired
    bool is_caught_up = false;
  };

  base::Result<void> load_partition(const store::Partition& partition);
  void set(const TimerId& id, const std::optional<Timer>& timer);
  void arm();
  void look(uint64_t mine);
  static base::Task<void> run(std::shared_ptr<State> self);
  static base::Task<bool> fire(std::shared_ptr<State> self, store::Partition partition);
  std::optional<store::Partition> first_due(base::Time now);
  std::vector<Due> due_in(const store::Partition& partition, base::Time now);
  void report(const BusId& bus, const std::vector<Due>& due);
  void was_fired(const store::Partition& partition, const std::vector<Due>& due);

  const Dependencies around;
  base::Counter fired;
  base::Counter caught_up;
  base::Mutex mutex;
  std::map<TimerId, Timer> timers AG_GUARDED_BY(mutex);
  std::set<std::pair<base::Time, TimerId>> line AG_GUARDED_BY(mutex);  // of those with a next
  std::optional<base::TimerId> armed AG_GUARDED_BY(mutex);
  uint64_t arming AG_GUARDED_BY(mutex) = 0;       // grows; a timer of an earlier one is void
  base::Instant not_before AG_GUARDED_BY(mutex);  // after a refusal of the store
  bool running AG_GUARDED_BY(mutex) = false;      // run() is under way
  bool stopped AG_GUARDED_BY(mutex) = true;       // not yet started, or no more
  std::vector<base::OneShot<bool>> waiting_for_end AG_GUARDED_BY(mutex);
};

// ---- The line of what is due.

void Schedules::State::set(const TimerId& id, const std::optional<Timer>& timer) {
  base::MutexLock lock(mutex);
  const auto found = timers.find(id);
  if (found != timers.end()) {
    if (found->second.next) line.erase({*found->second.next, id});
    timers.erase(found);
  }
  if (!timer) return;
  if (timer->next) line.insert({*timer->next, id});
  timers.emplace(id, *timer);
}

std::optional<store::Partition> Schedules::State::first_due(base::Time now) {
  base::MutexLock lock(mutex);
  if (stopped || line.empty() || line.begin()->first > now) return std::nullopt;
  return line.begin()->second.first;
}

std::vector<Schedules::State::Due> Schedules::State::due_in(const store::Partition& partition,
                                                            base::Time now) {
  base::MutexLock lock(mutex);
  std::vector<Due> due;
  for (auto it = timers.lower_bound({partition, ""});
       it != timers.end() && it->first.first == partition && due.size() < kFiredTogetherMax; ++it) {
    const Timer& timer = it->second;
    if (!timer.next || *timer.next > now) continue;
    const auto latest = timer.schedule.latest(timer.record.since, timer.record.last_due, now);
    const base::Time fired_for = latest.value_or(*timer.next);
    due.push_back({it->first.second, {timer.record.since, fired_for}, fired_for > *timer.next});
  }
  return due;
}

void Schedules::State::was_fired(const store::Partition& partition, const std::vector<Due>& due) {
  for (const Due& each : due) {
    const TimerId id{partition, each.rule};
    std::optional<Timer> timer;
    {
      base::MutexLock lock(mutex);
      timer = make_timer(timers.at(id).schedule, each.record);
    }
    set(id, timer);
  }
}

// ---- Firing.

// One timer for all. Whoever arms it has seen everything that was in the line before.
void Schedules::State::arm() {
  base::Executor& executor = around.ownership.executor();
  base::Time due;
  base::Instant earliest;
  uint64_t mine = 0;
  std::optional<base::TimerId> before;
  {
    base::MutexLock lock(mutex);
    mine = ++arming;
    before = std::exchange(armed, std::nullopt);
    if (!stopped && !running && !line.empty()) due = line.begin()->first;
    if (stopped || running || line.empty()) mine = 0;
    earliest = not_before;
  }
  if (before) executor.cancel(*before);
  if (mine == 0) return;
  const base::Milliseconds wait =
      std::clamp<base::Milliseconds>(due - around.clock.now(), base::Milliseconds(0), kSleepMax);
  const base::TimerId timer =
      executor.post_at(std::max(executor.now() + wait, earliest), [weak = weak_from_this(), mine] {
        if (auto self = weak.lock()) self->look(mine);
      });
  base::MutexLock lock(mutex);
  if (arming == mine) armed = timer;  // else it is void, and harmless
}

void Schedules::State::look(uint64_t mine) {
  {
    base::MutexLock lock(mutex);
    if (stopped || running || arming != mine) return;
    running = true;
  }
  base::start(run(shared_from_this()));
}

base::Task<void> Schedules::State::run(std::shared_ptr<State> self) {
  bool goes_on = true;
  while (goes_on) {
    const auto partition = self->first_due(self->around.clock.now());
    if (!partition) break;
    goes_on = co_await fire(self, *partition);
  }
  std::vector<base::OneShot<bool>> waiting;
  {
    base::MutexLock lock(self->mutex);
    self->running = false;
    if (!goes_on) self->not_before = self->around.ownership.executor().now() + kAgainAfter;
    waiting.swap(self->waiting_for_end);
  }
  for (auto& each : waiting) each.set(true);
  self->arm();
}

// What is due in a partition, in one commit. False: the store took nothing, try again later.
base::Task<bool> Schedules::State::fire(std::shared_ptr<State> self, store::Partition partition) {
  store::Turns::Turn turn = co_await self->around.turns.take(partition);
  const std::vector<Due> due = self->due_in(partition, self->around.clock.now());
  const BusId bus = default_bus(partition);
  const std::shared_ptr<const Bus> found = self->around.catalog.find(bus);
  std::vector<bus::OwedEvent> events;
  std::vector<store::Operation> operations;
  for (const Due& each : due) {
    operations.emplace_back(store::TablePut{schedule_key(each.rule), encode(each.record)});
    const Rule* rule = found ? found->find_rule(each.rule) : nullptr;
    if (rule == nullptr || rule->subscriptions.empty()) continue;
    events.push_back({scheduled_event(bus, each.rule, each.record.last_due), rule->subscriptions});
  }
  if (operations.empty()) co_return true;
  const auto count = static_cast<double>(events.size());
  auto taken = co_await self->around.engine.put_owed(bus, std::move(events), std::move(operations));
  if (!taken.ok()) {
    base::log(base::LogLevel::kError, "scheduled rules could not be fired, trying again",
              {{"account", partition.account.text()},
               {"region", partition.region.text()},
               {"error", taken.error().message()}});
    co_return false;
  }
  self->fired.add(count);
  self->report(bus, due);
  self->was_fired(partition, due);
  co_return true;
}

void Schedules::State::report(const BusId& bus, const std::vector<Due>& due) {
  for (const Due& each : due) {
    if (!each.is_caught_up) continue;
    caught_up.add();
    base::log(base::LogLevel::kWarning,
              "a scheduled rule was due more than once while nothing could be fired",
              {{"rule", rule_arn(bus, each.rule)},
               {"fired_for", base::format_iso_seconds(each.record.last_due)}});
  }
}

// ---- Life.

base::Result<void> Schedules::State::load_partition(const store::Partition& partition) {
  std::map<std::string, ScheduleRecord> records;
  store::ScanRequest request{.prefix = schedules_key(), .after = {}};
  for (bool more = true; more;) {
    AG_TRY(page, around.ownership.store().scan(partition, request));
    for (const store::TableItem& item : page.items) {
      AG_TRY(record, decode_schedule(item.value));
      records.emplace(item.key.parts().back(), record);
      request.after = item.key;
    }
    more = page.more;
  }
  const std::shared_ptr<const Bus> bus = around.catalog.find(default_bus(partition));
  for (const auto& [name, rule] : bus->rules) {
    if (!is_scheduled(&rule->record)) continue;
    const base::Time now = std::chrono::floor<base::Seconds>(around.clock.now());
    const auto found = records.find(name);
    const ScheduleRecord record = found == records.end() ? ScheduleRecord{now, now} : found->second;
    auto schedule = Schedule::parse(*rule->record.schedule_expression);
    if (schedule.ok()) {
      set({partition, name}, make_timer(*schedule, record));
    } else {
      base::log(base::LogLevel::kError, "the schedule of a stored rule can't be read",
                {{"rule", rule_arn(bus->id, name)}, {"error", schedule.error().message()}});
    }
  }
  return {};
}

Schedules::Schedules(const Dependencies& dependencies)
    : state_(std::make_shared<State>(dependencies)) {}

Schedules::~Schedules() {
  base::MutexLock lock(state_->mutex);
  state_->stopped = true;
}

base::Task<base::Result<void>> Schedules::load() {
  auto state = state_;
  co_await base::resume_on(state->around.ownership.executor());
  auto partitions = state->around.ownership.store().partitions();
  if (!partitions.ok()) co_return partitions.error();
  for (const store::Partition& partition : *partitions) {
    auto loaded = state->load_partition(partition);
    if (!loaded.ok()) co_return loaded.error();
  }
  co_return base::Result<void>();
}

void Schedules::start() {
  {
    base::MutexLock lock(state_->mutex);
    state_->stopped = false;
  }
  state_->arm();
}

base::Task<void> Schedules::stop() {
  auto state = state_;
  base::OneShot<bool> ended(state->around.ownership.executor());
  bool waits = false;
  {
    base::MutexLock lock(state->mutex);
    state->stopped = true;
    waits = state->running;
    if (waits) state->waiting_for_end.push_back(ended);
  }
  state->arm();  // cancels what is armed
  if (waits) co_await ended;
}

// ---- Changes of rules.

std::vector<store::Operation> Schedules::Change::operations() const {
  std::vector<store::Operation> operations;
  if (put_) operations.emplace_back(store::TablePut{schedule_key(rule_), encode(*put_)});
  if (is_deleted_) operations.emplace_back(store::TableDelete{schedule_key(rule_)});
  return operations;
}

// A schedule that goes on as it was keeps its rhythm: whoever deploys the same rule again must not
// put off a `rate(1 day)` by a day.
Schedules::Change Schedules::plan(const RuleRecord* before, const RuleRecord* after) const {
  Change change;
  const bool was = is_scheduled(before);
  const bool is = is_scheduled(after);
  if (is && was && before->schedule_expression == after->schedule_expression) return change;
  if (!is) {
    change.is_deleted_ = was;
    if (was) change.rule_ = before->name;
    return change;
  }
  const base::Time now = std::chrono::floor<base::Seconds>(state_->around.clock.now());
  change.rule_ = after->name;
  change.expression_ = *after->schedule_expression;
  change.put_ = ScheduleRecord{now, now};
  return change;
}

void Schedules::done(const BusId& bus, const Change& change) {
  if (change.is_deleted_) state_->set({bus.partition, change.rule_}, std::nullopt);
  if (change.put_) {
    auto schedule = Schedule::parse(change.expression_);  // PutRule has checked it
    if (schedule.ok()) {
      state_->set({bus.partition, change.rule_}, make_timer(*schedule, *change.put_));
    }
  }
  if (change.is_deleted_ || change.put_) state_->arm();
}

}  // namespace angarium::services::events
