#include "store/contract_groups.h"
#include "store/contract_queues.h"
#include "store/memory/memory_under_test.h"

namespace angarium::store {
namespace {

const MakeEngine kMemory = [] { return std::make_unique<memory::MemoryUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Memory, QueueContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, GroupContract, testing::Values(kMemory));

}  // namespace
}  // namespace angarium::store
