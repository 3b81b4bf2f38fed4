#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/simulated_executor.h"
#include "bus/bus_target.h"
#include "bus/engine.h"
#include "pattern/rule_index.h"
#include "store/memory/memory_engine.h"

namespace angarium::bus {

// A queue of a partition: takes part in the commit of buses beside it, and is reached by attempt()
// from elsewhere.
class QueueTarget final : public delivery::Target {
 public:
  QueueTarget(store::Ownership& ownership, store::Partition partition, store::Key queue)
      : ownership_(ownership), partition_(std::move(partition)), queue_(std::move(queue)) {}

  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override {
    ++attempts;
    if (is_busy) co_return delivery::Attempt::retryable("Busy", "come back later");
    store::CommitRequest request{
        partition_,
        0,
        {push(delivery)},
        {store::Unseen{delivery::deduplication_key(delivery), delivery::kRememberFor}}};
    auto result = co_await ownership_.commit(std::move(request));
    if (result.ok() || result.error().is(store::StoreError::kDuplicate)) {
      co_return delivery::Attempt::delivered();
    }
    co_return delivery::Attempt::retryable("Store", result.error().message());
  }
  std::optional<delivery::SameCommit> same_commit(const delivery::Delivery& delivery,
                                                  const store::Partition& partition) override {
    if (partition != partition_) return std::nullopt;
    delivery::SameCommit part{{push(delivery)}};
    if (precondition) part.preconditions.push_back(*precondition);
    return part;
  }

  int attempts = 0;
  bool is_busy = false;  // for attempts
  std::optional<store::Precondition> precondition;

 private:
  store::QueuePush push(const delivery::Delivery& delivery) {
    return {queue_, store::MessageId(std::to_string(++pushed_)), delivery.content->ingest_time,
            delivery.content->envelope};
  }
  store::Ownership& ownership_;
  const store::Partition partition_;
  const store::Key queue_;
  uint64_t pushed_ = 0;
};

// An engine over a store in memory on a simulated executor. Targets are made by ARN, "queue:A/name"
// or "bus:A/name", A being the account's letter.
class EngineTest : public testing::Test, public delivery::TargetResolver {
 protected:
  EngineTest() { open(Limits{}); }
  ~EngineTest() override { close(); }

  void open(const Limits& limits) {
    limits_ = limits;
    driver_ = store::make_executor_driver(executor_);
    store::StoreOptions options;
    options.fatal = [](const base::Error&) {};
    store_ = std::move(*store::Store::open(disk_, clock_, *driver_, std::move(options)));
    ownership_ = std::make_unique<store::Ownership>(*store_, executor_);
    engine_ =
        std::make_unique<Engine>(Surroundings{*ownership_, executor_, clock_, random_, metrics_,
                                              *this, rates_, histories_, nullptr, quotas_},
                                 limits);
    ASSERT_TRUE(run(engine_->start()).ok());
  }
  void close() {
    run(engine_->stop(base::Seconds(60)));
    executor_.run_until_idle(100'000);
    engine_.reset();
    queues_.clear();
    store_.reset();
  }

  template <class T>
  T run(base::Task<T> task) {
    std::optional<T> result;
    auto wait = [](base::Task<T> task, std::optional<T>& result) -> base::Task<void> {
      result.emplace(co_await std::move(task));
    };
    base::start(wait(std::move(task), result));
    while (!result && executor_.run_one()) {
    }
    return std::move(*result);
  }
  void run(base::Task<void> task) {
    auto wait = [](base::Task<void> task) -> base::Task<bool> {
      co_await std::move(task);
      co_return true;
    };
    run(wait(std::move(task)));
  }
  void run_for(base::Milliseconds span) { executor_.run_until(executor_.now() + span); }

  static store::Partition partition(char account) {
    return {base::AccountId(std::string(12, account)), base::Region("eu-west-1"), 0};
  }
  static BusId bus(char account) { return {partition(account), "orders"}; }

  static Event event(std::string source, std::string detail = "{}") {
    Event event;
    event.account = base::AccountId("111111111111");
    event.region = base::Region("eu-west-1");
    event.time = base::from_unix_ms(1'700'000'000'000);
    event.source = std::move(source);
    event.detail_type = "placed";
    event.payload = std::move(detail);
    return event;
  }

  // A rule on the event's source; each target is one subscription.
  struct RuleOn {
    std::string source;
    std::vector<std::string> targets;
    std::string group = {};  // of all events; they keep their order. Empty: none
  };
  void publish(const BusId& bus, const std::vector<RuleOn>& rules);
  base::Result<EventId> put(const BusId& bus, Event event) {
    std::vector<Event> events;
    events.push_back(std::move(event));
    return run(engine_->put(bus, std::move(events))).at(0);
  }

  // The bodies in a queue, in order.
  std::vector<std::string> messages(char account, const std::string& queue);
  QueueTarget& queue(const std::string& arn);
  base::Result<std::shared_ptr<delivery::Target>> resolve(const Route& route,
                                                          const BusId&) override;

  Limits limits_;
  std::shared_ptr<delivery::InvocationRates> rates_;  // for the next open(); null: any number
  std::shared_ptr<Histories> histories_;              // for the next open(); null: none
  std::shared_ptr<delivery::Quotas> quotas_;          // for the next open(); null: the defaults
  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, base::from_unix_ms(1'800'000'000'000)};
  base::SeededRandom random_{2};
  base::Metrics metrics_;
  store::memory::MemoryEngine disk_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Ownership> ownership_;
  std::unique_ptr<Engine> engine_;
  BusTarget::Admission admission_;

 private:
  std::map<std::string, std::shared_ptr<QueueTarget>> queues_;
};

inline void EngineTest::publish(const BusId& bus, const std::vector<RuleOn>& rules) {
  std::vector<pattern::Rule> patterns;
  std::vector<CompiledRule> compiled;
  for (const RuleOn& rule : rules) {
    const auto id = static_cast<uint32_t>(patterns.size());
    auto parsed = pattern::Pattern::parse(R"({"source":[")" + rule.source + R"("]})");
    ASSERT_TRUE(parsed.ok());
    patterns.push_back({id, std::make_shared<const pattern::Pattern>(std::move(*parsed))});
    compiled.push_back({id, {}});
    for (const std::string& target : rule.targets) {
      const std::string name = rule.source + "/" + target;
      auto route = std::make_shared<Route>();
      route->subscription = delivery::SubscriptionId(name);
      route->rule_arn = delivery::RuleArn("rule/" + rule.source);
      route->target_arn = delivery::TargetArn(target);
      route->target_id = delivery::TargetId("1");
      route->message_group_id = rule.group;
      if (!rule.group.empty()) route->order = delivery::Order::kGroup;
      compiled.back().subscriptions.push_back({std::move(route), target.starts_with("bus:")});
    }
  }
  engine_->publish(bus, std::make_shared<const CompiledBus>(
                            pattern::RuleIndex().change({}, patterns), std::move(compiled)));
}

inline std::vector<std::string> EngineTest::messages(char account, const std::string& queue) {
  auto epoch = run(ownership_->epoch(partition(account)));
  store::CommitRequest request{
      partition(account),
      0,
      {store::QueueLease{store::Key::of({"queue", queue}), 1000, clock_.now()}},
      {}};
  auto result = run(ownership_->commit(std::move(request)));
  std::vector<std::string> bodies;
  for (const store::Message& message : result->operations.at(0).messages) {
    bodies.push_back(message.body);
  }
  return bodies;
}

inline QueueTarget& EngineTest::queue(const std::string& arn) {
  auto& found = queues_[arn];
  if (!found) {
    found = std::make_shared<QueueTarget>(*ownership_, partition(arn.at(6)),
                                          store::Key::of({"queue", arn.substr(8)}));
  }
  return *found;
}

inline base::Result<std::shared_ptr<delivery::Target>> EngineTest::resolve(const Route& route,
                                                                           const BusId&) {
  const std::string& arn = route.target_arn.text();
  if (arn.starts_with("queue:")) {
    queue(arn);
    return std::static_pointer_cast<delivery::Target>(queues_.at(arn));
  }
  const BusId to{partition(arn.at(4)), arn.substr(6)};
  return std::static_pointer_cast<delivery::Target>(
      std::make_shared<BusTarget>(*engine_, to, admission_));
}

}  // namespace angarium::bus
