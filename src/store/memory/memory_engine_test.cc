#include "store/memory/memory_engine.h"

#include <gtest/gtest.h>

#include <set>

#include "base/simulated_executor.h"
#include "store/contract_fixture.h"
#include "store/store.h"

namespace angarium::store {
namespace {

TEST(MemoryEngine, LosesOnlyWhatWasNotSyncedAndOnlyTheLatest) {
  std::set<size_t> kept;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    memory::MemoryEngine engine;
    base::SeededRandom random(seed);
    for (int i = 0; i < 6; ++i) {
      Batch batch;
      batch.put(std::to_string(i), "new");
      batch.put("same", std::to_string(i));
      if (i == 5) batch.erase_range("0", "2");
      ASSERT_TRUE(engine.write(batch, i < 3 ? Durability::kSynced : Durability::kUnsynced).ok());
    }
    engine.lose_unsynced(random);
    const auto items = *engine.scan({"", "z"});
    kept.insert(items.size());
    const int last = std::stoi(**engine.get("same"));
    EXPECT_EQ(items.size(), last == 5 ? 5u : static_cast<size_t>(last) + 2);
    engine.lose_unsynced(random);
    EXPECT_EQ(*engine.scan({"", "z"}), items);
  }
  EXPECT_EQ(*kept.begin(), 4u);
  EXPECT_GE(kept.size(), 3u);
}

TEST(MemoryEngine, FailsWhenToldAndFillsUp) {
  memory::MemoryEngine engine(1'000);
  Batch batch;
  batch.put("key", std::string(500, 'x'));
  const uint64_t before = engine.free_bytes();
  ASSERT_TRUE(engine.write(batch, Durability::kSynced).ok());
  EXPECT_LT(engine.free_bytes(), before - 500);
  batch.put("other", std::string(500, 'x'));
  ASSERT_TRUE(engine.write(batch, Durability::kSynced).ok());
  EXPECT_EQ(engine.free_bytes(), 0u);
  engine.fail_writes(true);
  EXPECT_TRUE(engine.write(batch, Durability::kSynced).error().is(StoreError::kIo));
}

// How the process ends is store/rocksdb's death test; here the hook returns, and one can look.
TEST(MemoryEngine, AFailedSyncIsNeverRetriedAndAnswersNobody) {
  memory::MemoryEngine engine;
  base::SimulatedExecutor executor(1);
  TestClock clock;
  const auto driver = make_executor_driver(executor);
  std::string fatal;
  StoreOptions options;
  options.fatal = [&fatal](const base::Error& error) { fatal += error.message(); };
  const auto store = std::move(*Store::open(engine, clock, *driver, options));
  const Partition partition{base::AccountId("111122223333"), base::Region("eu-west-1")};
  std::string answers;
  auto own = [&] {
    store->own(partition, [&answers](const base::Result<Epoch>& epoch) {
      answers += epoch.ok() ? "ok " : std::string(epoch.error().code_name()) + " ";
    });
  };
  own();
  executor.run_until_idle(10);
  engine.fail_writes(true);
  own();
  own();
  executor.run_until_idle(10);
  engine.fail_writes(false);
  const uint64_t syncs = engine.sync_count();
  own();
  executor.run_until_idle(10);
  EXPECT_EQ(answers, "ok Stopped Stopped Stopped ");
  EXPECT_EQ(fatal, "the memory engine was told to fail");
  EXPECT_EQ(engine.sync_count(), syncs);
}

// What was evaluated on a group that isn't written must not be written either.
TEST(MemoryEngine, AFailedWriteTakesTheNextGroupWithIt) {
  memory::MemoryEngine engine;
  base::SimulatedExecutor executor(1);
  TestClock clock;
  const auto driver = make_executor_driver(executor, [] { return base::Milliseconds(10); });
  StoreOptions options;
  options.fatal = [&engine](const base::Error&) { engine.fail_writes(false); };
  const auto store = std::move(*Store::open(engine, clock, *driver, options));
  const auto items = *engine.scan({"", "z"});
  const uint64_t syncs = engine.sync_count();
  std::string answers;
  for (const char* account : {"111122223333", "444455556666"}) {
    store->own({base::AccountId(account), base::Region("eu-west-1")},
               [&answers](const base::Result<Epoch>& epoch) {
                 answers += epoch.ok() ? "ok " : std::string(epoch.error().code_name()) + " ";
               });
    executor.run_until(executor.now());
  }
  engine.fail_writes(true);
  executor.run_until_idle(10);
  EXPECT_EQ(answers, "Stopped Stopped ");
  EXPECT_EQ(engine.sync_count(), syncs);
  EXPECT_EQ(engine.scan({"", "z"})->size(), items.size() + 1);  // the first one's, not synced
}

}  // namespace
}  // namespace angarium::store
