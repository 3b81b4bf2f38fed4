// The engine as production runs it: several threads, a committer of its own. Meant for the thread
// sanitizer above all.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>

#include "base/asio_executor.h"
#include "bus/engine.h"
#include "pattern/rule_index.h"
#include "store/memory/memory_engine.h"

namespace angarium::bus {
namespace {

constexpr int kBuses = 2;
constexpr int kPuts = 200;  // for each bus
constexpr int kEventsPerPut = 5;
constexpr int kEvents = kBuses * kPuts * kEventsPerPut;

// Counts each event once, however often it comes; refuses every third first attempt.
class CountingTarget final : public delivery::Target {
 public:
  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override {
    if (delivery.attempt == 1 && calls_++ % 3 == 0) {
      auto busy = delivery::Attempt::retryable("Busy", "not now");
      busy.retry_after = base::Milliseconds(50);
      co_return busy;
    }
    all.count_down();
    co_return delivery::Attempt::delivered();
  }
  std::latch all{kEvents};

 private:
  std::atomic<int> calls_ = 0;
};

class EngineThreadsTest : public testing::Test, public delivery::TargetResolver {
 protected:
  EngineThreadsTest()
      : driver_(store::make_thread_driver()),
        store_(std::move(*store::Store::open(disk_, clock_, *driver_, {}))),
        ownership_(*store_, executor_),
        engine_(Surroundings{ownership_, executor_, clock_, random_, metrics_, *this}, {}) {}
  ~EngineThreadsTest() override {
    wait_for([](Engine& engine) -> base::Task<void> { co_await engine.stop(base::Seconds(20)); });
    executor_.stop();
  }

  base::Result<std::shared_ptr<delivery::Target>> resolve(const Route&, const BusId&) override {
    return std::static_pointer_cast<delivery::Target>(target_);
  }
  // Runs the flow on the executor and blocks until it has ended.
  void wait_for(base::Task<void> (*flow)(Engine&)) {
    std::latch done(1);
    auto run = [](base::Task<void> task, std::latch& done) -> base::Task<void> {
      co_await std::move(task);
      done.count_down();
    };
    base::spawn(executor_, run(flow(engine_), done));
    done.wait();
  }
  static BusId bus(int index) {
    return {{base::AccountId("111111111111"), base::Region("eu-west-1"), 0},
            "bus" + std::to_string(index)};
  }
  void publish(int index, const std::string& pattern) {
    auto parsed = pattern::Pattern::parse(pattern);
    const pattern::Rule rule{1, std::make_shared<const pattern::Pattern>(std::move(*parsed))};
    auto route = std::make_shared<const Route>(
        Route{delivery::SubscriptionId("s"), {}, delivery::TargetArn("t"), {}, {}, {}});
    engine_.publish(bus(index), std::make_shared<const CompiledBus>(
                                    pattern::RuleIndex().change({}, {&rule, 1}),
                                    std::vector<CompiledRule>{{1, {{std::move(route), false}}}}));
  }
  static base::Task<void> put(Engine& engine, int index, std::atomic<int>& taken,
                              std::latch& puts) {
    Event event;
    event.source = "shop";
    event.payload = "{}";
    std::vector<Event> events(kEventsPerPut, event);
    auto results = co_await engine.put(bus(index), std::move(events));
    for (const auto& result : results) taken += result.ok() ? 1 : 0;
    puts.count_down();
  }

  std::shared_ptr<CountingTarget> target_ = std::make_shared<CountingTarget>();
  base::SystemClock clock_;
  base::SystemRandom random_;
  base::Metrics metrics_;
  store::memory::MemoryEngine disk_;
  base::AsioExecutor executor_{"engine", 4};
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  store::Ownership ownership_;
  Engine engine_;
};

TEST_F(EngineThreadsTest, EveryEventArrivesWhileRulesChange) {
  wait_for([](Engine& engine) -> base::Task<void> {
    auto started = co_await engine.start();
    EXPECT_TRUE(started.ok());
  });
  for (int index = 0; index < kBuses; ++index) publish(index, R"({"source":["shop"]})");
  std::atomic<int> taken = 0;
  std::latch puts(kBuses * kPuts);
  for (int i = 0; i < kPuts; ++i) {
    for (int index = 0; index < kBuses; ++index) {
      base::spawn(executor_, put(engine_, index, taken, puts));
      if (i % 10 == 0) publish(index, R"({"source":["shop","other"]})");
    }
  }
  puts.wait();
  EXPECT_EQ(taken, kEvents);
  target_->all.wait();  // hangs when one is lost
}

}  // namespace
}  // namespace angarium::bus
