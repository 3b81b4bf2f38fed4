#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/simulated_executor.h"
#include "store/store.h"

// What the contract suite (contract_*.h) stands on. An engine's test files include it, a part each,
// and instantiate it for their engine: one body, every engine. (All parts in one file take 26 s.)
namespace angarium::store {

// An engine together with what it keeps its data on.
class EngineUnderTest {
 public:
  virtual ~EngineUnderTest() = default;
  virtual Engine& engine() = 0;
  // Closes the engine and opens it again on the same data.
  virtual void reopen() = 0;
  virtual uint64_t sync_count() const = 0;
};

using MakeEngine = std::function<std::unique_ptr<EngineUnderTest>()>;

// A clock that the test sets.
class TestClock final : public base::Clock {
 public:
  base::Time now() const override { return now_; }
  void advance(base::Milliseconds by) { now_ = now_.load() + by; }

 private:
  std::atomic<base::Time> now_ = base::from_unix_ms(1'800'000'000'000);
};

// A store on a simulated executor, with a partition of its own, and blocking calls.
class ContractTest : public testing::TestWithParam<MakeEngine> {
 protected:
  ContractTest() { open({}); }

  void open(StoreOptions options) {
    options_ = options;
    driver_ = make_executor_driver(executor_, latency_);
    auto opened = Store::open(engine_->engine(), clock_, *driver_, std::move(options));
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    store_ = std::move(*opened);
    epoch_ = own(partition_);
  }
  void close() { store_.reset(); }
  void reopen() {
    close();
    engine_->reopen();
    open(options_);
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
  Epoch own(const Partition& partition) { return *run(store_->own(executor_, partition)); }

  base::Result<CommitResult> commit(std::vector<Operation> operations,
                                    std::vector<Precondition> preconditions = {}) {
    CommitRequest request{partition_, epoch_, std::move(operations), std::move(preconditions)};
    return run(store_->commit(executor_, std::move(request)));
  }
  // The result of a commit of one operation, which must succeed.
  OperationResult apply(Operation operation) {
    auto result = commit({std::move(operation)});
    EXPECT_TRUE(result.ok()) << result.error().message();
    return result.ok() ? result->operations.at(0) : OperationResult{};
  }
  // The error of a commit; a message saying so when there was none.
  static std::string error_of(const base::Result<CommitResult>& result) {
    return result.ok() ? "none" : std::string(result.error().code_name());
  }

  base::Time in(base::Milliseconds span) const { return clock_.now() + span; }
  OperationResult push(const Key& queue, const char* id, base::Milliseconds delay = {}) {
    return apply(QueuePush{queue, MessageId(id), in(delay), std::string("body of ") + id});
  }
  std::vector<Message> lease(const Key& queue, size_t messages_max = 10,
                             base::Milliseconds span = base::Seconds(30)) {
    return apply(QueueLease{queue, messages_max, in(span)}).messages;
  }
  std::string leased_ids(const Key& queue, size_t messages_max = 10,
                         base::Milliseconds span = base::Seconds(30)) {
    std::string ids;
    for (const Message& message : lease(queue, messages_max, span)) ids += message.id.text();
    return ids;
  }
  // "visible in_flight delayed"
  std::string counts(const Key& queue) const {
    const auto counts = store_->queue_counts(partition_, queue);
    return std::to_string(counts->visible) + " " + std::to_string(counts->in_flight) + " " +
           std::to_string(counts->delayed);
  }

  const Partition partition_{base::AccountId("111122223333"), base::Region("eu-west-1")};
  const Key queue_ = Key::of({"sqs", "orders"});
  const Key log_ = Key::of({"events", "log", "default"});
  base::SimulatedExecutor executor_{1};
  TestClock clock_;
  std::unique_ptr<EngineUnderTest> engine_ = GetParam()();
  std::unique_ptr<GroupDriver> driver_;
  std::unique_ptr<Store> store_;
  StoreOptions options_;
  std::function<base::Instant::duration()> latency_;  // of writes; for the next open()
  Epoch epoch_ = 0;
};

}  // namespace angarium::store
