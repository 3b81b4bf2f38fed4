#pragma once

#include "store/contract_fixture.h"

// The contract of partitions, tables, changes and marks; see contract_fixture.h.
namespace angarium::store {

using TableContract = ContractTest;

TEST_P(TableContract, PutGetDeleteWithRevisions) {
  const Key key = Key::of({"rule", "a"});
  auto first = commit({TablePut{key, "one"}});
  auto second = commit({TablePut{key, "two"}, TablePut{Key::of({"rule", "b"}), "b"}});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_GT(second->revision, first->revision);
  auto stored = store_->get(partition_, key);
  EXPECT_EQ((*stored)->value, "two");
  EXPECT_EQ((*stored)->revision, second->revision);
  EXPECT_EQ(store_->revision(partition_), second->revision);
  EXPECT_EQ(apply(TableDelete{key}).outcome, Outcome::kDone);
  EXPECT_EQ(apply(TableDelete{key}).outcome, Outcome::kNotFound);
  EXPECT_FALSE(*store_->get(partition_, key));
}

TEST_P(TableContract, WhatChangesNothingHasNoRevision) {
  auto put = commit({TablePut{Key::of({"a"}), ""}});
  auto nothing =
      commit({TableDelete{Key::of({"b"})}, QueueLease{queue_, 10, in(base::Seconds(1))}});
  EXPECT_EQ(nothing->revision, put->revision);
}

TEST_P(TableContract, LaterOperationsSeeEarlierOnes) {
  const Key key = Key::of({"a"});
  auto result =
      commit({TablePut{key, "x"}, TableDelete{key}, TableDelete{key}, TablePut{key, "y"}});
  EXPECT_EQ(result->operations[1].outcome, Outcome::kDone);
  EXPECT_EQ(result->operations[2].outcome, Outcome::kNotFound);
  EXPECT_EQ((*store_->get(partition_, key))->value, "y");
}

TEST_P(TableContract, DeposedOwnerIsRefused) {
  const Epoch deposed = epoch_;
  epoch_ = own(partition_);
  EXPECT_GT(epoch_, deposed);
  for (Epoch stale : {deposed, Epoch{0}, epoch_ + 1}) {
    CommitRequest request{partition_, stale, {TablePut{Key::of({"a"}), "stale"}}};
    EXPECT_EQ(error_of(run(store_->commit(executor_, request))), "StaleEpoch");
  }
  EXPECT_FALSE(*store_->get(partition_, Key::of({"a"})));
  EXPECT_TRUE(commit({TablePut{Key::of({"a"}), "mine"}}).ok());
  const Epoch before = epoch_;
  reopen();
  EXPECT_GT(epoch_, before);
}

TEST_P(TableContract, PartitionsAreApart) {
  const Partition other{partition_.account, base::Region(""), 7};
  CommitRequest request{other, 1, {TablePut{Key::of({"a"}), "other"}}};
  EXPECT_EQ(error_of(run(store_->commit(executor_, request))), "StaleEpoch");
  request.epoch = own(other);
  ASSERT_TRUE(run(store_->commit(executor_, request)).ok());
  EXPECT_FALSE(*store_->get(partition_, Key::of({"a"})));
  EXPECT_EQ((*store_->get(other, Key::of({"a"})))->value, "other");
  reopen();
  EXPECT_EQ(*store_->partitions(), (std::vector<Partition>{other, partition_}));
  EXPECT_EQ((*store_->get(other, Key::of({"a"})))->value, "other");
}

TEST_P(TableContract, PreconditionsGuardTheWholeCommit) {
  const Key key = Key::of({"a"});
  const Key other = Key::of({"b"});
  EXPECT_EQ(error_of(commit({TablePut{other, ""}}, {KeyPresent{key}})), "PreconditionFailed");
  EXPECT_EQ(error_of(commit({TablePut{other, ""}}, {KeyAtRevision{key, 1}})), "PreconditionFailed");
  const Revision revision = commit({TablePut{key, "1"}}, {KeyAbsent{key}})->revision;
  EXPECT_EQ(error_of(commit({TablePut{other, ""}}, {KeyAbsent{key}})), "PreconditionFailed");
  EXPECT_EQ(
      error_of(commit({TablePut{other, ""}}, {KeyPresent{key}, KeyAtRevision{key, revision + 1}})),
      "PreconditionFailed");
  EXPECT_FALSE(*store_->get(partition_, other));
  EXPECT_EQ(store_->revision(partition_), revision);
  EXPECT_TRUE(commit({TablePut{key, "2"}}, {KeyPresent{key}, KeyAtRevision{key, revision}}).ok());
}

TEST_P(TableContract, ScansInOrderByPage) {
  for (const char* name : {"b", "a", "ab", "c"}) {
    apply(TablePut{Key::of({"rule", name}), name});
  }
  apply(TablePut{Key::of({"rules"}), "not below rule"});
  ScanRequest request{Key::of({"rule"}), {}, 3};
  auto page = store_->scan(partition_, request);
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(page->more);
  EXPECT_EQ(page->revision, store_->revision(partition_));
  std::string names;
  for (const TableItem& item : page->items) names += item.value + " ";
  EXPECT_EQ(names, "a ab b ");
  request.after = page->items.back().key;
  page = store_->scan(partition_, request);
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_FALSE(page->more);
  EXPECT_EQ(page->items[0].key, Key::of({"rule", "c"}));
  EXPECT_EQ(store_->scan(partition_, {})->items.size(), 5u);
}

TEST_P(TableContract, ChangesComeInOrderWithoutGaps) {
  const Revision start = store_->scan(partition_, {})->revision;
  ASSERT_TRUE(
      commit({TablePut{Key::of({"a", "1"}), "x"}, TablePut{Key::of({"b", "1"}), "y"}}).ok());
  apply(TableDelete{Key::of({"a", "1"})});
  auto page = store_->changes(partition_, start, Key::of({"a"}));
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->changes.size(), 2u);
  EXPECT_EQ(page->changes[0].value, "x");
  EXPECT_FALSE(page->changes[1].value);
  EXPECT_LT(page->changes[0].revision, page->changes[1].revision);
  EXPECT_EQ(page->revision, store_->revision(partition_));
  EXPECT_TRUE(store_->changes(partition_, page->revision, Key())->changes.empty());
  reopen();
  EXPECT_FALSE(store_->changes(partition_, start, Key()).ok());
  EXPECT_TRUE(store_->changes(partition_, store_->scan(partition_, {})->revision, Key()).ok());
}

TEST_P(TableContract, ChangesAreKeptUpToTheLimit) {
  StoreOptions options;
  options.limits.changes_max = 3;
  close();
  open(options);
  const Revision start = store_->revision(partition_);
  for (int i = 0; i < 3; ++i) apply(TablePut{Key::of({"a"}), ""});
  EXPECT_EQ(store_->changes(partition_, start, Key())->changes.size(), 3u);
  apply(TablePut{Key::of({"a"}), ""});
  EXPECT_TRUE(store_->changes(partition_, start, Key()).error().is(StoreError::kCompacted));
  EXPECT_EQ(store_->changes(partition_, start + 1, Key())->changes.size(), 3u);
}

TEST_P(TableContract, ListenersHearOfTheirPrefix) {
  int heard = 0;
  {
    Listener listener = store_->on_table(partition_, Key::of({"a"}), [&heard] { ++heard; });
    ASSERT_TRUE(
        commit({TablePut{Key::of({"a", "1"}), ""}, TablePut{Key::of({"a", "2"}), ""}}).ok());
    EXPECT_EQ(heard, 1);
    apply(TablePut{Key::of({"b"}), ""});
    apply(TableDelete{Key::of({"a", "3"})});
    EXPECT_EQ(heard, 1);
  }
  apply(TablePut{Key::of({"a", "1"}), ""});
  EXPECT_EQ(heard, 1);
}

TEST_P(TableContract, UnseenRefusesTheSecondWithinItsWindow) {
  const Unseen unseen{Key::of({"log", "5", "subscription"}), base::Seconds(60)};
  EXPECT_TRUE(commit({TablePut{Key::of({"a"}), "1"}}, {unseen}).ok());
  clock_.advance(base::Milliseconds(59'999));
  EXPECT_EQ(error_of(commit({TablePut{Key::of({"a"}), "2"}}, {unseen})), "Duplicate");
  reopen();
  EXPECT_EQ(error_of(commit({TablePut{Key::of({"a"}), "2"}}, {unseen})), "Duplicate");
  EXPECT_EQ((*store_->get(partition_, Key::of({"a"})))->value, "1");
  clock_.advance(base::Milliseconds(1));
  EXPECT_TRUE(commit({TablePut{Key::of({"a"}), "3"}}, {unseen}).ok());
}

TEST_P(TableContract, ARefusedCommitLeavesNoMark) {
  const Unseen unseen{Key::of({"m"}), base::Seconds(60)};
  EXPECT_EQ(error_of(commit({}, {unseen, KeyPresent{Key::of({"none"})}})), "PreconditionFailed");
  EXPECT_TRUE(commit({}, {unseen}).ok());
}

TEST_P(TableContract, ExpiredMarksAreRemoved) {
  auto marks = [this] {
    return engine_->engine()
        .scan({std::string("\x01\0\0\0\x01"
                           "d",
                           6),
               std::string("\x01\0\0\0\x01"
                           "e",
                           6)})
        ->size();
  };
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(commit({}, {Unseen{Key::of({std::to_string(i)}), base::Seconds(1)}}).ok());
  }
  EXPECT_EQ(marks(), 100u);
  clock_.advance(base::Seconds(2));
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(commit({}, {Unseen{Key::of({"late", std::to_string(i)}), base::Seconds(60)}}).ok());
  }
  EXPECT_EQ(marks(), 6u);
}

}  // namespace angarium::store
