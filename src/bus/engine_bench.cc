// What taking events in costs beside the disk: validate, match, encode and commit to a store in
// memory, on one thread. Ten events of some 600 bytes a put, one matching rule.
#include <benchmark/benchmark.h>

#include "base/simulated_executor.h"
#include "base/uuid.h"
#include "bus/engine.h"
#include "pattern/rule_index.h"
#include "store/memory/memory_engine.h"

namespace angarium::bus {
namespace {

class Queue final : public delivery::Target {
 public:
  explicit Queue(base::Random& random) : random_(random) {}
  base::Task<delivery::Attempt> attempt(delivery::Delivery) override {
    co_return delivery::Attempt::delivered();
  }
  std::optional<delivery::SameCommit> same_commit(const delivery::Delivery& delivery,
                                                  const store::Partition&) override {
    return delivery::SameCommit{
        {store::QueuePush{store::Key::of({"queue"}), store::MessageId(base::uuid(random_)),
                          delivery.content->ingest_time, delivery.content->envelope}},
        {}};
  }

 private:
  base::Random& random_;
};

class Resolver final : public delivery::TargetResolver {
 public:
  explicit Resolver(std::shared_ptr<delivery::Target> target) : target_(std::move(target)) {}
  base::Result<std::shared_ptr<delivery::Target>> resolve(const Route&, const BusId&) override {
    return target_;
  }

 private:
  std::shared_ptr<delivery::Target> target_;
};

const BusId kBus{{base::AccountId("111111111111"), base::Region("eu-west-1"), 0}, "default"};

std::shared_ptr<const CompiledBus> one_rule() {
  auto parsed = pattern::Pattern::parse(R"({"source":["shop"],"detail":{"state":["paid"]}})");
  const pattern::Rule rule{1, std::make_shared<const pattern::Pattern>(std::move(*parsed))};
  auto route = std::make_shared<const Route>(
      Route{delivery::SubscriptionId("s"), {}, delivery::TargetArn("t"), {}, {}, {}});
  return std::make_shared<const CompiledBus>(
      pattern::RuleIndex().change({}, {&rule, 1}),
      std::vector<CompiledRule>{{1, {{std::move(route), false}}}});
}

void put_ten(benchmark::State& state) {
  base::SimulatedExecutor executor(1);
  base::SimulatedClock clock(executor, base::from_unix_ms(1'800'000'000'000));
  base::SeededRandom random(1);
  base::Metrics metrics;
  store::memory::MemoryEngine disk;
  auto driver = store::make_executor_driver(executor);
  auto store = std::move(*store::Store::open(disk, clock, *driver, {}));
  store::Ownership ownership(*store, executor);
  Resolver targets(std::make_shared<Queue>(random));
  Engine engine({ownership, executor, clock, random, metrics, targets}, {});
  engine.publish(kBus, one_rule());
  Event event;
  event.account = kBus.partition.account;
  event.region = kBus.partition.region;
  event.source = "shop";
  event.detail_type = "order";
  event.payload = R"({"state":"paid","text":")" + std::string(550, 'x') + R"("})";
  for ([[maybe_unused]] auto _ : state) {
    bool done = false;
    auto put = [](Engine& engine, std::vector<Event> events, bool& done) -> base::Task<void> {
      auto results = co_await engine.put(kBus, std::move(events));
      benchmark::DoNotOptimize(results);
      done = true;
    };
    std::vector<Event> events(10, event);
    base::start(put(engine, std::move(events), done));
    while (!done && executor.run_one()) {
    }
    store::CommitRequest purge{
        kBus.partition, 0, {store::QueuePurge{store::Key::of({"queue"})}}, {}};
    state.PauseTiming();
    base::start([](store::Ownership& ownership, store::CommitRequest request) -> base::Task<void> {
      auto purged = co_await ownership.commit(std::move(request));
      benchmark::DoNotOptimize(purged);
    }(ownership, std::move(purge)));
    executor.run_until(executor.now() + base::Seconds(1));
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * 10);
}
BENCHMARK(put_ten);

}  // namespace
}  // namespace angarium::bus
