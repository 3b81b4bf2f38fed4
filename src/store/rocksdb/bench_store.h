#pragma once

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <semaphore>

#include "base/asio_executor.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "store/store.h"

// What the benchmarks of this folder stand on.
namespace angarium::store::rocksdb {

inline std::string fresh_directory() {
  const char* chosen = std::getenv("ANGARIUM_BENCH_DIRECTORY");
  const auto path =
      (chosen ? std::filesystem::path(chosen) : std::filesystem::temp_directory_path()) /
      "angarium-store-bench";
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path.string();
}

inline std::unique_ptr<Engine> open_on_rocksdb(const std::string& directory) {
  return std::move(*open_rocksdb({directory}));
}

// A store on a disk, and writers that each wait for their commit before the next.
class Bench {
 public:
  using MakeEngine = std::function<std::unique_ptr<Engine>(const std::string& directory)>;

  explicit Bench(MakeEngine make_engine = open_on_rocksdb) : make_engine_(std::move(make_engine)) {
    open();
  }
  ~Bench() { store_.reset(); }

  // Closes the store and opens it again on the same data. How long the opening took, in seconds.
  double reopen() {
    store_.reset();
    engine_.reset();
    driver_ = make_thread_driver();
    const base::Instant began = executor_.now();
    open();
    return std::chrono::duration<double>(executor_.now() - began).count();
  }
  const Store& store() const { return *store_; }
  const Partition& partition() const { return partition_; }

  using MakeOperations = std::vector<Operation> (*)(const Bench&, uint64_t number);
  void run(benchmark::State& state, MakeOperations make) {
    run_writers(state, [&](uint64_t number) { return write(make, number); });
  }
  void run_passes(benchmark::State& state) {
    run_writers(state, [&](uint64_t number) { return pass(number); });
  }

  template <class MakeWriter>
  void run_writers(benchmark::State& state, MakeWriter make_writer) {
    const auto writers = static_cast<int>(state.range(0));
    uint64_t number = 0;
    for ([[maybe_unused]] auto _ : state) {
      for (int i = 0; i < writers; ++i)
        base::spawn(executor_, make_writer(number + static_cast<uint64_t>(i) * kEach));
      for (int i = 0; i < writers; ++i) finished_.acquire();
      number += static_cast<uint64_t>(writers) * kEach;
    }
    state.SetItemsProcessed(static_cast<int64_t>(number));
  }

  CommitResult commit(std::vector<Operation> operations) {
    CommitRequest request{partition_, epoch_, std::move(operations)};
    return wait(store_->commit(executor_, std::move(request)));
  }
  base::Time now() const { return clock_.now(); }

  const Key log = Key::of({"log"});
  const Key queue = Key::of({"queue"});

 private:
  static constexpr uint64_t kEach = 50;

  void open() {
    engine_ = make_engine_(directory_);
    store_ = std::move(*Store::open(*engine_, clock_, *driver_, {}));
    epoch_ = wait(store_->own(executor_, partition_));
  }

  template <class T>
  T wait(base::Task<base::Result<T>> task) {
    std::optional<base::Result<T>> result;
    auto run = [](base::Task<base::Result<T>> task, std::optional<base::Result<T>>& result,
                  std::counting_semaphore<>& finished) -> base::Task<void> {
      result.emplace(co_await std::move(task));
      finished.release();
    };
    base::spawn(executor_, run(std::move(task), result, finished_));
    finished_.acquire();
    return std::move(**result);
  }

  base::Task<void> write(MakeOperations make, uint64_t number) {
    for (uint64_t i = 0; i < kEach; ++i) {
      CommitRequest request{partition_, epoch_, make(*this, number + i)};
      if (!(co_await store_->commit(executor_, std::move(request))).ok()) std::abort();
    }
    finished_.release();
  }

  // Batches of ten messages of 1 KB through the queue: pushed, leased, deleted.
  base::Task<void> pass(uint64_t number) {
    for (uint64_t i = 0; i < kEach; ++i) {
      CommitRequest pushes{partition_, epoch_, {}};
      for (int j = 0; j < 10; ++j) {
        pushes.operations.push_back(QueuePush{queue,
                                              MessageId(fmt::format("{:032}.{}", number + i, j)),
                                              now(), std::string(1'050, 'b')});
      }
      if (!(co_await store_->commit(executor_, std::move(pushes))).ok()) std::abort();
      CommitRequest lease{partition_, epoch_, {QueueLease{queue, 10, now() + base::Seconds(30)}}};
      auto leased = co_await store_->commit(executor_, std::move(lease));
      if (!leased.ok()) std::abort();
      CommitRequest deletes{partition_, epoch_, {}};
      for (const Message& message : leased->operations[0].messages) {
        deletes.operations.push_back(QueueDelete{queue, message.id});
      }
      if (!(co_await store_->commit(executor_, std::move(deletes))).ok()) std::abort();
    }
    finished_.release();
  }

  const Partition partition_{base::AccountId("111122223333"), base::Region("eu-west-1")};
  const MakeEngine make_engine_;
  const std::string directory_ = fresh_directory();
  base::SystemClock clock_;
  std::unique_ptr<GroupDriver> driver_ = make_thread_driver();
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Store> store_;
  std::counting_semaphore<> finished_{0};
  base::AsioExecutor executor_{"writers", 1};
  Epoch epoch_ = 0;
};

// What PutEvents with ten entries that match one queue commits.
inline std::vector<Operation> append_ten_and_push(const Bench& bench, uint64_t number) {
  constexpr size_t kEventBytes = 600;
  std::vector<Operation> operations;
  for (int i = 0; i < 10; ++i) {
    operations.push_back(LogAppend{bench.log, std::string(kEventBytes, 'e')});
    operations.push_back(QueuePush{bench.queue, MessageId(fmt::format("{:032}.{}", number, i)),
                                   bench.now(), std::string(kEventBytes, 'e')});
  }
  return operations;
}

}  // namespace angarium::store::rocksdb
