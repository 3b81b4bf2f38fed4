#pragma once

#include <atomic>
#include <semaphore>
#include <set>

#include "base/asio_executor.h"
#include "store/contract_fixture.h"

// The contract of the committer: groups, bounds, and many callers at once; see contract_fixture.h.
namespace angarium::store {

class CommitterContract : public ContractTest {
 protected:
  // Submits without running anything; the answers come to `answers_`.
  void submit(std::vector<Operation> operations) {
    CommitRequest request{partition_, epoch_, std::move(operations)};
    store_->commit(std::move(request), [this](const base::Result<CommitResult>& result) {
      answers_ += error_of(result) + " ";
    });
  }
  void reopen_with(StoreLimits limits) {
    close();
    StoreOptions options;
    options.limits = limits;
    open(options);
  }
  std::string answers_;
};

TEST_P(CommitterContract, OneSyncForAllThatWait) {
  const uint64_t before = engine_->sync_count();
  for (int i = 0; i < 20; ++i) submit({LogAppend{log_, "r"}});
  EXPECT_EQ(answers_, "");
  executor_.run_until_idle(100);
  EXPECT_EQ(engine_->sync_count(), before + 1);
  EXPECT_EQ(store_->log_bounds(partition_, log_)->end, 20u);
}

TEST_P(CommitterContract, AGroupThatChangesNothingSyncsNothing) {
  const uint64_t before = engine_->sync_count();
  submit({QueueLease{queue_, 10, in({})}});
  submit({TableDelete{Key::of({"none"})}});
  CommitRequest refused{
      partition_, epoch_, {TablePut{Key::of({"a"}), ""}}, {KeyPresent{Key::of({"b"})}}};
  EXPECT_FALSE(run(store_->commit(executor_, refused)).ok());
  EXPECT_EQ(engine_->sync_count(), before);
}

TEST_P(CommitterContract, CommitsOfAGroupSeeEachOtherInOrder) {
  const Key key = Key::of({"a"});
  store_->commit(
      {partition_, epoch_, {TablePut{key, "first"}}, {KeyAbsent{key}}},
      [this](const base::Result<CommitResult>& result) { answers_ += error_of(result) + " "; });
  store_->commit(
      {partition_, epoch_, {TablePut{key, "second"}, LogAppend{log_, "x"}}, {KeyAbsent{key}}},
      [this](const base::Result<CommitResult>& result) { answers_ += error_of(result) + " "; });
  submit({TableDelete{key}});
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "none PreconditionFailed none ");
  EXPECT_FALSE(*store_->get(partition_, key));
  EXPECT_EQ(store_->log_bounds(partition_, log_)->end, 0u);
}

TEST_P(CommitterContract, NothingIsSeenBeforeItIsDurable) {
  submit({TablePut{Key::of({"a"}), ""}});
  EXPECT_FALSE(*store_->get(partition_, Key::of({"a"})));
  close();
  executor_.run_until_idle(100);
  open({});
  EXPECT_FALSE(*store_->get(partition_, Key::of({"a"})));
  EXPECT_EQ(answers_, "");
}

TEST_P(CommitterContract, WaitingCommitsAreBounded) {
  StoreLimits limits;
  limits.waiting_commits_max = 3;
  reopen_with(limits);
  for (int i = 0; i < 4; ++i) submit({LogAppend{log_, ""}});
  EXPECT_EQ(answers_, "Busy ");
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "Busy none none none ");
  limits = {};
  limits.waiting_bytes_max = 100;
  reopen_with(limits);
  answers_.clear();
  const size_t key_bytes = log_.encoded().size();
  submit({LogAppend{log_, std::string(100 - key_bytes + 1, 'x')}});
  EXPECT_EQ(answers_, "Busy ");
  submit({LogAppend{log_, std::string(100 - key_bytes, 'x')}});
  submit({LogAppend{log_, ""}});
  executor_.run_until_idle(100);
  EXPECT_EQ(answers_, "Busy Busy none ");
}

TEST_P(CommitterContract, GroupsAreBounded) {
  StoreLimits limits;
  limits.group_commits_max = 3;
  reopen_with(limits);
  const uint64_t before = engine_->sync_count();
  for (int i = 0; i < 7; ++i) submit({LogAppend{log_, ""}});
  executor_.run_until_idle(100);
  EXPECT_EQ(engine_->sync_count(), before + 3);
  limits = {};
  limits.group_bytes_max = 1'000;
  reopen_with(limits);
  const uint64_t again = engine_->sync_count();
  for (int i = 0; i < 4; ++i) submit({LogAppend{log_, std::string(600, 'x')}});
  executor_.run_until_idle(100);
  EXPECT_EQ(engine_->sync_count(), again + 2);
}

TEST_P(CommitterContract, RequestsAreBounded) {
  StoreLimits limits;
  limits.key_bytes_max = 50;
  limits.commit_bytes_max = 100;
  limits.commit_operations_max = 3;
  limits.lease_messages_max = 5;
  reopen_with(limits);
  auto put = [](size_t key, size_t value) {
    return TablePut{Key::of({std::string(key - 2, 'k')}), std::string(value, 'v')};
  };
  EXPECT_EQ(error_of(commit({put(50, 50)})), "none");
  EXPECT_EQ(error_of(commit({put(51, 0)})), "TooLarge");
  EXPECT_EQ(error_of(commit({put(50, 51)})), "TooLarge");
  const TableDelete nothing{Key::of({"x"})};
  EXPECT_EQ(error_of(commit({nothing, nothing, nothing})), "none");
  EXPECT_EQ(error_of(commit({nothing, nothing, nothing, nothing})), "TooLarge");
  EXPECT_EQ(error_of(commit({QueueLease{queue_, 5, in({})}})), "none");
  EXPECT_EQ(error_of(commit({QueueLease{queue_, 6, in({})}})), "TooLarge");
}

TEST_P(CommitterContract, WhatACommitTouchesIsBounded) {
  StoreLimits limits;
  limits.commit_effect_bytes_max = 20'000;
  reopen_with(limits);
  const Key to = Key::of({"to"});
  for (const char* id : {"a", "b", "c"}) {
    apply(QueuePush{queue_, MessageId(id), in({}), std::string(9'000, 'x')});
  }
  auto move = [&](const char* id) { return QueueMove{queue_, MessageId(id), to, in({})}; };
  EXPECT_EQ(error_of(commit({move("a"), move("b")})), "TooLarge");
  EXPECT_EQ(counts(queue_), "3 0 0");
  EXPECT_EQ(error_of(commit({move("a")})), "none");
  EXPECT_EQ(counts(to), "1 0 0");
}

TEST_P(CommitterContract, LeasesAreBoundedByBytes) {
  StoreLimits limits;
  limits.lease_bytes_max = 5'000;
  reopen_with(limits);
  for (const char* id : {"a", "b", "c"}) {
    apply(QueuePush{queue_, MessageId(id), in({}), std::string(2'500, 'x')});
  }
  EXPECT_EQ(leased_ids(queue_), "ab");
  EXPECT_EQ(leased_ids(queue_), "c");
  apply(QueuePush{queue_, MessageId("big"), in({}), std::string(9'000, 'x')});
  EXPECT_EQ(leased_ids(queue_), "big");
}

TEST_P(CommitterContract, NonsenseIsRefused) {
  const base::Time before_1970 = base::from_unix_ms(-1);
  const base::Time after_9999 = base::from_unix_ms(253'402'300'800'000);
  EXPECT_EQ(error_of(commit({TablePut{Key(), ""}})), "Invalid");
  EXPECT_EQ(error_of(commit({QueuePush{queue_, MessageId(), in({}), ""}})), "Invalid");
  EXPECT_EQ(error_of(commit({QueuePush{queue_, MessageId("a"), before_1970, ""}})), "Invalid");
  EXPECT_EQ(error_of(commit({QueueLease{queue_, 1, after_9999}})), "Invalid");
  EXPECT_EQ(error_of(commit({}, {Unseen{Key::of({"a"}), base::Milliseconds(-1)}})), "Invalid");
  EXPECT_FALSE(run(store_->own(executor_, Partition{})).ok());
}

// The same store with the committer's own thread, and callers on several others.
class ThreadContract : public ContractTest {
 protected:
  static constexpr int kClients = 8;
  static constexpr int kCommitsEach = 50;

  // What each client works with.
  struct Client {
    Store& store;
    base::Executor& executor;
    const TestClock& clock;
    std::atomic<int>& refused;
    Partition partition;
    Epoch epoch = 0;
    int number = 0;

    base::Task<base::Result<CommitResult>> send(std::vector<Operation> operations,
                                                std::vector<Precondition> preconditions = {}) {
      CommitRequest request{partition, epoch, std::move(operations), std::move(preconditions)};
      return store.commit(executor, std::move(request));
    }
  };

  void SetUp() override {
    close();
    driver_ = make_thread_driver();
    auto opened = Store::open(engine_->engine(), clock_, *driver_, {});
    ASSERT_TRUE(opened.ok());
    store_ = std::move(*opened);
    auto take = [](ThreadContract* test) -> base::Task<void> {
      test->epoch_ = *co_await test->store_->own(test->threads_, test->partition_);
      test->finished_.release();
    };
    base::start(take(this));
    finished_.acquire();
  }
  void TearDown() override {
    close();
    threads_.stop();
  }

  // Runs one coroutine per client and waits for all of them.
  void run_clients(base::Task<void> (*run)(Client)) {
    for (int i = 0; i < kClients; ++i) {
      const Client client{*store_, threads_, clock_, refused_, partition_, epoch_, i};
      base::spawn(threads_, finish(run(client)));
    }
    for (int i = 0; i < kClients; ++i) finished_.acquire();
  }
  base::Task<void> finish(base::Task<void> client) {
    co_await std::move(client);
    finished_.release();
  }

  std::counting_semaphore<> finished_{0};
  std::atomic<int> refused_{0};
  base::AsioExecutor threads_{"clients", 4};
};

// Every client counts up the same record, by compare and swap.
TEST_P(ThreadContract, PreconditionsHoldUnderConcurrency) {
  run_clients([](Client client) -> base::Task<void> {
    const Key key = Key::of({"counter"});
    for (int done = 0; done < kCommitsEach;) {
      const auto seen = *client.store.get(client.partition, key);
      const int next = seen ? std::stoi(seen->value) + 1 : 1;
      std::vector<Operation> operations{TablePut{key, std::to_string(next)}};
      std::vector<Precondition> preconditions{KeyAbsent{key}};
      if (seen) preconditions[0] = KeyAtRevision{key, seen->revision};
      auto result = co_await client.send(std::move(operations), std::move(preconditions));
      result.ok() ? ++done : ++client.refused;
    }
  });
  EXPECT_EQ((*store_->get(partition_, Key::of({"counter"})))->value,
            std::to_string(kClients * kCommitsEach));
  EXPECT_GT(refused_, 0);
}

// A reader of changes, on a thread of its own, beside writers.
class Watcher {
 public:
  Watcher(const Store& store, Partition partition)
      : store_(store), partition_(std::move(partition)), revision_(store.revision(partition_)) {
    base::spawn(executor_, watch(this));
  }
  // Every value seen, after a last look.
  std::set<std::string> finish() {
    stop_ = true;
    stopped_.acquire();
    look();
    return seen_;
  }

 private:
  static base::Task<void> watch(Watcher* self) {
    while (!self->stop_) {
      self->look();
      co_await base::resume_on(self->executor_);
    }
    self->stopped_.release();
  }
  void look() {
    auto page = store_.changes(partition_, revision_, Key::of({"k"}));
    ASSERT_TRUE(page.ok());
    for (const Change& change : page->changes) {
      EXPECT_GT(change.revision, revision_);
      EXPECT_TRUE(seen_.insert(*change.value).second) << "seen twice";
    }
    revision_ = page->revision;
  }

  const Store& store_;
  const Partition partition_;
  Revision revision_;
  std::set<std::string> seen_;
  std::atomic<bool> stop_{false};
  std::counting_semaphore<> stopped_{0};
  base::AsioExecutor executor_{"watcher", 1};
};

TEST_P(ThreadContract, WatchMissesNothing) {
  Watcher watcher(*store_, partition_);
  run_clients([](Client client) -> base::Task<void> {
    for (int i = 0; i < kCommitsEach; ++i) {
      const std::string text = std::to_string(client.number) + "." + std::to_string(i);
      std::vector<Operation> operations{TablePut{Key::of({"k", text}), text}};
      auto result = co_await client.send(std::move(operations));
      EXPECT_TRUE(result.ok());
    }
  });
  EXPECT_EQ(watcher.finish().size(), static_cast<size_t>(kClients * kCommitsEach));
}

TEST_P(ThreadContract, EachMessageIsLeasedOnce) {
  run_clients([](Client client) -> base::Task<void> {
    const Key queue = Key::of({"sqs", "orders"});
    for (int i = 0; i < kCommitsEach; ++i) {
      const MessageId id(std::to_string(client.number) + "." + std::to_string(i));
      std::vector<Operation> push{QueuePush{queue, id, client.clock.now(), "body"}};
      auto pushed = co_await client.send(std::move(push));
      EXPECT_TRUE(pushed.ok());
      std::vector<Operation> lease{QueueLease{queue, 1, client.clock.now() + base::Seconds(60)}};
      auto leased = co_await client.send(std::move(lease));
      if (leased->operations[0].messages.size() != 1) ++client.refused;
      for (const Message& message : leased->operations[0].messages) {
        std::vector<Operation> erase{QueueDelete{queue, message.id, message.lease}};
        auto erased = co_await client.send(std::move(erase));
        if (erased->operations[0].outcome != Outcome::kDone) ++client.refused;
      }
    }
  });
  EXPECT_EQ(refused_, 0);
  EXPECT_EQ(counts(queue_), "0 0 0");
}

}  // namespace angarium::store
