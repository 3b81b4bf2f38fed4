// Full disks, failing syncs and flipped bytes.

#include <gtest/gtest.h>

#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store::rocksdb {
namespace {

class Damage : public testing::Test {
 protected:
  Damage() { open({}); }

  void open(StoreOptions options) {
    driver_ = make_executor_driver(executor_);
    auto opened = Store::open(under_test_.engine(), clock_, *driver_, std::move(options));
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    store_ = std::move(*opened);
    store_->own(partition_,
                [this](base::Result<Epoch> epoch) { epoch_ = epoch.ok() ? *epoch : 0; });
    executor_.run_until_idle(10);
  }
  void close() {
    store_.reset();
    under_test_.close();
  }
  std::string commit(std::vector<Operation> operations) {
    std::string answer = "none";
    CommitRequest request{partition_, epoch_, std::move(operations)};
    store_->commit(std::move(request), [&answer](const base::Result<CommitResult>& result) {
      answer = result.ok() ? "ok" : std::string(result.error().code_name());
    });
    executor_.run_until_idle(10);
    return answer;
  }
  std::string put(int number) {
    const std::string text = std::to_string(number);
    return commit({TablePut{Key::of({"key", text}), text + std::string(200, 'x')}});
  }
  // What opening the engine says; "ok" when it does.
  std::string reopen() {
    auto opened = under_test_.try_reopen();
    return opened.ok() ? "ok" : std::string(opened.error().code_name());
  }
  // False when opening or reading says that something is damaged; what is read is checked.
  bool read_all(size_t count) {
    if (reopen() != "ok") return false;
    auto items = under_test_.engine().scan({std::string("\x01\0\0\0\x01"
                                                        "t",
                                                        6),
                                            "\x02"});
    EXPECT_TRUE(!items.ok() || items->size() == count);
    under_test_.close();
    return items.ok();
  }
  LossyFileSystem& disk() { return under_test_.disk(); }
  std::string last_log() { return disk().files(".log").back(); }

  const Partition partition_{base::AccountId("111122223333"), base::Region("eu-west-1")};
  base::SimulatedExecutor executor_{1};
  TestClock clock_;
  RocksdbUnderTest under_test_{1 << 20};
  std::unique_ptr<GroupDriver> driver_;
  std::unique_ptr<Store> store_;
  Epoch epoch_ = 0;
};

using DamageDeathTest = Damage;

TEST_F(DamageDeathTest, AFailedSyncEndsTheProcess) {
  EXPECT_DEATH(
      {
        disk().fail_syncs(true);
        put(1);
      },
      "the store can't write and ends the process.*the sync failed");
}

// The reserve keeps the engine from ever meeting this. If something else fills the disk all the
// same, nobody is told of success.
TEST_F(DamageDeathTest, AFullDiskUnderTheEngineEndsTheProcess) {
  EXPECT_DEATH(
      {
        disk().fill_up(true);
        put(1);
      },
      "the store can't write and ends the process");
}

TEST_F(Damage, TheReserveRefusesWhatGrowsAndLetsTheRestPass) {
  store_.reset();
  StoreOptions options;
  uint64_t free = uint64_t{1} << 40;
  options.free_bytes = [&free] { return base::Result<uint64_t>(free); };
  const uint64_t reserve = options.limits.reserve_bytes;
  const Key queue = Key::of({"q"});
  open(options);
  ASSERT_EQ(put(1), "ok");
  ASSERT_EQ(commit({LogAppend{Key::of({"log"}), "r"},
                    QueuePush{queue, MessageId("a"), clock_.now(), "body"}}),
            "ok");
  free = reserve;
  EXPECT_EQ(put(2), "ok");
  free = reserve - 1;
  EXPECT_EQ(put(3), "DiskFull");
  EXPECT_EQ(commit({LogAppend{Key::of({"log"}), "r"}}), "DiskFull");
  EXPECT_EQ(commit({QueuePush{queue, MessageId("b"), clock_.now(), ""}}), "DiskFull");
  EXPECT_EQ(commit({QueueLease{queue, 1, clock_.now()}, LogTrim{Key::of({"log"}), 1}}), "ok");
  EXPECT_EQ(commit({QueueRelease{queue, MessageId("a"), clock_.now(), std::string(65 << 10, 's')}}),
            "DiskFull");
  EXPECT_EQ(commit({QueueDelete{queue, MessageId("a")}, TableDelete{Key::of({"key", "1"})}}), "ok");
  free = reserve / 4 - 1;
  EXPECT_EQ(commit({QueueDelete{queue, MessageId("b")}}), "DiskFull");
  free = reserve;
  EXPECT_EQ(put(3), "ok");
}

TEST_F(Damage, ATornTailIsDroppedAndReported) {
  ASSERT_EQ(put(1), "ok");
  ASSERT_EQ(put(2), "ok");
  const std::string log = last_log();
  close();
  disk().cut_to(log, disk().size(log) - 3);
  ASSERT_EQ(reopen(), "ok");
  EXPECT_GT(under_test_.engine().open_report().dropped_tail_bytes, 200u);
  EXPECT_NE(under_test_.engine().open_report().detail.find(".log"), std::string::npos);
  open({});
  EXPECT_TRUE(*store_->get(partition_, Key::of({"key", "1"})));
  EXPECT_FALSE(*store_->get(partition_, Key::of({"key", "2"})));
  close();
  ASSERT_EQ(reopen(), "ok");
  EXPECT_EQ(under_test_.engine().open_report().dropped_tail_bytes, 0u);
}

TEST_F(Damage, AFlippedByteBeforeTheTailRefusesToStart) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(put(i), "ok");
  const std::string log = last_log();
  close();
  const size_t size = disk().size(log);
  for (size_t at : {size_t{0}, size_t{5}, size_t{6}, size_t{100}, size / 2, size - 600}) {
    disk().flip_byte(log, at);
    EXPECT_EQ(reopen(), "Corrupt") << at;
    EXPECT_EQ(reopen(), "Corrupt") << "and changes nothing, so it refuses again";
    disk().flip_byte(log, at);
  }
  EXPECT_EQ(reopen(), "ok");
  EXPECT_EQ(under_test_.engine().open_report().dropped_tail_bytes, 0u);
  open({});
  EXPECT_TRUE(*store_->get(partition_, Key::of({"key", "19"})));
}

TEST_F(Damage, AFlippedByteInLaterFilesIsNeverReadAsData) {
  for (int i = 0; i < 6'000; ++i) ASSERT_EQ(put(i), "ok");
  close();
  ASSERT_EQ(reopen(), "ok");
  close();
  const auto tables = disk().files(".sst");
  ASSERT_FALSE(tables.empty());
  base::SeededRandom random(5);
  int noticed = 0;
  for (int run = 0; run < 40; ++run) {
    const std::string& table = tables[random.below(tables.size())];
    const size_t at = random.below(disk().size(table));
    disk().flip_byte(table, at);
    noticed += read_all(6'000) ? 0 : 1;
    disk().flip_byte(table, at);
  }
  EXPECT_GT(noticed, 20);
}

// All but its last record: without that one the database is what it was a moment before, or lacks
// files and refuses. Either way nothing is missing that was not noticed.
TEST_F(Damage, ADamagedManifestRefusesToStart) {
  for (int i = 0; i < 20'000; ++i) ASSERT_EQ(put(i), "ok");
  close();
  std::string manifest;
  for (const std::string& path : disk().files("")) {
    if (path.find("MANIFEST") != std::string::npos) manifest = path;
  }
  const size_t size = disk().size(manifest);
  for (size_t at = 0; at < size / 2; at += 1 + size / 50) {
    disk().flip_byte(manifest, at);
    EXPECT_EQ(reopen(), "Corrupt") << at << " of " << size;
    disk().flip_byte(manifest, at);
  }
  disk().flip_byte(manifest, size - 1);
  read_all(20'000);
}

TEST_F(Damage, ANewerFormatIsRefused) {
  close();
  ASSERT_EQ(reopen(), "ok");
  Batch batch;
  batch.put(std::string("\0format", 7), "\x08\x02");
  ASSERT_TRUE(under_test_.engine().write(batch, Durability::kSynced).ok());
  driver_ = make_executor_driver(executor_);
  auto opened = Store::open(under_test_.engine(), clock_, *driver_, {});
  ASSERT_FALSE(opened.ok());
  EXPECT_TRUE(opened.error().is(StoreError::kUnsupportedFormat));
}

}  // namespace
}  // namespace angarium::store::rocksdb
