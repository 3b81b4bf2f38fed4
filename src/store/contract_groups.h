#pragma once

#include "store/contract_fixture.h"

// The contract of queues whose messages have groups, as FIFO queues use them; see
// contract_fixture.h. Ids are group and number: "a1", "a2", "b1"...
namespace angarium::store {

class GroupContract : public ContractTest {
 protected:
  void push_all(std::initializer_list<const char*> ids) {
    for (const char* id : ids) {
      apply(QueuePush{queue_, MessageId(id), clock_.now(), std::string("body of ") + id,
                      std::string(1, id[0])});
    }
  }
  QueueLease whole_groups(size_t messages_max, base::Milliseconds span = base::Seconds(30)) {
    return {queue_, messages_max, in(span), true};
  }
  static std::string ids_of(const OperationResult& result) {
    std::string ids;
    for (const Message& message : result.messages) ids += message.id.text();
    return ids;
  }
  std::string take(size_t messages_max = 10, base::Milliseconds span = base::Seconds(30)) {
    return ids_of(apply(whole_groups(messages_max, span)));
  }
  Outcome erase(const char* id) { return apply(QueueDelete{queue_, MessageId(id)}).outcome; }
  // What ChangeMessageVisibility does.
  Outcome end_lease_in(const char* id, base::Milliseconds span) {
    return apply(QueueRelease{queue_, MessageId(id), in(span), {}, {}, true}).outcome;
  }
};

TEST_P(GroupContract, ALeaseTakesAWholeGroupInOrder) {
  push_all({"a1", "b1", "a2", "a3", "b2", "c1"});
  EXPECT_EQ(take(4), "a1a2a3b1");
  EXPECT_EQ(take(), "c1");
  EXPECT_EQ(counts(queue_), "1 5 0");
  reopen();
  EXPECT_EQ(take(), "");
  push_all({"a4", "d1"});
  EXPECT_EQ(take(), "d1");
  EXPECT_EQ(erase("b1"), Outcome::kDone);
  EXPECT_EQ(take(), "b2");
}

TEST_P(GroupContract, NothingComesWhileOneIsInFlight) {
  push_all({"a1", "a2", "a3", "a4"});
  EXPECT_EQ(take(3), "a1a2a3");
  EXPECT_EQ(erase("a1"), Outcome::kDone);
  EXPECT_EQ(erase("a3"), Outcome::kDone);
  EXPECT_EQ(take(), "");
  EXPECT_EQ(*store_->queue_next_due(partition_, queue_), in(base::Seconds(30)));
  EXPECT_EQ(erase("a2"), Outcome::kDone);
  EXPECT_EQ(take(), "a4");
  erase("a4");
  EXPECT_EQ(counts(queue_), "0 0 0");
  EXPECT_FALSE(*store_->queue_next_due(partition_, queue_));
}

TEST_P(GroupContract, AfterTheTimeoutTheOrderIsTheSame) {
  push_all({"a1", "a2", "a3"});
  EXPECT_EQ(take(2), "a1a2");
  clock_.advance(base::Seconds(30));
  EXPECT_EQ(counts(queue_), "3 0 0");
  EXPECT_EQ(take(1), "a1");
  EXPECT_EQ(counts(queue_), "2 1 0");
  EXPECT_EQ(take(), "");
  clock_.advance(base::Seconds(30));
  EXPECT_EQ(take(), "a1a2a3");
}

TEST_P(GroupContract, TheLastToBeVisibleAgainFreesTheGroup) {
  push_all({"a1", "a2", "a3", "a4"});
  EXPECT_EQ(take(3), "a1a2a3");
  EXPECT_EQ(end_lease_in("a2", base::Seconds(60)), Outcome::kDone);
  EXPECT_EQ(end_lease_in("a1", {}), Outcome::kDone);
  EXPECT_EQ(take(), "");
  EXPECT_EQ(*store_->queue_next_due(partition_, queue_), in(base::Seconds(60)));
  clock_.advance(base::Seconds(59));
  reopen();
  EXPECT_EQ(take(), "");
  EXPECT_EQ(end_lease_in("a2", {}), Outcome::kDone);
  EXPECT_EQ(take(), "a1a2a3a4");
}

TEST_P(GroupContract, TheListenerHearsOfAGroupThatIsFree) {
  push_all({"a1", "a2", "a3"});
  take(2);
  int heard = 0;
  Listener listener = store_->on_queue(partition_, queue_, [&heard] { ++heard; });
  push_all({"a4"});
  EXPECT_EQ(heard, 0);
  erase("a1");
  const int before = heard;
  end_lease_in("a2", {});
  EXPECT_GT(heard, before);
  EXPECT_EQ(take(), "a2a3a4");
}

TEST_P(GroupContract, AMessageNotDueYetHoldsThoseBehindIt) {
  push_all({"a1"});
  apply(QueuePush{queue_, MessageId("a2"), in(base::Seconds(5)), "", "a"});
  push_all({"a3"});
  EXPECT_EQ(take(), "a1");
  erase("a1");
  EXPECT_EQ(take(), "");
  EXPECT_EQ(counts(queue_), "1 0 1");
  clock_.advance(base::Seconds(5));
  EXPECT_EQ(take(), "a2a3");
}

TEST_P(GroupContract, BothKindsOfLeaseKeepTheOrder) {
  push_all({"a1", "a2", "a3"});
  EXPECT_EQ(leased_ids(queue_), "a1");
  EXPECT_EQ(take(), "");
  clock_.advance(base::Seconds(30));
  EXPECT_EQ(take(2), "a1a2");
  erase("a1");
  EXPECT_EQ(leased_ids(queue_), "");
  clock_.advance(base::Seconds(30));
  EXPECT_EQ(leased_ids(queue_), "a2");
}

TEST_P(GroupContract, ALeaseIsBoundedByBytesWithinAGroup) {
  StoreOptions options;
  options.limits.lease_bytes_max = 4'000;
  close();
  open(options);
  for (const char* id : {"a1", "a2", "a3"}) {
    apply(QueuePush{queue_, MessageId(id), in({}), std::string(2'000, 'x'), "a"});
  }
  apply(QueuePush{queue_, MessageId("b1"), in({}), "", "b"});
  EXPECT_EQ(take(), "a1a2");
  EXPECT_EQ(take(), "b1");
  clock_.advance(base::Seconds(30));
  apply(QueueDelete{queue_, MessageId("a1")});
  EXPECT_EQ(take(), "a2a3b1");
}

TEST_P(GroupContract, AnAttemptIsAnsweredAgain) {
  push_all({"a1", "a2", "b1"});
  QueueLease lease = whole_groups(2);
  lease.attempt = "try";
  lease.remember_for = base::Seconds(300);
  const auto first = apply(lease).messages;
  ASSERT_EQ(first.size(), 2u);
  clock_.advance(base::Seconds(20));
  reopen();
  lease.until = in(base::Seconds(30));
  const auto again = apply(lease).messages;
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[1].id, first[1].id);
  EXPECT_EQ(again[1].body, "body of a2");
  EXPECT_EQ(again[1].lease, first[1].lease);
  EXPECT_EQ(again[1].receive_count, 1u);
  clock_.advance(base::Seconds(29));
  EXPECT_EQ(take(), "b1");
  erase("a1");
  lease.until = in(base::Seconds(30));
  EXPECT_EQ(apply(lease).outcome, Outcome::kNotLeased);
  lease.attempt = "another";
  EXPECT_EQ(ids_of(apply(lease)), "");
  clock_.advance(base::Seconds(1));
  lease.attempt = "try";
  lease.until = in(base::Seconds(400));
  EXPECT_EQ(ids_of(apply(lease)), "a2");  // the lease ran out: a new attempt under the old name
  clock_.advance(base::Milliseconds(299'999));
  EXPECT_EQ(ids_of(apply(lease)), "a2");
  clock_.advance(base::Milliseconds(1));
  EXPECT_EQ(ids_of(apply(lease)), "b1");  // the name is forgotten
}

TEST_P(GroupContract, APushIsIdempotentByItsKey) {
  QueuePush push{queue_, MessageId("a1"), in({}), "", "a"};
  push.deduplication_key = "order 1";
  push.deduplicate_for = base::Seconds(300);
  const OperationResult first = apply(push);
  EXPECT_EQ(first.id.text(), "a1");
  push.id = MessageId("a2");
  OperationResult again = apply(push);
  EXPECT_EQ(again.outcome, Outcome::kDuplicate);
  EXPECT_EQ(again.sequence, first.sequence);
  EXPECT_EQ(again.id.text(), "a1");
  erase("a1");
  clock_.advance(base::Milliseconds(299'999));
  reopen();
  EXPECT_EQ(apply(push).id.text(), "a1");
  clock_.advance(base::Milliseconds(1));
  EXPECT_EQ(apply(push).id.text(), "a2");
  push.id = MessageId("a3");
  push.deduplication_key = "order 2";
  EXPECT_EQ(apply(push).outcome, Outcome::kDone);
  EXPECT_EQ(take(), "a2a3");
}

TEST_P(GroupContract, AnOverdueHandleCanBeRefused) {
  push_all({"a1"});
  const LeaseToken token = apply(whole_groups(1)).messages[0].lease;
  const QueueDelete unexpired{queue_, MessageId("a1"), token, true};
  const QueueRelease release{queue_, MessageId("a1"), in(base::Seconds(60)), {}, token, true, true};
  clock_.advance(base::Seconds(30));
  EXPECT_EQ(apply(unexpired).outcome, Outcome::kNotLeased);
  EXPECT_EQ(apply(release).outcome, Outcome::kNotLeased);
  clock_.advance(base::Milliseconds(-1));
  EXPECT_EQ(apply(unexpired).outcome, Outcome::kDone);
}

// Records of a group as they were before leases took more than its head: the head's id alone.
TEST_P(GroupContract, AGroupOfAnOlderVersionGoesOn) {
  push_all({"a1", "a2", "a3"});
  const std::string place = std::string("\x01\0\0\0\x01Q", 6) + std::string(7, '\0') + "\x02ga";
  ASSERT_TRUE(*engine_->engine().get(place));
  Batch old;
  old.put(place, "a1");
  close();
  ASSERT_TRUE(engine_->engine().write(old, Durability::kSynced).ok());
  open({});
  EXPECT_EQ(take(2), "a1a2");
  erase("a1");
  erase("a2");
  push_all({"a4"});
  EXPECT_EQ(take(), "a3a4");
  erase("a4");
  erase("a3");
  EXPECT_EQ(counts(queue_), "0 0 0");
  EXPECT_FALSE(*engine_->engine().get(place));
}

TEST_P(GroupContract, WhatIsPutAsideMakesRoomForTheNextOfItsGroup) {
  const Key dead = Key::of({"sqs", "dead"});
  push_all({"a1", "a2"});
  EXPECT_EQ(take(2, {}), "a1a2");
  push_all({"a3", "b1"});
  QueueLease lease = whole_groups(10);
  lease.dead_letters = DeadLetters{dead, 1};
  const OperationResult result = apply(lease);
  EXPECT_EQ(result.messages_moved, 2u);
  EXPECT_EQ(ids_of(result), "a3b1");
  EXPECT_EQ(counts(dead), "2 0 0");
  lease.queue = dead;
  lease.dead_letters.reset();
  EXPECT_EQ(ids_of(apply(lease)), "a1a2");
}

}  // namespace angarium::store
