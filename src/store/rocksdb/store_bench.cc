// Commits per second with many writers, beside what the disk gives in the same run: one fdatasync
// per 4 KiB append. ANGARIUM_BENCH_DIRECTORY says where (a disk, not a memory file system).

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/rocksdb/bench_store.h"

namespace angarium::store::rocksdb {
namespace {

constexpr size_t kEventBytes = 600;

void raw_fdatasync(benchmark::State& state) {
  const std::string path = fresh_directory() + "/raw";
  const int file = open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  const std::string block(4096, 'x');
  for ([[maybe_unused]] auto _ : state) {
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

void append_ten(benchmark::State& state) { Bench().run(state, append_ten_and_push); }

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
  for ([[maybe_unused]] auto _ : state) pass_through(bench, number, 1);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(raw_fdatasync)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(append_one)->Arg(1)->Arg(8)->Arg(64)->Arg(512)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(append_ten)->Arg(1)->Arg(8)->Arg(64)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(pass_batches)->Arg(1)->Arg(16)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(receive_after_deletes)->Arg(0)->Arg(200'000)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace angarium::store::rocksdb
