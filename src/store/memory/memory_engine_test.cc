#include "store/memory/memory_engine.h"

#include "store/contract_logs.h"
#include "store/contract_queues.h"
#include "store/contract_random.h"
#include "store/contract_tables.h"

namespace angarium::store {
namespace {

class MemoryUnderTest final : public EngineUnderTest {
 public:
  Engine& engine() override { return engine_; }
  void reopen() override {
    base::SeededRandom random(1);
    engine_.lose_unsynced(random);
  }

 private:
  memory::MemoryEngine engine_;
};

const MakeEngine kMemory = [] { return std::make_unique<MemoryUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Memory, TableContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, LogContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, QueueContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, RandomContract, testing::Values(kMemory));

}  // namespace
}  // namespace angarium::store
