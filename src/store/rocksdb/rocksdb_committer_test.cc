#include "store/contract_committer.h"
#include "store/contract_pipeline.h"
#include "store/contract_takers.h"
#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store {
namespace {

const MakeEngine kRocksdb = [] { return std::make_unique<rocksdb::RocksdbUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Rocksdb, CommitterContract, testing::Values(kRocksdb));
INSTANTIATE_TEST_SUITE_P(Rocksdb, PipelineContract, testing::Values(kRocksdb));
INSTANTIATE_TEST_SUITE_P(Rocksdb, TakerContract, testing::Values(kRocksdb));
INSTANTIATE_TEST_SUITE_P(Rocksdb, ThreadContract, testing::Values(kRocksdb));

}  // namespace
}  // namespace angarium::store
