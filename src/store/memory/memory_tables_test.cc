#include "store/contract_logs.h"
#include "store/contract_tables.h"
#include "store/memory/memory_under_test.h"

namespace angarium::store {
namespace {

const MakeEngine kMemory = [] { return std::make_unique<memory::MemoryUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Memory, TableContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, LogContract, testing::Values(kMemory));

}  // namespace
}  // namespace angarium::store
