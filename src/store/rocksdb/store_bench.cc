// Commits per second with many writers, beside what the disk gives in the same run: one fdatasync
// per 4 KiB append. ANGARIUM_BENCH_DIRECTORY says where (a disk, not a memory file system).

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <semaphore>

#include "base/asio_executor.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "store/store.h"

namespace angarium::store::rocksdb {
namespace {

constexpr size_t kEventBytes = 600;

std::string fresh_directory() {
  const char* chosen = std::getenv("ANGARIUM_BENCH_DIRECTORY");
  const auto path =
      (chosen ? std::filesystem::path(chosen) : std::filesystem::temp_directory_path()) /
      "angarium-store-bench";
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path.string();
}

// A store on a disk, and writers that each wait for their commit before the next.
class Bench {
 public:
  Bench() {
    engine_ = std::move(*open_rocksdb({fresh_directory()}));
    store_ = std::move(*Store::open(*engine_, clock_, *driver_, {}));
    epoch_ = wait(store_->own(executor_, partition_));
  }
  ~Bench() { store_.reset(); }

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
    for (auto _ : state) {
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
  base::SystemClock clock_;
  std::unique_ptr<GroupDriver> driver_ = make_thread_driver();
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Store> store_;
  std::counting_semaphore<> finished_{0};
  base::AsioExecutor executor_{"writers", 1};
  Epoch epoch_ = 0;
};

void raw_fdatasync(benchmark::State& state) {
  const std::string path = fresh_directory() + "/raw";
  const int file = open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  const std::string block(4096, 'x');
  for (auto _ : state) {
    if (write(file, block.data(), block.size()) < 0 || fdatasync(file) != 0) std::abort();
  }
  close(file);
  state.SetItemsProcessed(state.iterations());
}

void append_one(benchmark::State& state) {
  Bench().run(state, [](const Bench& bench, uint64_t) -> std::vector<Operation> {
    return {LogAppend{bench.log, std::string(kEventBytes, 'e')}};
  });
}

// What PutEvents with ten entries that match one queue commits.
void append_ten_and_push(benchmark::State& state) {
  Bench().run(state, [](const Bench& bench, uint64_t number) {
    std::vector<Operation> operations;
    for (int i = 0; i < 10; ++i) {
      operations.push_back(LogAppend{bench.log, std::string(kEventBytes, 'e')});
      operations.push_back(QueuePush{bench.queue,
                                     MessageId(std::to_string(number) + "." + std::to_string(i)),
                                     bench.now(), std::string(kEventBytes, 'e')});
    }
    return operations;
  });
}

// Items are batches of ten, in three commits each.
void pass_batches(benchmark::State& state) { Bench().run_passes(state); }

// Pushes, leases and deletes some messages, in three commits.
void pass_through(Bench& bench, uint64_t& number, size_t count) {
  std::vector<Operation> pushes;
  for (size_t i = 0; i < count; ++i) {
    pushes.push_back(
        QueuePush{bench.queue, MessageId(std::to_string(++number)), bench.now(), "body"});
  }
  bench.commit(std::move(pushes));
  const auto leased =
      bench.commit({QueueLease{bench.queue, count, bench.now() + base::Seconds(30)}});
  std::vector<Operation> deletes;
  for (const Message& message : leased.operations[0].messages) {
    deletes.push_back(QueueDelete{bench.queue, message.id});
  }
  if (deletes.size() != count) std::abort();
  bench.commit(std::move(deletes));
}

// One message through a queue that `range` messages have gone through before.
void receive_after_deletes(benchmark::State& state) {
  constexpr size_t kTogether = 500;
  Bench bench;
  uint64_t number = 0;
  while (number < static_cast<uint64_t>(state.range(0))) pass_through(bench, number, kTogether);
  for (auto _ : state) pass_through(bench, number, 1);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(raw_fdatasync)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(append_one)->Arg(1)->Arg(8)->Arg(64)->Arg(512)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(append_ten_and_push)->Arg(1)->Arg(8)->Arg(64)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(pass_batches)->Arg(1)->Arg(16)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(receive_after_deletes)->Arg(0)->Arg(200'000)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace angarium::store::rocksdb
