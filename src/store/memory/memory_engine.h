#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/random.h"
#include "store/engine.h"

namespace angarium::store::memory {

// An engine in memory: of a server started without a data directory, of tests, and of the
// simulation, whose disk it is. Thread safe.
//
// As a disk it fails the way disks do: what was written but not synced may be lost with the power,
// the last written first, and a write or sync may fail. The object outlives the "process": tests
// destroy the Store above, call lose_unsynced(), and open a new one on the same engine.
class MemoryEngine final : public Engine {
 public:
  // `capacity_bytes` bounds what free_bytes() reports; the engine itself takes whatever comes.
  explicit MemoryEngine(uint64_t capacity_bytes = uint64_t{4} << 30)
      : capacity_bytes_(capacity_bytes) {}

  base::Result<std::optional<std::string>> get(std::string_view key) const override;
  base::Result<std::vector<Item>> scan(const KeyRange& range) const override;
  base::Result<void> write(const Batch& batch, Durability durability) override;
  const OpenReport& open_report() const override { return open_report_; }

  // Capacity less what is held, for StoreOptions::free_bytes.
  uint64_t free_bytes() const;

  // The power goes: of the batches since the last sync, a random number, the latest, never
  // happened.
  void lose_unsynced(base::Random& random);
  // From now on every write fails with kIo. What such a write brought counts as written, not as
  // synced.
  void fail_writes(bool fail);

  uint64_t sync_count() const;

 private:
  // What a batch since the last sync has replaced.
  struct Replaced {
    std::string key;
    std::optional<std::string> value;
  };
  using Undo = std::vector<Replaced>;
  class Apply;

  void set(std::string_view key, std::optional<std::string> value, Undo& undo) AG_REQUIRES(mutex_);

  const uint64_t capacity_bytes_;
  const OpenReport open_report_{.created = true};
  mutable base::Mutex mutex_;
  std::map<std::string, std::string, std::less<>> items_ AG_GUARDED_BY(mutex_);
  std::deque<Undo> unsynced_ AG_GUARDED_BY(mutex_);
  uint64_t bytes_ AG_GUARDED_BY(mutex_) = 0;
  uint64_t sync_count_ AG_GUARDED_BY(mutex_) = 0;
  bool fail_writes_ AG_GUARDED_BY(mutex_) = false;
};

}  // namespace angarium::store::memory
