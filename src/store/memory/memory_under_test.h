#pragma once

#include <memory>

#include "base/random.h"
#include "store/contract_fixture.h"
#include "store/memory/memory_engine.h"

namespace angarium::store::memory {

// The memory engine for the contract suite; a reopening is a power cut.
class MemoryUnderTest final : public EngineUnderTest {
 public:
  Engine& engine() override { return engine_; }
  void reopen() override {
    base::SeededRandom random(1);
    engine_.lose_unsynced(random);
  }
  uint64_t sync_count() const override { return engine_.sync_count(); }

 private:
  MemoryEngine engine_;
};

}  // namespace angarium::store::memory
