#include "store/contract_groups.h"
#include "store/contract_queues.h"
#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store {
namespace {

const MakeEngine kRocksdb = [] { return std::make_unique<rocksdb::RocksdbUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Rocksdb, QueueContract, testing::Values(kRocksdb));
INSTANTIATE_TEST_SUITE_P(Rocksdb, GroupContract, testing::Values(kRocksdb));

}  // namespace
}  // namespace angarium::store
