#pragma once

#include "store/contract_pipeline.h"

// The contract of takers: what is pushed may be leased in the same group; see contract_fixture.h.
namespace angarium::store {

class TakerContract : public PipelineContract {
 protected:
  // Offers leases of that many messages each, and notes in `told_` what they are answered.
  Taker offers(std::vector<size_t> sizes) {
    auto left = std::make_shared<std::vector<size_t>>(sizes.rbegin(), sizes.rend());
    return [this, left]() -> std::optional<Following> {
      ++asked_;
      if (left->empty()) return std::nullopt;
      QueueLease lease{queue_, left->back(), in(base::Seconds(30))};
      left->pop_back();
      return Following{{partition_, epoch_, {std::move(lease)}}, note()};
    };
  }
  std::function<void(base::Result<CommitResult>)> note() {
    return [this](const base::Result<CommitResult>& result) {
      told_ += error_of(result) + ":";
      if (result.ok()) {
        for (const Message& message : result->operations[0].messages) told_ += message.id.text();
      }
      told_ += " ";
    };
  }
  void push(std::initializer_list<const char*> ids, base::Milliseconds delay = {}) {
    CommitRequest request{partition_, epoch_};
    for (const char* id : ids) {
      request.operations.push_back(QueuePush{queue_, MessageId(id), in(delay), "body"});
    }
    store_->commit(std::move(request), [this](const base::Result<CommitResult>& result) {
      told_ += result.ok() ? "pushed " : "refused ";
    });
  }
  void settle() { executor_.run_until_idle(1'000); }

  std::string told_;
  int asked_ = 0;
};

TEST_P(TakerContract, WhatIsPushedIsLeasedInTheSameGroup) {
  const uint64_t syncs = engine_->sync_count();
  const Listener taker = store_->on_queue_filled(partition_, queue_, offers({10}));
  push({"a", "b"});
  settle();
  EXPECT_EQ(told_, "pushed none:ab ");
  EXPECT_EQ(engine_->sync_count(), syncs + 1);
  EXPECT_EQ(counts(queue_), "0 2 0");
}

TEST_P(TakerContract, NobodyIsToldBeforeTheSync) {
  const Listener taker = store_->on_queue_filled(partition_, queue_, offers({2}));
  push({"a"});
  let_pass(kWriting / 2);
  EXPECT_EQ(asked_, 1);
  EXPECT_EQ(told_, "");
  EXPECT_EQ(counts(queue_), "0 0 0");
  reopen();  // a kill: neither has happened
  settle();
  EXPECT_EQ(told_, "");
  EXPECT_EQ(counts(queue_), "0 0 0");
}

TEST_P(TakerContract, ItIsAskedAgainWhileItsLeasesAreFilled) {
  const Listener taker = store_->on_queue_filled(partition_, queue_, offers({1, 2, 2, 2}));
  push({"a", "b", "c", "d"});
  settle();
  EXPECT_EQ(told_, "pushed none:a none:bc none:d ");
  EXPECT_EQ(asked_, 3);
  push({"e"});
  settle();
  EXPECT_EQ(told_, "pushed none:a none:bc none:d pushed none:e ");
}

// What a taker leaves is for the listeners.
TEST_P(TakerContract, WhatNobodyTakesIsTold) {
  int heard = 0;
  const Listener listener = store_->on_queue(partition_, queue_, [&] { ++heard; });
  const Listener taker = store_->on_queue_filled(partition_, queue_, offers({1}));
  push({"a", "b"});
  settle();
  EXPECT_EQ(told_, "pushed none:a ");
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(counts(queue_), "1 1 0");
}

TEST_P(TakerContract, OnlyItsOwnQueueAndOnlyWhileItListens) {
  std::optional<Listener> taker = store_->on_queue_filled(partition_, queue_, offers({1, 1}));
  apply(QueuePush{Key::of({"another"}), MessageId("x"), in({}), "body"});
  EXPECT_EQ(asked_, 0);
  taker.reset();
  push({"a"});
  settle();
  EXPECT_EQ(asked_, 0);
  EXPECT_EQ(counts(queue_), "1 0 0");
}

// What comes later is somebody else's to notice; a release makes a message due like a push.
TEST_P(TakerContract, AReleaseIsOffered) {
  push({"a"});
  settle();
  const auto leased = apply(QueueLease{queue_, 1, in(base::Seconds(30))});
  const Listener taker = store_->on_queue_filled(partition_, queue_, offers({1}));
  told_.clear();
  apply(QueueRelease{queue_, MessageId("a"), in({})});
  settle();
  EXPECT_EQ(told_, "none:a ");
}

TEST_P(TakerContract, WhatIsNotDueNowIsNotOffered) {
  const Listener taker = store_->on_queue_filled(partition_, queue_, offers({1, 1}));
  push({"later"}, base::Seconds(5));
  settle();
  EXPECT_EQ(asked_, 0);
  push({"a"});
  settle();
  EXPECT_EQ(asked_, 2);
  QueueRelease longer{queue_, MessageId("a"), in(base::Seconds(60))};
  longer.keeps_lease = true;
  apply(longer);
  EXPECT_EQ(asked_, 2) << "a lease that goes on";
}

TEST_P(TakerContract, TheGroupsBoundHolds) {
  StoreLimits limits;
  limits.group_commits_max = 3;
  reopen_with(limits);
  const Listener taker = store_->on_queue_filled(partition_, queue_, offers({1, 1, 1, 1, 1}));
  push({"a", "b", "c", "d", "e"});
  settle();
  EXPECT_EQ(told_, "pushed none:a none:b ");
  EXPECT_EQ(counts(queue_), "3 2 0");
}

TEST_P(TakerContract, ItsCommitsAreCheckedLikeOthers) {
  const Listener stale = store_->on_queue_filled(partition_, queue_, [&] {
    return Following{{partition_, epoch_ + 1, {QueueLease{queue_, 1, in({})}}}, note()};
  });
  push({"a"});
  settle();
  EXPECT_EQ(told_, "pushed StaleEpoch: ");
  const Key two = Key::of({"two"});
  const Listener wrong = store_->on_queue_filled(partition_, two, [&] {
    return Following{{partition_, epoch_, {QueueLease{two, SIZE_MAX, in({})}}}, note()};
  });
  told_.clear();
  apply(QueuePush{two, MessageId("x"), in({}), "body"});
  settle();
  EXPECT_EQ(told_, "TooLarge: ");
  EXPECT_EQ(counts(two), "1 0 0");
}

}  // namespace angarium::store
