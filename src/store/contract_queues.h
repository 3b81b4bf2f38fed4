#pragma once

#include "store/contract_fixture.h"

// The contract of queues; see contract_fixture.h.
namespace angarium::store {

class QueueContract : public ContractTest {
 protected:
  const Key dead_ = Key::of({"sqs", "dead"});
};

TEST_P(QueueContract, PushLeaseDelete) {
  push(queue_, "a");
  clock_.advance(base::Seconds(1));
  push(queue_, "b");
  EXPECT_EQ(counts(queue_), "2 0 0");
  auto messages = lease(queue_);
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].id.text(), "a");
  EXPECT_EQ(messages[0].body, "body of a");
  EXPECT_EQ(messages[0].sent, in(base::Seconds(-1)));
  EXPECT_EQ(messages[0].first_received, clock_.now());
  EXPECT_EQ(messages[0].receive_count, 1u);
  EXPECT_NE(messages[0].lease, messages[1].lease);
  EXPECT_EQ(counts(queue_), "0 2 0");
  EXPECT_EQ(leased_ids(queue_), "");
  EXPECT_EQ(apply(QueueDelete{queue_, MessageId("a")}).outcome, Outcome::kDone);
  EXPECT_EQ(apply(QueueDelete{queue_, MessageId("a")}).outcome, Outcome::kNotFound);
  EXPECT_EQ(counts(queue_), "0 1 0");
}

TEST_P(QueueContract, AnExpiredLeaseCountsAndSurvivesARestart) {
  push(queue_, "a");
  const auto first = lease(queue_, 1, base::Seconds(30));
  reopen();
  EXPECT_EQ(leased_ids(queue_), "");
  clock_.advance(base::Milliseconds(29'999));
  EXPECT_EQ(counts(queue_), "0 1 0");
  EXPECT_EQ(leased_ids(queue_), "");
  clock_.advance(base::Milliseconds(1));
  EXPECT_EQ(counts(queue_), "1 0 0");
  const auto second = lease(queue_);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].receive_count, 2u);
  EXPECT_EQ(second[0].first_received, first[0].first_received);
  EXPECT_EQ(apply(QueueDelete{queue_, MessageId("a"), first[0].lease}).outcome,
            Outcome::kNotLeased);
  EXPECT_EQ(apply(QueueDelete{queue_, MessageId("a"), second[0].lease}).outcome, Outcome::kDone);
}

TEST_P(QueueContract, TheLongestDueComesFirst) {
  push(queue_, "c", base::Seconds(3));
  push(queue_, "a", base::Seconds(1));
  push(queue_, "b", base::Seconds(1));
  EXPECT_EQ(counts(queue_), "0 0 3");
  EXPECT_EQ(*store_->queue_next_due(partition_, queue_), in(base::Seconds(1)));
  clock_.advance(base::Milliseconds(999));
  EXPECT_EQ(leased_ids(queue_), "");
  clock_.advance(base::Milliseconds(1));
  EXPECT_EQ(leased_ids(queue_, 1), "a");
  EXPECT_EQ(leased_ids(queue_), "b");
  push(queue_, "old", base::Seconds(-5));
  clock_.advance(base::Seconds(2));
  EXPECT_EQ(leased_ids(queue_), "oldc");
  EXPECT_EQ(counts(queue_), "0 4 0");
}

TEST_P(QueueContract, ReleaseMakesAvailableAgainWithState) {
  push(queue_, "a");
  const LeaseToken token = lease(queue_)[0].lease;
  EXPECT_EQ(apply(QueueRelease{queue_, MessageId("a"), in({}), "tried", token + 1}).outcome,
            Outcome::kNotLeased);
  EXPECT_EQ(
      apply(QueueRelease{queue_, MessageId("a"), in(base::Seconds(5)), "tried", token}).outcome,
      Outcome::kDone);
  EXPECT_EQ(counts(queue_), "0 0 1");
  EXPECT_EQ(apply(QueueRelease{queue_, MessageId("a"), in({}), {}, token}).outcome,
            Outcome::kNotLeased);
  clock_.advance(base::Seconds(5));
  const auto again = lease(queue_);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].state, "tried");
  EXPECT_EQ(again[0].receive_count, 2u);
  EXPECT_EQ(apply(QueueRelease{queue_, MessageId("b"), in({})}).outcome, Outcome::kNotFound);
}

TEST_P(QueueContract, ALeaseCanBeMadeLongerAndEnded) {
  push(queue_, "a");
  const LeaseToken token = lease(queue_, 1, base::Seconds(10))[0].lease;
  QueueRelease extend{queue_, MessageId("a"), in(base::Seconds(60)), {}, token, true};
  EXPECT_EQ(apply(extend).outcome, Outcome::kDone);
  clock_.advance(base::Seconds(59));
  EXPECT_EQ(counts(queue_), "0 1 0");
  extend.not_before = clock_.now();
  EXPECT_EQ(apply(extend).outcome, Outcome::kDone);
  EXPECT_EQ(counts(queue_), "1 0 0");
  EXPECT_EQ(leased_ids(queue_), "a");
}

TEST_P(QueueContract, PushIsIdempotentWhileTheIdLives) {
  const uint64_t sequence = push(queue_, "a").sequence;
  auto again = push(queue_, "a");
  EXPECT_EQ(again.outcome, Outcome::kDuplicate);
  EXPECT_EQ(again.sequence, sequence);
  lease(queue_);
  EXPECT_EQ(push(queue_, "a").outcome, Outcome::kDuplicate);
  EXPECT_EQ(counts(queue_), "0 1 0");
  apply(QueueDelete{queue_, MessageId("a")});
  EXPECT_EQ(push(queue_, "a").outcome, Outcome::kDone);
}

TEST_P(QueueContract, PushIsIdempotentWithinItsWindow) {
  QueuePush push{queue_, MessageId("a"), clock_.now(), "body"};
  push.deduplicate_for = base::Seconds(300);
  const uint64_t sequence = apply(push).sequence;
  apply(QueueDelete{queue_, MessageId("a")});
  apply(QueuePurge{queue_});
  clock_.advance(base::Milliseconds(299'999));
  reopen();
  auto again = apply(push);
  EXPECT_EQ(again.outcome, Outcome::kDuplicate);
  EXPECT_EQ(again.sequence, sequence);
  EXPECT_EQ(counts(queue_), "0 0 0");
  clock_.advance(base::Milliseconds(1));
  EXPECT_EQ(apply(push).outcome, Outcome::kDone);
  apply(QueueDrop{queue_});
  EXPECT_EQ(apply(push).outcome, Outcome::kDone);
}

TEST_P(QueueContract, ExpireRemovesTheLongestDue) {
  EXPECT_EQ(apply(QueueExpire{queue_, in({}), 10}).outcome, Outcome::kNotFound);
  for (const char* id : {"a", "b", "c"}) {
    push(queue_, id);
    clock_.advance(base::Seconds(1));
  }
  lease(queue_, 1, base::Seconds(30));  // "a" is due again after the others
  const base::Time then = in(base::Seconds(-1));
  apply(QueuePush{queue_, MessageId("g1"), in({}), std::string(2'000, 'x'), "group"});
  apply(QueuePush{queue_, MessageId("g2"), in(base::Seconds(-9)), "", "group"});
  EXPECT_EQ(apply(QueueExpire{queue_, then, 1}).messages_removed, 1u);
  EXPECT_EQ(apply(QueueExpire{queue_, then, 10}).messages_removed, 1u);
  EXPECT_EQ(apply(QueueExpire{queue_, then, 10}).messages_removed, 0u);
  EXPECT_EQ(counts(queue_), "2 1 0");
  EXPECT_EQ(apply(QueueExpire{queue_, in({}), 1}).messages_removed, 1u);
  reopen();
  EXPECT_EQ(leased_ids(queue_), "g2");
  clock_.advance(base::Seconds(30));
  EXPECT_EQ(apply(QueueExpire{queue_, in({}), 1'000}).messages_removed, 2u);
  for (const char* id : {"h1", "h2", "h3"}) {
    apply(QueuePush{queue_, MessageId(id), in({}), "", "group"});
  }
  EXPECT_EQ(apply(QueueExpire{queue_, in({}), 2}).messages_removed, 2u);
  EXPECT_EQ(leased_ids(queue_), "h3");
  EXPECT_EQ(apply(QueueExpire{queue_, in({}), 2}).messages_removed, 0u);
  apply(QueueDelete{queue_, MessageId("h3")});
  EXPECT_EQ(counts(queue_), "0 0 0");
  EXPECT_EQ(error_of(commit({QueueExpire{queue_, in({}), 1'001}})), "TooLarge");
}

TEST_P(QueueContract, MoveKeepsTheMessage) {
  apply(QueuePush{queue_, MessageId("a"), in({}), std::string(5'000, 'x'), {}, {}, "state"});
  const Message before = lease(queue_)[0];
  clock_.advance(base::Seconds(1));
  EXPECT_EQ(apply(QueueMove{queue_, MessageId("a"), dead_, in({}), before.lease + 1}).outcome,
            Outcome::kNotLeased);
  EXPECT_EQ(apply(QueueMove{queue_, MessageId("a"), dead_, in({}), before.lease}).outcome,
            Outcome::kDone);
  EXPECT_EQ(counts(queue_), "0 0 0");
  EXPECT_EQ(counts(dead_), "1 0 0");
  auto moved = store_->queue_get(partition_, dead_, MessageId("a"));
  ASSERT_TRUE(moved.ok() && *moved);
  EXPECT_EQ((*moved)->body, before.body);
  EXPECT_EQ((*moved)->state, "state");
  EXPECT_EQ((*moved)->sent, before.sent);
  EXPECT_EQ((*moved)->receive_count, 1u);
  EXPECT_EQ(apply(QueueMove{queue_, MessageId("a"), dead_, in({})}).outcome, Outcome::kNotFound);
  push(queue_, "a");
  EXPECT_EQ(apply(QueueMove{queue_, MessageId("a"), dead_, in({})}).outcome, Outcome::kDuplicate);
  EXPECT_EQ(counts(queue_), "0 0 0");
  EXPECT_EQ(counts(dead_), "1 0 0");
  EXPECT_EQ(error_of(commit({QueueMove{dead_, MessageId("a"), dead_, in({})}})), "Invalid");
}

TEST_P(QueueContract, PurgeForgetsAndTheQueueGoesOn) {
  for (int small : {3, 100}) {
    for (int i = 0; i < small; ++i) push(queue_, std::to_string(i).c_str());
    const uint64_t last = push(queue_, "last").sequence;
    lease(queue_, 2);
    apply(QueuePurge{queue_});
    EXPECT_EQ(counts(queue_), "0 0 0");
    EXPECT_EQ(leased_ids(queue_), "");
    EXPECT_FALSE(*store_->queue_next_due(partition_, queue_));
    EXPECT_FALSE(*store_->queue_get(partition_, queue_, MessageId("last")));
    reopen();
    EXPECT_GT(push(queue_, "new").sequence, last);
    EXPECT_EQ(leased_ids(queue_), "new");
    apply(QueueDelete{queue_, MessageId("new")});
  }
}

TEST_P(QueueContract, PurgedAndDroppedEntriesLeaveTheEngine) {
  auto contents = [this] {
    return engine_->engine()
        .scan({std::string("\x01\0\0\0\x01"
                           "Q",
                           6),
               std::string("\x01\0\0\0\x01"
                           "R",
                           6)})
        ->size();
  };
  for (int count : {5, 50}) {
    for (int i = 0; i < count; ++i) push(queue_, std::to_string(i).c_str());
    auto within = commit({QueuePush{queue_, MessageId("p"), in({}), "", "group"},
                          QueuePurge{queue_}, QueuePush{queue_, MessageId("q"), in({}), ""}});
    ASSERT_TRUE(within.ok());
    EXPECT_EQ(contents(), 2u);
    apply(QueueDrop{queue_});
    EXPECT_EQ(contents(), 0u);
  }
  EXPECT_EQ(apply(QueueDrop{queue_}).outcome, Outcome::kNotFound);
  EXPECT_EQ(apply(QueuePurge{queue_}).outcome, Outcome::kNotFound);
}

TEST_P(QueueContract, OnlyTheOldestOfAGroupIsLeased) {
  for (const char* id : {"a1", "b1", "a2", "a3"}) {
    apply(QueuePush{queue_, MessageId(id), in({}), "", std::string(1, id[0])});
  }
  EXPECT_EQ(counts(queue_), "4 0 0");
  EXPECT_EQ(leased_ids(queue_), "a1b1");
  reopen();
  EXPECT_EQ(counts(queue_), "2 2 0");
  apply(QueueDelete{queue_, MessageId("a2")});
  apply(QueueRelease{queue_, MessageId("a1"), in(base::Seconds(10))});
  EXPECT_EQ(leased_ids(queue_), "");
  clock_.advance(base::Seconds(10));
  EXPECT_EQ(leased_ids(queue_), "a1");
  apply(QueueDelete{queue_, MessageId("a1")});
  EXPECT_EQ(leased_ids(queue_), "a3");
  apply(QueueMove{queue_, MessageId("a3"), dead_, in({})});
  apply(QueuePush{queue_, MessageId("a4"), in({}), "", "a"});
  EXPECT_EQ(leased_ids(queue_), "a4");
}

TEST_P(QueueContract, LargeAndSmallBodiesComeBack) {
  for (size_t size : {0, 1, 1'024, 1'025, 300'000}) {
    apply(QueuePush{queue_, MessageId("a"), in({}), std::string(size, 'x')});
    EXPECT_EQ((*store_->queue_get(partition_, queue_, MessageId("a")))->body.size(), size);
    const auto messages = lease(queue_);
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(messages[0].body, std::string(size, 'x'));
    apply(QueueDelete{queue_, MessageId("a")});
  }
}

TEST_P(QueueContract, ListenersHearOfMessagesThatBecomeDue) {
  int heard = 0;
  Listener listener = store_->on_queue(partition_, queue_, [&heard] { ++heard; });
  push(queue_, "a");
  push(queue_, "b", base::Seconds(5));
  EXPECT_EQ(heard, 2);
  lease(queue_);
  push(dead_, "x");
  EXPECT_EQ(heard, 2);
  apply(QueueRelease{queue_, MessageId("a"), in({})});
  EXPECT_EQ(heard, 3);
  apply(QueueMove{dead_, MessageId("x"), queue_, in({})});
  EXPECT_EQ(heard, 4);
}

TEST_P(QueueContract, CountsStayTrueWithManyTimes) {
  for (int i = 0; i < 500; ++i)
    push(queue_, std::to_string(i).c_str(), base::Milliseconds(1 + i * 37 % 500));
  EXPECT_EQ(counts(queue_), "0 0 500");
  clock_.advance(base::Milliseconds(250));
  const auto half = store_->queue_counts(partition_, queue_);
  EXPECT_EQ(half->visible + half->delayed, 500u);
  EXPECT_NEAR(half->visible, 250, 25);
  EXPECT_EQ(lease(queue_, 1'000, base::Seconds(9)).size(), 250u);
  clock_.advance(base::Milliseconds(250));
  EXPECT_EQ(counts(queue_), "250 250 0");
  for (int i = 0; i < 500; ++i) apply(QueueDelete{queue_, MessageId(std::to_string(i))});
  EXPECT_EQ(counts(queue_), "0 0 0");
}

TEST_P(QueueContract, ALeaseMovesDeadLetters) {
  push(queue_, "a");
  clock_.advance(base::Seconds(1));
  const base::Time sent = in(base::Seconds(-1));
  QueueLease lease{queue_, 10, clock_.now()};
  lease.dead_letters = DeadLetters{dead_, 2, "from orders"};
  for (int i = 0; i < 2; ++i) EXPECT_EQ(apply(lease).messages.size(), 1u);
  push(queue_, "b");
  lease.until = in(base::Seconds(30));
  const OperationResult third = apply(lease);
  EXPECT_EQ(third.messages_moved, 1u);
  ASSERT_EQ(third.messages.size(), 1u) << "in the same commit";
  EXPECT_EQ(third.messages[0].id.text(), "b");
  EXPECT_EQ(counts(queue_), "0 1 0");
  reopen();
  const auto dead = this->lease(dead_);
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].id.text(), "a");
  EXPECT_EQ(dead[0].body, "body of a");
  EXPECT_EQ(dead[0].state, "from orders");
  EXPECT_EQ(dead[0].sent, sent);
  EXPECT_EQ(dead[0].receive_count, 3u);
  EXPECT_EQ(
      error_of(commit({QueueLease{queue_, 1, in({}), false, {}, {}, {}, DeadLetters{queue_, 1}}})),
      "Invalid");
}

TEST_P(QueueContract, ALeaseRemovesWhatWasSentTooLongAgo) {
  push(queue_, "a");
  clock_.advance(base::Seconds(60));
  push(queue_, "b");
  QueueLease lease{queue_, 1, in(base::Seconds(30))};
  lease.sent_after = in(base::Seconds(-60));
  lease.dead_letters = DeadLetters{dead_, 1};
  const OperationResult result = apply(lease);
  EXPECT_EQ(result.messages_removed, 1u);
  ASSERT_EQ(result.messages.size(), 1u);
  EXPECT_EQ(result.messages[0].id.text(), "b");
  EXPECT_EQ(counts(queue_), "0 1 0");
  EXPECT_EQ(counts(dead_), "0 0 0");
}

TEST_P(QueueContract, ALeasePutsAsideManyAtOnce) {
  for (int i = 0; i < 50; ++i) push(queue_, std::to_string(i).c_str());
  for (int i = 0; i < 5; ++i) apply(QueueLease{queue_, 10, clock_.now()});
  push(queue_, "new");
  QueueLease lease{queue_, 10, in(base::Seconds(30))};
  lease.dead_letters = DeadLetters{dead_, 1};
  size_t moved = 0;
  size_t leased = 0;
  for (int i = 0; i < 20; ++i) {
    const OperationResult result = apply(lease);
    moved += result.messages_moved;
    leased += result.messages.size();
    if (result.messages_moved == 0 && result.messages.empty()) break;
  }
  EXPECT_EQ(std::to_string(moved + leased), "51");
  EXPECT_EQ(counts(queue_), "0 " + std::to_string(leased) + " 0");
  EXPECT_EQ(counts(dead_), std::to_string(moved) + " 0 0");
}

TEST_P(QueueContract, AMoveCanMakeAMessageNew) {
  push(queue_, "a");
  const LeaseToken token = lease(queue_, 1, base::Seconds(0))[0].lease;
  clock_.advance(base::Seconds(5));
  const auto due = store_->queue_due(partition_, queue_, 10);
  ASSERT_EQ(due->size(), 1u);
  EXPECT_EQ((*due)[0].lease, token);
  QueueMove move{queue_, MessageId("a"), dead_, in({}), token + 1};
  move.as_new = MessageId("n");
  EXPECT_EQ(apply(move).outcome, Outcome::kNotLeased);
  move.lease = token;
  EXPECT_EQ(apply(move).id.text(), "n");
  EXPECT_EQ(counts(queue_), "0 0 0");
  const auto moved = lease(dead_);
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_EQ(moved[0].id.text(), "n");
  EXPECT_EQ(moved[0].body, "body of a");
  EXPECT_EQ(moved[0].sent, clock_.now());
  EXPECT_EQ(moved[0].receive_count, 1u);
  EXPECT_TRUE(store_->queue_due(partition_, queue_, 10)->empty());
}

TEST_P(QueueContract, WhatIsDueInASpanIsFoundPageByPage) {
  push(queue_, "now");
  push(queue_, "leased");
  ASSERT_EQ(lease(queue_, 2, base::Seconds(5)).size(), 2u);
  for (const char* id : {"a", "b", "c"}) push(queue_, id, base::Seconds(5));
  push(queue_, "late", base::Seconds(9));
  push(queue_, "later", base::Seconds(10));
  DueSpan span{clock_.now(), in(base::Seconds(10))};
  std::string found;
  for (std::optional<DueSpan> rest = span; rest;) {
    const auto page = store_->queue_later(partition_, queue_, *rest, 2);
    ASSERT_TRUE(page.ok());
    for (const Message& message : page->messages) {
      found += message.id.text() + (message.lease != 0 ? "* " : " ");
    }
    rest = page->rest;
  }
  EXPECT_EQ(found, "now* leased* a b c late ");
  EXPECT_TRUE(store_->queue_later(partition_, dead_, span, 2)->messages.empty());
  span.until = span.from;
  EXPECT_TRUE(store_->queue_later(partition_, queue_, span, 2)->messages.empty());
}

// Who says that the id is new is believed; a deduplication key still counts.
TEST_P(QueueContract, ANewIdIsNotLookedFor) {
  QueuePush push{queue_, MessageId("a"), in({}), "body"};
  push.id_is_new = true;
  push.deduplicate_for = base::Seconds(5);
  push.deduplication_key = "key";
  const OperationResult first = apply(push);
  EXPECT_EQ(first.outcome, Outcome::kDone);
  push.id = MessageId("b");
  const OperationResult second = apply(push);
  EXPECT_EQ(second.outcome, Outcome::kDuplicate);
  EXPECT_EQ(second.id, MessageId("a"));
  EXPECT_EQ(counts(queue_), "1 0 0");
}

}  // namespace angarium::store
