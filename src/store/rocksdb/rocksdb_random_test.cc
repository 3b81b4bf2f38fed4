#include "store/contract_random.h"
#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store {
namespace {

const MakeEngine kRocksdb = [] { return std::make_unique<rocksdb::RocksdbUnderTest>(); };

INSTANTIATE_TEST_SUITE_P(Rocksdb, RandomContract, testing::Values(kRocksdb));

}  // namespace
}  // namespace angarium::store
