// Fault model: the power goes at a random call to the disk, in the middle of commits, flushes,
// compactions or of opening; the disk keeps what was synced, and of the rest what LossyFileSystem
// lets survive. Then the store opens again and everything acknowledged must be there, everything
// deleted must be gone, and every commit must be there whole or not at all.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "base/log.h"
#include "store/rocksdb/rocksdb_under_test.h"

namespace angarium::store::rocksdb {
namespace {

struct Tally {
  uint64_t acknowledged = 0;
  uint64_t lost = 0;
  uint64_t torn = 0;      // commits found in part
  uint64_t cuts = 0;      // that hit a running store
  uint64_t tails = 0;     // recoveries that dropped something
  uint64_t refusals = 0;  // to open
};

// One disk, several lives of a store on it.
class PowerCutRun {
 public:
  PowerCutRun(uint64_t seed, bool sync, Tally& tally)
      : random_(seed), executor_(seed), sync_(sync), tally_(tally) {}

  void run() {
    for (int life = 0; life < 2; ++life) {
      if (!open()) return;
      verify();
      work();
      close();
    }
    if (open()) verify();
    store_.reset();
  }

 private:
  // Each commit n writes n to a key, a log and a queue, and some delete an earlier message.
  struct Commit {
    uint64_t number = 0;
    uint64_t deletes = 0;  // 0: none
    bool acknowledged = false;
    Offset offset = 0;
  };
  struct Expected {
    std::map<uint64_t, Offset> commits;      // acknowledged: number -> offset
    std::set<uint64_t> deleted;              // acknowledged
    std::map<uint64_t, uint64_t> undecided;  // number -> what it deletes
    uint64_t floor = 0;                      // of the log, acknowledged
    std::map<std::string, uint64_t> keys;    // the latest acknowledged number of each
  };

  // Sometimes the power goes again while the store recovers.
  bool open() {
    if (random_.chance(0.3)) {
      disk().cut_power_after(random_.below(40));
      auto opened = try_open();
      if (!opened.ok()) return refused(opened.error());
      close();
    }
    auto opened = try_open();
    return opened.ok() || refused(opened.error());
  }
  bool refused(const base::Error& error) {
    if (sync_) ADD_FAILURE() << error.message();
    ++tally_.refusals;
    return false;
  }

  base::Result<void> try_open() {
    AG_CHECK(under_test_.try_reopen());
    if (under_test_.engine().open_report().dropped_tail_bytes > 0) ++tally_.tails;
    driver_ =
        make_executor_driver(executor_, [this] { return base::Milliseconds(random_.below(3)); });
    StoreOptions options;
    options.sync = sync_;
    AG_TRY(opened, Store::open(under_test_.engine(), clock_, *driver_, options));
    store_ = std::move(opened);
    store_->own(partition_,
                [this](base::Result<Epoch> epoch) { epoch_ = epoch.ok() ? *epoch : 0; });
    executor_.run_until_idle(100);
    return {};
  }

  void close() {
    if (disk().power_is_cut()) ++tally_.cuts;
    store_.reset();
    under_test_.close();
    disk().restore_power(random_);
  }

  void work() {
    disk().cut_power_after(random_.below(150));
    for (int round = 0; round < 30 && !disk().power_is_cut(); ++round) {
      std::vector<std::shared_ptr<Commit>> commits(1 + random_.below(4));
      // Some are evaluated while those before them are being written.
      for (auto& commit : commits) {
        commit = submit();
        for (uint64_t i = random_.below(3); i > 0; --i) executor_.run_one();
      }
      executor_.run_until_idle(1'000);
      for (const auto& commit : commits) settle(*commit);
    }
  }

  std::shared_ptr<Commit> submit() {
    auto commit = std::make_shared<Commit>();
    commit->number = ++last_number_;
    const std::string text = std::to_string(commit->number);
    CommitRequest request{partition_, epoch_, {}};
    request.operations = {
        TablePut{key_of(commit->number), text},
        LogAppend{log_, text + "." + std::string(random_.below(4'000), 'x')},
        QueuePush{queue_, MessageId(text), clock_.now(), std::string(random_.below(3'000), 'y')}};
    if (!expected_.commits.empty() && random_.chance(0.5)) {
      commit->deletes = random_.below(commit->number - 1) + 1;
      request.operations.push_back(QueueDelete{queue_, MessageId(std::to_string(commit->deletes))});
    }
    if (random_.chance(0.02)) {
      expected_.floor =
          std::max<Offset>(expected_.floor, last_offset_ - std::min<Offset>(last_offset_, 20));
      request.operations.push_back(LogTrim{log_, expected_.floor});
    }
    store_->commit(std::move(request), [this, commit](const base::Result<CommitResult>& result) {
      commit->acknowledged = result.ok() && !disk().power_is_cut();
      if (result.ok()) commit->offset = result->operations[1].offset;
    });
    return commit;
  }

  void settle(const Commit& commit) {
    if (!commit.acknowledged) {
      expected_.undecided[commit.number] = commit.deletes;
      return;
    }
    ++tally_.acknowledged;
    last_offset_ = std::max(last_offset_, commit.offset);
    expected_.commits[commit.number] = commit.offset;
    if (commit.deletes > 0) expected_.deleted.insert(commit.deletes);
    expected_.keys[key_of(commit.number).text()] = commit.number;
  }

  // Undecided commits become certain: they are there or they are not.
  void verify() {
    const std::map<Offset, uint64_t> log = read_log();
    std::set<uint64_t> in_log;
    for (const auto& [offset, number] : log) in_log.insert(number);
    for (const auto& [number, deletes] : expected_.undecided) {
      if (in_log.contains(number) && deletes > 0) expected_.deleted.insert(deletes);
    }
    const Offset floor = store_->log_bounds(partition_, log_)->floor;
    for (const auto& [number, offset] : expected_.commits) {
      auto found = log.find(offset);
      if (offset >= floor && (found == log.end() || found->second != number)) ++tally_.lost;
      if (has_message(number) == expected_.deleted.contains(number)) ++tally_.lost;
    }
    for (const auto& [number, deletes] : expected_.undecided) {
      const bool pushed = has_message(number) || expected_.deleted.contains(number);
      if (in_log.contains(number) != pushed) ++tally_.torn;
    }
    for (const auto& [key, number] : expected_.keys) {
      if (stored_number(number) < number) ++tally_.lost;
    }
    adopt(log);
  }

  // What verify() has found is the truth from here on.
  void adopt(const std::map<Offset, uint64_t>& log) {
    for (const auto& [offset, number] : log) {
      if (expected_.undecided.contains(number)) expected_.commits[number] = offset;
    }
    expected_.undecided.clear();
  }

  std::map<Offset, uint64_t> read_log() {
    std::map<Offset, uint64_t> log;
    const LogBounds bounds = *store_->log_bounds(partition_, log_);
    auto items = store_->log_read(partition_, log_, bounds.floor, {10'000, SIZE_MAX});
    if (!items.ok()) ++tally_.lost;
    for (const LogItem& item : items.ok() ? *items : std::vector<LogItem>()) {
      log[item.offset] = std::strtoull(item.record.c_str(), nullptr, 10);
    }
    return log;
  }
  bool has_message(uint64_t number) {
    auto found = store_->queue_get(partition_, queue_, MessageId(std::to_string(number)));
    if (!found.ok()) ++tally_.lost;
    return found.ok() && found->has_value();
  }
  uint64_t stored_number(uint64_t number) {
    auto found = store_->get(partition_, key_of(number));
    if (!found.ok()) ++tally_.lost;
    return found.ok() && *found ? std::strtoull((*found)->value.c_str(), nullptr, 10) : 0;
  }
  static Key key_of(uint64_t number) { return Key::of({"key", std::to_string(number % 5)}); }
  LossyFileSystem& disk() { return under_test_.disk(); }

  const Partition partition_{base::AccountId("111122223333"), base::Region("eu-west-1")};
  const Key log_ = Key::of({"log"});
  const Key queue_ = Key::of({"queue"});
  base::SeededRandom random_;
  base::SimulatedExecutor executor_;
  TestClock clock_;
  RocksdbUnderTest under_test_;
  const bool sync_;
  Tally& tally_;
  std::unique_ptr<GroupDriver> driver_;
  std::unique_ptr<Store> store_;
  Epoch epoch_ = 0;
  uint64_t last_number_ = 0;
  Offset last_offset_ = 0;
  Expected expected_;
};

// ANGARIUM_POWER_CUT_SEED replays one seed alone; ANGARIUM_POWER_CUT_RUNS sets how many are run.
uint64_t number_from(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

Tally run_seeds(uint64_t runs, bool sync) {
  Tally tally;
  base::set_log_level(base::LogLevel::kError);
  const uint64_t only = number_from("ANGARIUM_POWER_CUT_SEED", UINT64_MAX);
  for (uint64_t seed = 1; seed <= runs; ++seed) {
    const uint64_t lost_before = tally.lost + tally.torn + tally.refusals;
    PowerCutRun(only == UINT64_MAX ? seed : only, sync, tally).run();
    if (sync && tally.lost + tally.torn + tally.refusals > lost_before) {
      ADD_FAILURE() << "ANGARIUM_POWER_CUT_SEED=" << seed;
      break;
    }
  }
  printf("power cuts: acknowledged %llu, cuts %llu, torn tails dropped %llu, lost %llu\n",
         static_cast<unsigned long long>(tally.acknowledged),
         static_cast<unsigned long long>(tally.cuts), static_cast<unsigned long long>(tally.tails),
         static_cast<unsigned long long>(tally.lost));
  return tally;
}

TEST(PowerCut, LosesNothingAcknowledged) {
  const Tally tally = run_seeds(number_from("ANGARIUM_POWER_CUT_RUNS", 1'000), true);
  EXPECT_EQ(tally.lost, 0u);
  EXPECT_EQ(tally.torn, 0u);
  EXPECT_EQ(tally.refusals, 0u);
  EXPECT_GT(tally.cuts, 100u);
  EXPECT_GT(tally.tails, 10u);
}

TEST(PowerCut, WithoutSyncingTheLossIsNoticed) {
  const Tally tally = run_seeds(50, false);
  EXPECT_GT(tally.lost, 0u);
}

}  // namespace
}  // namespace angarium::store::rocksdb
