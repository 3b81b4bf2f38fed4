#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/simulated_executor.h"
#include "delivery/bus_metrics.h"
#include "delivery/dispatcher.h"
#include "delivery/keys.h"
#include "delivery/stored.h"
#include "store/memory/memory_engine.h"

namespace angarium::delivery {

// A target that answers as told: after `delay`, the scripted outcomes in turn, the last one for
// ever.
class FakeTarget final : public Target {
 public:
  explicit FakeTarget(base::Executor*& executor) : executor_(executor) {}

  base::Task<Attempt> attempt(Delivery delivery) override {
    ++attempts;
    if (remembers) received.push_back(delivery);
    ++running;
    most_running = std::max(most_running, running);
    base::Executor& executor = *executor_;
    if (delay.count() > 0) co_await base::sleep_until(executor, executor.now() + delay);
    --running;
    const Attempt outcome = script.empty() ? Attempt::delivered() : script.front();
    if (script.size() > 1) script.erase(script.begin());
    if (outcome.outcome == Attempt::Outcome::kDelivered) {
      ++delivered[delivery.content->event_id];
      if (remembers) arrived.push_back(delivery.content->event_id);
    }
    co_return outcome;
  }

  // A queue of the bus's partition, while the record `exists` says that it is there.
  std::optional<SameCommit> same_commit(const Delivery& delivery,
                                        const store::Partition&) override {
    if (!queue) return std::nullopt;
    offered.push_back(delivery);
    return SameCommit{{store::QueuePush{*queue, store::MessageId(delivery.content->event_id),
                                        base::from_unix_ms(0), "letter"}},
                      {store::KeyPresent{store::Key::of({"exists"})}}};
  }

  std::optional<store::Key> queue;  // none: of another partition
  std::vector<Delivery> offered;
  base::Milliseconds delay{0};
  std::vector<Attempt> script;
  bool remembers = true;
  size_t attempts = 0;
  std::vector<Delivery> received;
  std::map<std::string, int> delivered;  // event id -> how often
  std::vector<std::string> arrived;      // event ids, as they were delivered
  size_t running = 0;
  size_t most_running = 0;

 private:
  base::Executor*& executor_;  // of the present process
};

// Content whose stored form is "id@ingest time".
class FakeReader final : public RecordReader {
 public:
  base::Result<std::shared_ptr<const Content>> content(std::string_view stored) const override {
    const size_t at = stored.find('@');
    if (at == std::string_view::npos) {
      return base::Error(store::StoreError::kCorrupt, "no event");
    }
    return std::make_shared<const Content>(
        Content{std::string(stored.substr(0, at)),
                base::from_unix_ms(std::stoll(std::string(stored.substr(at + 1)))), 0, "{}",
                std::string(stored)});
  }
};

// One dispatcher over a store in memory, on a simulated executor, which can be killed and started
// again on the same disk. Everything that a process has dies with it; disk, targets and time stay.
class DispatcherTest : public testing::Test, public TargetResolver {
 protected:
  struct Process {
    explicit Process(uint64_t seed) : executor(seed), clock(executor, base::from_unix_ms(kStart)) {}
    base::SimulatedExecutor executor;
    base::SimulatedClock clock;
    std::unique_ptr<store::GroupDriver> driver;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::Ownership> ownership;
    base::Metrics metrics;
    std::unique_ptr<Dispatcher> dispatcher;
  };
  static constexpr int64_t kStart = 1'800'000'000'000;

  DispatcherTest() { begin(base::Instant{}); }
  ~DispatcherTest() override { kill(); }

  // ---- the process
  void begin(base::Instant at);
  // The power goes: what is not durable is lost, and no attempt under way has an effect any more.
  void kill();
  void restart() {
    kill();
    begin(died_at_);
  }
  template <class T>
  T run(base::Task<T> task);
  void run_for(base::Milliseconds span) {
    process_->executor.run_until(process_->executor.now() + span);
  }

  // ---- events
  std::shared_ptr<const Route> route(const std::string& name, const FakeTarget& target);
  // With a dead-letter queue, the target of that ARN.
  std::shared_ptr<const Route> route(const std::string& name, const FakeTarget& target,
                                     const std::string& dead_letters, RetryPolicy policy = {});
  // Whose events of a group come in the order of their puts.
  std::shared_ptr<const Route> ordered(const std::string& name, const FakeTarget& target,
                                       const std::string& group = "all",
                                       const std::string& dead_letters = "");
  std::shared_ptr<const Content> content(const std::string& id);
  // Commits a record to the log, as a bus does, and answers what is to be dispatched.
  Outstanding append(const std::string& id, std::vector<std::shared_ptr<const Route>> owed);
  void put(const std::string& id, std::vector<std::shared_ptr<const Route>> owed) {
    process_->dispatcher->dispatch(bus_, {append(id, std::move(owed))});
  }

  // ---- what the store holds
  store::LogBounds log_bounds() const;
  store::Offset cursor() const;
  size_t retrying(const std::string& subscription) const;
  double failed(GiveUpReason reason) { return invocations().failed(reason).value(); }
  InvocationMetrics invocations() { return BusMetrics(metrics(), bus_).invocations; }
  base::Metrics& metrics() { return process_->metrics; }

  FakeTarget& target(const std::string& arn);
  base::Result<std::shared_ptr<Target>> resolve(const Route& route, const BusId&) override;

  const BusId bus_{{base::AccountId("111111111111"), base::Region("eu-west-1"), 0}, "orders"};
  Limits limits_;
  store::memory::MemoryEngine disk_;
  uint64_t free_bytes_ = UINT64_MAX;
  std::shared_ptr<InvocationRates> rates_;  // null: any number
  std::shared_ptr<Observers> observers_;    // null: nobody looks
  size_t rules_max_ = 0;                    // 0: no numbers per rule
  QuotaLimits quota_;
  std::shared_ptr<Quotas> quotas_;  // of the present process, by quota_
  std::unique_ptr<Process> process_;
  base::Executor* executor_ = nullptr;

 private:
  std::shared_ptr<const FakeReader> reader_ = std::make_shared<const FakeReader>();
  base::SeededRandom random_{7};
  std::map<std::string, std::shared_ptr<FakeTarget>> targets_;
  base::Instant died_at_{};
  bool dead_ = false;
  uint64_t processes_ = 0;
};

template <class T>
T DispatcherTest::run(base::Task<T> task) {
  std::optional<T> result;
  auto wait = [](base::Task<T> task, std::optional<T>& result) -> base::Task<void> {
    result.emplace(co_await std::move(task));
  };
  base::start(wait(std::move(task), result));
  while (!result && process_->executor.run_one()) {
  }
  return std::move(*result);
}

template <>
inline void DispatcherTest::run(base::Task<void> task) {
  auto wait = [](base::Task<void> task) -> base::Task<bool> {
    co_await std::move(task);
    co_return true;
  };
  run(wait(std::move(task)));
}

inline void DispatcherTest::begin(base::Instant at) {
  process_ = std::make_unique<Process>(++processes_);
  executor_ = &process_->executor;
  dead_ = false;
  process_->executor.run_until(at);
  process_->driver = store::make_executor_driver(process_->executor);
  store::StoreOptions options;
  options.fatal = [](const base::Error&) {};
  options.free_bytes = [this]() -> base::Result<uint64_t> { return free_bytes_; };
  auto opened = store::Store::open(disk_, process_->clock, *process_->driver, std::move(options));
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  process_->store = std::move(*opened);
  process_->ownership = std::make_unique<store::Ownership>(*process_->store, process_->executor);
  quotas_ = std::make_shared<Quotas>([this](const base::AccountId&) { return quota_; });
  process_->dispatcher = std::make_unique<Dispatcher>(
      Surroundings{
          *process_->ownership, process_->executor, process_->clock, random_, process_->metrics,
          *this, reader_, rates_, observers_,
          rules_max_ ? std::make_shared<RuleMetrics>(process_->metrics, rules_max_) : nullptr,
          quotas_},
      limits_);
  auto started = run(process_->dispatcher->start());
  ASSERT_TRUE(started.ok()) << started.error().message();
}

// Suspended coroutines would leak if their work were just forgotten. So the disk stops taking
// writes, the targets stop having effects, and the process runs on until everything in it has given
// up.
inline void DispatcherTest::kill() {
  died_at_ = process_->executor.now();
  dead_ = true;
  disk_.fail_writes(true);
  process_->dispatcher.reset();
  for (auto& [arn, target] : targets_) target->running = 0;
  std::map<std::string, std::map<std::string, int>> delivered;
  std::map<std::string, size_t> arrived;
  for (auto& [arn, target] : targets_) {
    delivered[arn] = target->delivered;
    arrived[arn] = target->arrived.size();
  }
  process_->executor.run_until_idle(1'000'000);
  for (auto& [arn, target] : targets_) {
    target->delivered = delivered[arn];
    target->arrived.resize(arrived[arn]);
  }
  process_->store.reset();
  disk_.lose_unsynced(random_);
  disk_.fail_writes(false);
  process_.reset();
}

inline std::shared_ptr<const Route> DispatcherTest::route(const std::string& name,
                                                          const FakeTarget& target) {
  for (const auto& [arn, known] : targets_) {
    if (known.get() != &target) continue;
    return std::make_shared<const Route>(Route{SubscriptionId(name),
                                               RuleArn("rule/" + name),
                                               TargetArn(arn),
                                               TargetId("1"),
                                               RoleArn(),
                                               {}});
  }
  return nullptr;
}

inline std::shared_ptr<const Route> DispatcherTest::route(const std::string& name,
                                                          const FakeTarget& target,
                                                          const std::string& dead_letters,
                                                          RetryPolicy policy) {
  Route with = *route(name, target);
  with.dead_letter_arn = DeadLetterArn(dead_letters);
  with.retry_policy = policy;
  return std::make_shared<const Route>(with);
}

inline std::shared_ptr<const Route> DispatcherTest::ordered(const std::string& name,
                                                            const FakeTarget& target,
                                                            const std::string& group,
                                                            const std::string& dead_letters) {
  Route with = *route(name, target, dead_letters);
  with.order = Order::kGroup;
  with.message_group_id = group;
  return std::make_shared<const Route>(with);
}

inline std::shared_ptr<const Content> DispatcherTest::content(const std::string& id) {
  return *reader_->content(id + "@" + std::to_string(base::to_unix_ms(process_->clock.now())));
}

inline Outstanding DispatcherTest::append(const std::string& id,
                                          std::vector<std::shared_ptr<const Route>> owed) {
  auto content = this->content(id);
  store::CommitRequest request{
      bus_.partition,
      0,
      {store::TablePut{Keys::registration(bus_.name), ""},
       store::LogAppend{Keys::log(bus_.name), encode(LogRecord{content->stored, owed, {}})}},
      {}};
  auto result = run(process_->ownership->commit(std::move(request)));
  EXPECT_TRUE(result.ok());
  return {result->operations.at(1).offset, content, std::move(owed)};
}

inline store::LogBounds DispatcherTest::log_bounds() const {
  return *process_->store->log_bounds(bus_.partition, Keys::log(bus_.name));
}

inline store::Offset DispatcherTest::cursor() const {
  auto stored = *process_->store->get(bus_.partition, Keys::cursor(bus_.name));
  return stored ? decode_cursor(stored->value)->next : 0;
}

inline size_t DispatcherTest::retrying(const std::string& subscription) const {
  auto counts = *process_->store->queue_counts(
      bus_.partition, Keys::retry_queue(bus_.name, SubscriptionId(subscription)));
  return counts.visible + counts.in_flight + counts.delayed;
}

inline FakeTarget& DispatcherTest::target(const std::string& arn) {
  auto& found = targets_[arn];
  if (!found) found = std::make_shared<FakeTarget>(executor_);
  return *found;
}

inline base::Result<std::shared_ptr<Target>> DispatcherTest::resolve(const Route& route,
                                                                     const BusId&) {
  if (dead_) {
    auto nowhere = std::make_shared<FakeTarget>(executor_);
    nowhere->script = {Attempt::retryable("Dead", "the process was killed")};
    return std::static_pointer_cast<Target>(nowhere);
  }
  auto found = targets_.find(route.target_arn.text());
  if (found == targets_.end()) {
    return base::Error(DeliveryError::kNoSuchTarget, "no target `" + route.target_arn.text() + "`");
  }
  return std::static_pointer_cast<Target>(found->second);
}

}  // namespace angarium::delivery
