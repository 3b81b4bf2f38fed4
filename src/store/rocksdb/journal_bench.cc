// What segment files of our own as the journal would bring: the store over a prototype of such an
// engine, beside the store over RocksDB, in the same run. ANGARIUM_BENCH_DIRECTORY says where.
//
// The prototype is an upper bound. A group becomes one record of a segment file, and is then
// applied to an ordered map in memory: nothing is moved on to table files, nothing read back at a
// start, and tombstones are not needed. What a real one would pay for these, RocksDB pays here.

#include <absl/container/btree_map.h>
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>
#include <zlib.h>

#include <array>

#include "base/mutex.h"
#include "store/error.h"
#include "store/rocksdb/bench_store.h"

namespace angarium::store::rocksdb {
namespace {

// How the segment files are when records are written into them.
enum class Segments {
  kGrowing,    // each sync also has to bring the file's new length to the disk
  kAllocated,  // written full of zeros before, and used again: a sync writes the record only
};

class SegmentEngine final : public Engine, private Batch::Visitor {
 public:
  SegmentEngine(const std::string& directory, Segments segments) : segments_(segments) {
    for (size_t i = 0; i < files_.size(); ++i) {
      const std::string path = directory + "/segment" + std::to_string(i);
      files_[i] = open(path.c_str(), O_CREAT | O_RDWR | O_TRUNC, 0600);
      if (files_[i] < 0) std::abort();
      if (segments_ == Segments::kAllocated) allocate(files_[i]);
    }
  }
  ~SegmentEngine() override {
    for (const int file : files_) close(file);
  }

  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    const base::MutexLock lock(mutex_);
    const auto item = items_.find(key);
    if (item == items_.end()) return std::optional<std::string>();
    return std::optional<std::string>(item->second);
  }

  base::Result<std::vector<Item>> scan(const KeyRange& range) const override {
    std::vector<Item> items;
    size_t bytes = 0;
    const base::MutexLock lock(mutex_);
    for (auto at = items_.lower_bound(range.from);
         at != items_.end() && at->first < range.to && items.size() < range.items_max &&
         (items.empty() || bytes < range.bytes_max);
         ++at) {
      bytes += at->first.size() + at->second.size();
      items.push_back({at->first, at->second});
    }
    return items;
  }

  base::Result<void> write(const Batch& batch, Durability durability) override {
    AG_CHECK(append(batch.bytes(), durability));
    const base::MutexLock lock(mutex_);
    batch.visit(*this);
    return {};
  }

  const OpenReport& open_report() const override { return report_; }

 private:
  static constexpr size_t kSegmentBytes = 64 << 20;

  static void allocate(int file) {
    const std::string zeros(1 << 20, '\0');
    for (size_t at = 0; at < kSegmentBytes; at += zeros.size()) {
      if (pwrite(file, zeros.data(), zeros.size(), static_cast<off_t>(at)) < 0) std::abort();
    }
    if (fsync(file) != 0) std::abort();
  }

  // A record: its length, its number, a checksum of all, and the batch.
  base::Result<void> append(const std::string& bytes, Durability durability) {
    std::array<uint64_t, 3> head{bytes.size(), ++records_, 0};
    head[2] = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    if (at_ + sizeof(head) + bytes.size() > kSegmentBytes) next_segment();
    const std::array<iovec, 2> parts{
        {{head.data(), sizeof(head)}, {const_cast<char*>(bytes.data()), bytes.size()}}};
    const int file = files_[segment_];
    if (pwritev(file, parts.data(), parts.size(), static_cast<off_t>(at_)) < 0 ||
        (durability == Durability::kSynced && fdatasync(file) != 0)) {
      return base::Error(StoreError::kIo, "a segment can't be written");
    }
    at_ += sizeof(head) + bytes.size();
    return {};
  }
  void next_segment() {
    segment_ = (segment_ + 1) % files_.size();
    if (segments_ == Segments::kGrowing && ftruncate(files_[segment_], 0) != 0) std::abort();
    at_ = 0;
  }

  void put(std::string_view key, std::string_view value) override {
    items_.insert_or_assign(std::string(key), std::string(value));
  }
  void erase(std::string_view key) override {
    const auto item = items_.find(key);
    if (item != items_.end()) items_.erase(item);
  }
  void erase_range(std::string_view from, std::string_view to) override {
    items_.erase(items_.lower_bound(from), items_.lower_bound(to));
  }

  const Segments segments_;
  const OpenReport report_{.created = true};
  std::array<int, 4> files_{};
  size_t segment_ = 0;
  size_t at_ = 0;
  uint64_t records_ = 0;
  mutable base::Mutex mutex_;
  absl::btree_map<std::string, std::string, std::less<>> items_;
};

template <Segments kSegments>
Bench::MakeEngine segments() {
  return [](const std::string& directory) -> std::unique_ptr<Engine> {
    return std::make_unique<SegmentEngine>(directory, kSegments);
  };
}

// Items are commits of ten events, each pushed into a queue.
void append_and_push(benchmark::State& state, const Bench::MakeEngine& make_engine) {
  Bench(make_engine).run(state, append_ten_and_push);
}
// Items are batches of ten messages, pushed, leased and deleted.
void pass(benchmark::State& state, const Bench::MakeEngine& make_engine) {
  Bench(make_engine).run_passes(state);
}

#define AG_JOURNAL_BENCH(function, name, engine) \
  BENCHMARK_CAPTURE(function, name, engine)->Arg(1)->Arg(32)->MeasureProcessCPUTime()->UseRealTime()

AG_JOURNAL_BENCH(append_and_push, rocksdb, open_on_rocksdb);
AG_JOURNAL_BENCH(append_and_push, growing_segments, segments<Segments::kGrowing>());
AG_JOURNAL_BENCH(append_and_push, allocated_segments, segments<Segments::kAllocated>());
AG_JOURNAL_BENCH(pass, rocksdb, open_on_rocksdb);
AG_JOURNAL_BENCH(pass, growing_segments, segments<Segments::kGrowing>());
AG_JOURNAL_BENCH(pass, allocated_segments, segments<Segments::kAllocated>());

}  // namespace
}  // namespace angarium::store::rocksdb
