#include "store/contract_logs.h"
#include "store/contract_tables.h"
#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store {
namespace {

const MakeEngine kRocksdb = [] { return std::make_unique<rocksdb::RocksdbUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Rocksdb, TableContract, testing::Values(kRocksdb));
INSTANTIATE_TEST_SUITE_P(Rocksdb, LogContract, testing::Values(kRocksdb));

}  // namespace
}  // namespace angarium::store
