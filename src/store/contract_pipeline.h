#pragma once

#include "store/contract_fixture.h"

// The contract of the committer's two stages: what is evaluated while a group is written, and what
// may be seen of it; see contract_fixture.h.
namespace angarium::store {

class PipelineContract : public ContractTest {
 protected:
  static constexpr base::Milliseconds kWriting{10};

  void SetUp() override {
    close();
    latency_ = [] { return kWriting; };
    open({});
  }
  void reopen_with(StoreLimits limits) {
    close();
    StoreOptions options;
    options.limits = limits;
    open(options);
  }

  // Submits and evaluates; the answers come to `answers_`.
  void submit(std::vector<Operation> operations, std::vector<Precondition> preconditions = {}) {
    CommitRequest request{partition_, epoch_, std::move(operations), std::move(preconditions)};
    store_->commit(std::move(request), [this](const base::Result<CommitResult>& result) {
      answers_ += error_of(result) + " ";
      if (result.ok()) last_ = *result;
    });
    let_pass(base::Milliseconds(0));
  }
  void let_pass(base::Milliseconds span) { executor_.run_until(executor_.now() + span); }

  const Key key_ = Key::of({"a"});
  const Key other_key_ = Key::of({"b"});
  std::string answers_;
  CommitResult last_;
};

TEST_P(PipelineContract, AGroupIsEvaluatedOnTheOneBeingWritten) {
  const uint64_t syncs = engine_->sync_count();
  submit({TablePut{key_, "first"}}, {KeyAbsent{key_}});
  submit({TablePut{other_key_, ""}}, {KeyPresent{key_}});
  submit({TablePut{key_, "again"}}, {KeyAbsent{key_}});
  let_pass(kWriting / 2);
  EXPECT_EQ(answers_, "");
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "none none PreconditionFailed ");
  EXPECT_EQ(engine_->sync_count(), syncs + 2);
  EXPECT_EQ((*store_->get(partition_, key_))->value, "first");
}

TEST_P(PipelineContract, NothingIsSeenOrAnsweredBeforeItsOwnWrite) {
  const Revision before = store_->revision(partition_);
  submit({TablePut{key_, ""}, QueuePush{queue_, MessageId("m"), in({}), "body"}});
  submit({TablePut{other_key_, ""}, QueueLease{queue_, 1, in(base::Seconds(30))}});
  EXPECT_FALSE(*store_->get(partition_, key_));
  EXPECT_EQ(store_->revision(partition_), before);
  EXPECT_EQ(counts(queue_), "0 0 0");
  let_pass(kWriting);
  EXPECT_EQ(answers_, "none ");
  EXPECT_TRUE(*store_->get(partition_, key_));
  EXPECT_FALSE(*store_->get(partition_, other_key_));
  EXPECT_EQ(store_->revision(partition_), before + 1);
  EXPECT_EQ(store_->changes(partition_, before, Key())->changes.size(), 1u);
  EXPECT_EQ(counts(queue_), "1 0 0");
  let_pass(kWriting);
  EXPECT_EQ(answers_, "none none ");
  EXPECT_EQ(last_.operations[1].messages.at(0).body, "body");
  EXPECT_EQ(counts(queue_), "0 1 0");
}

// A refusal is told when what it rests on is durable.
TEST_P(PipelineContract, ARefusalWaitsForWhatItRestsOn) {
  submit({TablePut{key_, ""}});
  submit({}, {KeyAbsent{key_}});
  let_pass(kWriting / 2);
  EXPECT_EQ(answers_, "");
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "none PreconditionFailed ");
}

TEST_P(PipelineContract, AnOldOwnerIsRefusedFromTheNewOnesEvaluationOn) {
  std::string epoch;
  store_->own(partition_,
              [&](const base::Result<Epoch>& taken) { epoch = std::to_string(*taken); });
  let_pass(base::Milliseconds(0));
  submit({TablePut{key_, ""}});
  EXPECT_EQ(answers_ + epoch, "");
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "StaleEpoch ");
  EXPECT_EQ(epoch, std::to_string(epoch_ + 1));
}

TEST_P(PipelineContract, AKillForgetsBothGroups) {
  submit({TablePut{key_, ""}});
  submit({TablePut{other_key_, ""}});
  reopen();
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "");
  EXPECT_FALSE(*store_->get(partition_, key_));
  EXPECT_FALSE(*store_->get(partition_, other_key_));
}

TEST_P(PipelineContract, TheOpenGroupIsBoundedWhileAnotherIsWritten) {
  StoreLimits limits;
  limits.group_commits_max = 3;
  limits.waiting_commits_max = 2;
  reopen_with(limits);
  const uint64_t syncs = engine_->sync_count();
  for (int i = 0; i < 6; ++i) submit({LogAppend{log_, ""}});
  EXPECT_EQ(answers_, "");
  submit({LogAppend{log_, ""}});
  EXPECT_EQ(answers_, "Busy ");
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "Busy none none none none none none ");
  EXPECT_EQ(engine_->sync_count(), syncs + 3);
}

// Each group takes up where the one before it, not yet written, has left off.
TEST_P(PipelineContract, HeadsMarksAndRangesCarryOver) {
  StoreLimits limits;
  limits.cached_queues_and_logs_max = 0;
  reopen_with(limits);
  const base::Milliseconds window = base::Seconds(60);
  submit({LogAppend{log_, "0"}, QueuePush{queue_, MessageId("m"), in({}), "x", "", window}});
  submit({LogAppend{log_, "1"}, QueueDelete{queue_, MessageId("m")}});
  submit({LogTrim{log_, 1}, QueuePush{queue_, MessageId("m"), in({}), "x", "", window}});
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "none none none ");
  EXPECT_EQ(last_.operations[1].outcome, Outcome::kDuplicate);
  EXPECT_EQ(store_->log_bounds(partition_, log_)->floor, 1u);
  EXPECT_EQ(store_->log_bounds(partition_, log_)->end, 2u);
  submit({LogDrop{log_}, QueuePurge{queue_}});
  submit({LogAppend{log_, "new"}, QueuePush{queue_, MessageId("n"), in({}), "y"}});
  submit({QueueLease{queue_, 10, in(base::Seconds(30))}});
  executor_.run_until_idle(100);
  EXPECT_EQ(last_.operations[0].messages.at(0).id, MessageId("n"));
  EXPECT_EQ(last_.operations[0].messages.size(), 1u);
  EXPECT_EQ(store_->log_read(partition_, log_, 0, {})->at(0).record, "new");
}

}  // namespace angarium::store
