#include "store/contract_committer.h"
#include "store/contract_pipeline.h"
#include "store/contract_takers.h"
#include "store/memory/memory_under_test.h"

namespace angarium::store {
namespace {

const MakeEngine kMemory = [] { return std::make_unique<memory::MemoryUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Memory, CommitterContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, PipelineContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, TakerContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, ThreadContract, testing::Values(kMemory));

}  // namespace
}  // namespace angarium::store
