// A queue of many messages: what each end of it costs at that depth and when it is empty again,
// what it takes in memory, and how long a restart takes. ANGARIUM_BENCH_DEEP says how many
// messages.

#include <algorithm>
#include <fstream>

#include "store/rocksdb/bench_store.h"

namespace angarium::store::rocksdb {
namespace {

constexpr size_t kBodyBytes = 200;
constexpr size_t kTogether = 1'000;

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

double resident_mb() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  }
  return 0;
}

class Deep {
 public:
  explicit Deep(benchmark::State& state) : state_(state) {}

  void push(size_t count) {
    std::vector<Operation> pushes;
    for (size_t i = 0; i < count; ++i) {
      pushes.push_back(QueuePush{bench_.queue, MessageId(fmt::format("{:036}", ++number_)),
                                 bench_.now(), std::string(kBodyBytes, 'b')});
    }
    bench_.commit(std::move(pushes));
  }
  // Leases and deletes; how many there were.
  size_t take(size_t count) {
    const auto leased = lease(count);
    std::vector<Operation> deletes;
    deletes.reserve(leased.size());
    for (const Message& message : leased) deletes.push_back(QueueDelete{bench_.queue, message.id});
    if (!deletes.empty()) bench_.commit(std::move(deletes));
    return leased.size();
  }
  // Deletes what it leased before in the commit of the next lease.
  void drain() {
    std::vector<Operation> operations;
    while (true) {
      operations.push_back(QueueLease{bench_.queue, kTogether, bench_.now() + base::Seconds(30)});
      auto result = bench_.commit(std::move(operations));
      operations.clear();
      for (const Message& message : result.operations.back().messages) {
        operations.push_back(QueueDelete{bench_.queue, message.id});
      }
      if (operations.empty()) return;
    }
  }
  std::vector<Message> lease(size_t count) {
    return bench_.commit({QueueLease{bench_.queue, count, bench_.now() + base::Seconds(30)}})
        .operations[0]
        .messages;
  }

  // Medians, in milliseconds, of pushing ten and of leasing and deleting ten; syncs included.
  void note_ends(const std::string& when) {
    std::vector<double> pushes;
    std::vector<double> takes;
    for (int i = 0; i < 50; ++i) {
      const auto began = std::chrono::steady_clock::now();
      push(10);
      pushes.push_back(seconds_since(began) * 1000);
      const auto pushed = std::chrono::steady_clock::now();
      if (take(10) != 10) std::abort();
      takes.push_back(seconds_since(pushed) * 1000);
    }
    std::sort(pushes.begin(), pushes.end());
    std::sort(takes.begin(), takes.end());
    note("push_ms_" + when, pushes[pushes.size() / 2]);
    note("take_ms_" + when, takes[takes.size() / 2]);
  }
  void note(const std::string& name, double value) { state_.counters[name] = value; }

  void run(uint64_t messages) {
    note_ends("empty");
    auto began = std::chrono::steady_clock::now();
    for (uint64_t i = 0; i < messages; i += kTogether) push(kTogether);
    note("fill_per_s", static_cast<double>(messages) / seconds_since(began));
    note_ends("deep");
    note("mb_deep", resident_mb());
    note("restart_s", bench_.reopen());
    began = std::chrono::steady_clock::now();
    lease(10);
    note("first_ms", seconds_since(began) * 1000);
    began = std::chrono::steady_clock::now();
    const auto counts = bench_.store().queue_counts(bench_.partition(), bench_.queue);
    note("count_ms", seconds_since(began) * 1000);
    if (counts->visible + counts->in_flight != messages) std::abort();
    note_ends("restarted");
    note("mb_restarted", resident_mb());
    began = std::chrono::steady_clock::now();
    drain();
    note("drain_per_s", static_cast<double>(messages) / seconds_since(began));
    note_ends("drained");
    note("mb_drained", resident_mb());
  }

 private:
  benchmark::State& state_;
  Bench bench_;
  uint64_t number_ = 0;
};

void deep_queue(benchmark::State& state) {
  const char* chosen = std::getenv("ANGARIUM_BENCH_DEEP");
  const uint64_t messages = chosen ? std::strtoull(chosen, nullptr, 10) : 200'000;
  for ([[maybe_unused]] auto _ : state) Deep(state).run(messages);
  state.counters["messages"] = static_cast<double>(messages);
}

BENCHMARK(deep_queue)->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();

}  // namespace
}  // namespace angarium::store::rocksdb
