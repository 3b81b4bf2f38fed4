#pragma once

#include "simulation/fault_model.h"
#include "store/memory/memory_engine.h"

namespace angarium::simulation {

// The disk: MemoryEngine's loss model and, to prove that the checks notice, two that tear batches.
class Disk final : public store::Engine {
 public:
  explicit Disk(Sabotage sabotage) : sabotage_(sabotage) {}

  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    return engine_.get(key);
  }
  base::Result<std::vector<store::Item>> scan(const store::KeyRange& range) const override {
    return engine_.scan(range);
  }
  base::Result<void> write(const store::Batch& batch, store::Durability durability) override;
  const store::OpenReport& open_report() const override { return engine_.open_report(); }

  // The process is killed: what is written from now on is never synced, and fails.
  void process_dies() {
    dying_ = true;
    engine_.fail_writes(true);
  }
  void process_is_dead(base::Random& random) {
    engine_.lose_unsynced(random);
    engine_.fail_writes(false);
    dying_ = false;
  }

 private:
  base::Result<void> write_torn(const store::Batch& batch, store::Durability durability);

  const Sabotage sabotage_;
  bool dying_ = false;
  store::memory::MemoryEngine engine_;
};

}  // namespace angarium::simulation
