#include <gtest/gtest.h>
#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store::rocksdb {
namespace {

// A push looks for its id among all messages. With many of them that must stay a look into a filter
// in the cache, however small this is beside the filters: RocksDB itself counts what it read.
class Filters : public ContractTest {
 protected:
  void fill(int count) {
    constexpr int kTogether = 1'000;
    for (int i = 0; i < count; i += kTogether) {
      std::vector<Operation> pushes;
      for (int j = 0; j < kTogether; ++j) pushes.push_back(new_push());
      ASSERT_TRUE(commit(std::move(pushes)).ok());
    }
  }
  QueuePush new_push() {
    return {queue_, MessageId("message " + std::to_string(++number_)), clock_.now(), "body"};
  }
  int number_ = 0;
};

TEST_P(Filters, OfADeepQueueStayInTheCache) {
  // Their filters take some 75 KB, more than one of the eight parts of the cache of 256 KiB.
  fill(30'000);
  for (int i = 0; i < 200; ++i) apply(new_push());
  ::rocksdb::SetPerfLevel(::rocksdb::kEnableCount);
  ::rocksdb::get_perf_context()->Reset();
  for (int i = 0; i < 100; ++i) apply(new_push());
  // Each in one piece would be read for each push, 7 MB.
  EXPECT_LT(::rocksdb::get_perf_context()->block_read_byte, 1'000'000u);
  ::rocksdb::SetPerfLevel(::rocksdb::kDisable);
}

// A write buffer of which many are compacted into one table. (Tables of the first level are
// pinned.)
const MakeEngine kSmallBuffer = [] {
  return std::make_unique<RocksdbUnderTest>(512 << 10, 256 << 10);
};
INSTANTIATE_TEST_SUITE_P(Rocksdb, Filters, testing::Values(kSmallBuffer));

}  // namespace
}  // namespace angarium::store::rocksdb
