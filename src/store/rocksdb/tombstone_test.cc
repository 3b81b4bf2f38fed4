#include <gtest/gtest.h>
#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store::rocksdb {
namespace {

// A queue that has seen many deletes receives like a new one. RocksDB itself counts the tombstones
// that a read crosses.
class Tombstones : public ContractTest {
 protected:
  // Through the queue, in three commits: pushed, leased, deleted.
  void pass_through(int count) {
    std::vector<Operation> pushes;
    std::vector<Operation> deletes;
    for (int i = 0; i < count; ++i) {
      const MessageId id(std::to_string(++number_));
      pushes.push_back(QueuePush{queue_, id, clock_.now(), "body"});
      deletes.push_back(QueueDelete{queue_, id});
    }
    ASSERT_TRUE(commit(std::move(pushes)).ok());
    ASSERT_EQ(lease(queue_, static_cast<size_t>(count)).size(), static_cast<size_t>(count));
    ASSERT_TRUE(commit(std::move(deletes)).ok());
    clock_.advance(base::Milliseconds(1));
  }
  uint64_t crossed_by_passing_one() {
    ::rocksdb::get_perf_context()->Reset();
    pass_through(1);
    return ::rocksdb::get_perf_context()->internal_delete_skipped_count;
  }
  uint64_t crossed_by_looking_ahead() {
    ::rocksdb::get_perf_context()->Reset();
    EXPECT_TRUE(*store_->queue_next_due(partition_, queue_));
    return ::rocksdb::get_perf_context()->internal_delete_skipped_count;
  }
  int number_ = 0;
};

TEST_P(Tombstones, AreCrossedOnceAtMost) {
  constexpr int kMessages = 10'000;
  push(queue_, "stays", std::chrono::hours(1));
  ::rocksdb::SetPerfLevel(::rocksdb::kEnableCount);
  for (int i = 0; i < kMessages / 500; ++i) pass_through(500);
  EXPECT_LT(crossed_by_passing_one(), 100u);
  EXPECT_LT(crossed_by_looking_ahead(), 100u);
  clock_.advance(base::Seconds(60));  // the leases' ends, now tombstones, come due
  EXPECT_GT(crossed_by_passing_one(), 1'000u);
  EXPECT_LT(crossed_by_passing_one(), 100u);
  reopen();
  EXPECT_LT(crossed_by_passing_one(), 100u);
  ::rocksdb::SetPerfLevel(::rocksdb::kDisable);
}

// A write buffer that holds everything: no compaction removes a tombstone before it is counted.
const MakeEngine kLargeBuffer = [] { return std::make_unique<RocksdbUnderTest>(64 << 20); };
INSTANTIATE_TEST_SUITE_P(Rocksdb, Tombstones, testing::Values(kLargeBuffer));

}  // namespace
}  // namespace angarium::store::rocksdb
