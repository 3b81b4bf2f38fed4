#pragma once

#include <cstdlib>

#include "store/contract_fixture.h"
#include "store/contract_model.h"

// Random commits against the store and against Model, every answer and every read compared, with
// the engine reopened in the middle. ANGARIUM_MODEL_SEED=n replays one seed.
namespace angarium::store {

class RandomContract : public ContractTest {
 protected:
  // How many commits are under way at once, and how long a write takes.
  struct Burst {
    uint64_t commits_max = 1;
    base::Milliseconds writing{0};
  };

  void run_seeds(Burst burst) {
    const char* only = std::getenv("ANGARIUM_MODEL_SEED");
    const uint64_t first = only ? std::strtoull(only, nullptr, 10) : 1;
    for (uint64_t seed = first; seed < first + (only ? 1 : 8) && !HasFailure(); ++seed) {
      burst_ = burst;
      run_seed(seed, 1'000);
    }
  }

 private:
  void run_seed(uint64_t seed, int commits) {
    close();
    engine_ = GetParam()();
    latency_ = [writing = burst_.writing] { return writing; };
    open({});
    model_ = Model{};
    random_ = std::make_unique<base::SeededRandom>(seed);
    model_.revision = store_->revision(partition_);
    watched_ = model_.revision;
    for (int i = 0; i < commits && !HasFailure(); ++i) {
      if (random_->chance(0.3)) clock_.advance(base::Milliseconds(500 * random_->below(8)));
      model_.now = clock_.now();
      commit_some();
      if (i % 10 == 0) compare_all();
      if (i % 100 == 99) reopen_here();
    }
    compare_all();
    if (HasFailure()) ADD_FAILURE() << "ANGARIUM_MODEL_SEED=" << seed;
  }

  template <class T>
  T pick(std::vector<T> choices) {
    return choices[random_->below(choices.size())];
  }
  Key any_key() {
    return Key::of({"k", std::string(1, static_cast<char>('a' + random_->below(5)))});
  }
  Key any_log() { return Key::of({pick<std::string>({"log", "log2"})}); }
  Key any_queue() { return Key::of({"q", pick<std::string>({"1", "2"})}); }
  MessageId any_id() { return MessageId(std::to_string(random_->below(12))); }
  // Whole seconds, so that the store's counts of the future stay exact (DueCounts::kSpansMax).
  base::Time any_time() { return in(base::Seconds(static_cast<int>(random_->below(12)) - 3)); }
  std::string any_text() {
    const size_t size = random_->chance(0.1) ? 1'100 : random_->below(20);
    return std::string(size, static_cast<char>('a' + random_->below(26)));
  }
  std::optional<LeaseToken> any_lease(const Key& queue, const MessageId& id) {
    if (random_->chance(0.5)) return std::nullopt;
    if (random_->chance(0.2)) return LeaseToken{123'456};
    auto& messages = model_.queues[queue].messages;
    auto found = messages.find(id);
    return found == messages.end() ? LeaseToken{0} : found->second.lease;
  }

  Operation any_queue_operation() {
    const Key queue = any_queue();
    const MessageId id = any_id();
    const bool known = model_.queues.contains(queue);
    const auto lease = known ? any_lease(queue, id) : std::nullopt;
    switch (random_->below(12)) {
      case 0: return any_move(queue, id, lease);
      case 1: return QueueDelete{queue, id, lease, random_->chance(0.2)};
      case 2: return QueueRelease{queue, id, any_time(), any_text(), lease, random_->chance(0.3)};
      case 3: {
        const bool keeps_lease = random_->chance(0.6);
        return QueueRelease{queue, id, any_time(), {}, lease, keeps_lease, random_->chance(0.5)};
      }
      case 4:
      case 5:
      case 6: return any_lease_operation(queue);
      case 7:
        if (random_->chance(0.7)) return QueueExpire{queue, any_time(), random_->below(4)};
        if (random_->chance(0.6)) return QueuePurge{queue};
        return QueueDrop{queue};
      default: {
        QueuePush push{queue, id, any_time(), any_text()};
        push.group = pick<std::string>({"", "g", "g", "h"});
        push.deduplicate_for = base::Seconds(random_->chance(0.3) ? 5 : 0);
        if (random_->chance(0.3)) push.deduplication_key = pick<std::string>({"x", "y", "z"});
        push.state = pick<std::string>({"", "state"});
        return push;
      }
    }
  }
  static Key other_than(const Key& queue) {
    return queue == Key::of({"q", "1"}) ? Key::of({"q", "2"}) : Key::of({"q", "1"});
  }
  Operation any_move(const Key& queue, const MessageId& id, std::optional<LeaseToken> lease) {
    QueueMove move{queue, id, other_than(queue), any_time(), lease};
    if (random_->chance(0.3)) move.state = any_text();
    if (random_->chance(0.3)) move.as_new = any_id();
    move.sent_anew = random_->chance(0.3);
    return move;
  }
  Operation any_lease_operation(const Key& queue) {
    QueueLease lease{queue, random_->below(6), any_time(), random_->chance(0.7)};
    if (random_->chance(0.2)) lease.sent_after = in(base::Seconds(-20));
    if (random_->chance(0.2)) {
      lease.dead_letters =
          DeadLetters{other_than(queue), static_cast<uint32_t>(1 + random_->below(3)), any_text(),
                      random_->chance(0.3)};
    }
    if (random_->chance(0.2)) {
      lease.attempt = pick<std::string>({"first", "second"});
      lease.remember_for = base::Seconds(5);
    }
    return lease;
  }
  Operation any_operation() {
    switch (random_->below(12)) {
      case 0: return TablePut{any_key(), any_text()};
      case 1: return TableDelete{any_key()};
      case 2:
      case 3: return LogAppend{any_log(), any_text()};
      case 4: {
        if (random_->chance(0.05)) return LogDrop{any_log()};
        const Key log = any_log();
        return LogTrim{
            log, random_->below(model_.logs.contains(log) ? model_.logs[log].items.size() + 2 : 5)};
      }
      default: return any_queue_operation();
    }
  }
  Precondition any_precondition() {
    const Key key = any_key();
    auto found = model_.table.find(key);
    const Revision revision = found == model_.table.end() ? 1 : found->second.revision;
    switch (random_->below(4)) {
      case 0: return KeyAtRevision{key, random_->chance(0.8) ? revision : revision + 1};
      case 1: return KeyAbsent{key};
      case 2: return KeyPresent{key};
      default: return Unseen{any_key(), base::Seconds(3)};
    }
  }

  CommitRequest any_request() {
    CommitRequest request{partition_, epoch_};
    for (uint64_t i = random_->below(5); i > 0; --i) request.operations.push_back(any_operation());
    if (random_->chance(0.3)) request.preconditions.push_back(any_precondition());
    return request;
  }

  // Some begin while others are evaluated, or being written.
  void commit_some() {
    std::vector<CommitRequest> requests(1 + random_->below(burst_.commits_max));
    std::vector<std::optional<base::Result<CommitResult>>> answers(requests.size());
    for (size_t i = 0; i < requests.size(); ++i) {
      requests[i] = any_request();
      store_->commit(requests[i], [&answers, i](base::Result<CommitResult> answer) {
        answers[i].emplace(std::move(answer));
      });
      if (random_->chance(0.6)) executor_.run_one();
    }
    executor_.run_until_idle(1'000);
    for (size_t i = 0; i < requests.size() && !HasFailure(); ++i) {
      ASSERT_TRUE(answers[i]);
      check(requests[i], *answers[i]);
    }
  }

  void check(const CommitRequest& request, const base::Result<CommitResult>& answered) {
    std::vector<OperationResult> expected;
    const std::string error =
        model_.commit(request, answered.ok() ? &*answered : nullptr, expected);
    ASSERT_EQ(error_of(answered), error);
    if (!answered.ok()) return;
    EXPECT_EQ(answered->revision, model_.revision);
    ASSERT_EQ(answered->operations.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) compare(answered->operations[i], expected[i]);
  }

  void reopen_here() {
    const Revision before = model_.revision;
    reopen();
    EXPECT_EQ(store_->revision(partition_), before);
    watched_ = before;
    model_.changes.clear();
    compare_all();
  }

  static std::string text_of(const Message& message) {
    std::string text =
        message.id.text() + " " + message.body + " " + message.group + " " + message.state;
    for (int64_t number :
         {static_cast<int64_t>(message.sequence), base::to_unix_ms(message.sent),
          base::to_unix_ms(message.not_before),
          message.first_received ? base::to_unix_ms(*message.first_received) : 0,
          static_cast<int64_t>(message.receive_count), static_cast<int64_t>(message.lease)}) {
      text += " " + std::to_string(number);
    }
    return text;
  }
  static void compare(const OperationResult& actual, const OperationResult& expected) {
    EXPECT_EQ(actual.outcome, expected.outcome);
    EXPECT_EQ(actual.offset, expected.offset);
    EXPECT_EQ(actual.sequence, expected.sequence);
    EXPECT_EQ(actual.id, expected.id);
    EXPECT_EQ(actual.messages_removed, expected.messages_removed);
    EXPECT_EQ(actual.messages_moved, expected.messages_moved);
    ASSERT_EQ(actual.messages.size(), expected.messages.size());
    for (size_t i = 0; i < expected.messages.size(); ++i) {
      EXPECT_EQ(text_of(actual.messages[i]), text_of(expected.messages[i]));
      EXPECT_NE(actual.messages[i].lease, 0u);
    }
  }

  void compare_all() {
    compare_table();
    compare_changes();
    for (const char* name : {"log", "log2"}) compare_log(Key::of({name}));
    for (const char* name : {"1", "2"}) compare_queue(Key::of({"q", name}));
  }

  void compare_table() {
    ScanRequest request{Key::of({"k"}), {}, 2};
    auto expected = model_.table.begin();
    for (bool more = true; more;) {
      auto page = store_->scan(partition_, request);
      ASSERT_TRUE(page.ok());
      EXPECT_EQ(page->revision, model_.revision);
      for (const TableItem& item : page->items) {
        ASSERT_NE(expected, model_.table.end());
        EXPECT_EQ(item.key, expected->first);
        EXPECT_EQ(item.value, expected->second.value);
        EXPECT_EQ(item.revision, expected->second.revision);
        EXPECT_EQ((*store_->get(partition_, item.key))->revision, item.revision);
        ++expected;
      }
      more = page->more;
      if (more) request.after = page->items.back().key;
    }
    EXPECT_EQ(expected, model_.table.end());
  }

  void compare_changes() {
    auto page = store_->changes(partition_, watched_, Key());
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page->changes.size(), model_.changes.size());
    for (size_t i = 0; i < page->changes.size(); ++i) {
      EXPECT_EQ(page->changes[i].revision, model_.changes[i].revision);
      EXPECT_EQ(page->changes[i].key, model_.changes[i].key);
      EXPECT_EQ(page->changes[i].value, model_.changes[i].value);
    }
    watched_ = page->revision;
    model_.changes.clear();
  }

  void compare_log(const Key& key) {
    const Model::Log log = model_.logs.contains(key) ? model_.logs[key] : Model::Log{};
    auto bounds = store_->log_bounds(partition_, key);
    EXPECT_EQ(bounds->floor, log.floor);
    EXPECT_EQ(bounds->end, log.items.size());
    uint64_t bytes = 0;
    auto items = store_->log_read(partition_, key, log.floor, {});
    ASSERT_TRUE(items.ok());
    ASSERT_EQ(items->size(), log.items.size() - log.floor);
    for (const LogItem& item : *items) {
      const LogItem& expected = log.items[item.offset];
      EXPECT_EQ(item.record, expected.record);
      EXPECT_EQ(item.time, expected.time);
      bytes += item.record.size();
    }
    EXPECT_EQ(bounds->bytes, bytes);
    if (log.floor > 0) {
      EXPECT_FALSE(store_->log_read(partition_, key, log.floor - 1, {}).ok());
    }
    const base::Time time = any_time();
    Offset at = log.floor;
    while (at < log.items.size() && log.items[at].time < time) ++at;
    EXPECT_EQ(*store_->log_offset_at(partition_, key, time), at);
  }

  void compare_queue(const Key& key) {
    model_.now = clock_.now();
    Model::Queue queue = model_.queues.contains(key) ? model_.queues[key] : Model::Queue{};
    const QueueCounts expected = model_.counts(queue);
    const auto counts = store_->queue_counts(partition_, key);
    EXPECT_EQ(counts->visible, expected.visible);
    EXPECT_EQ(counts->in_flight, expected.in_flight);
    EXPECT_EQ(counts->delayed, expected.delayed);
    const auto order = model_.in_order(queue);
    const auto due = store_->queue_next_due(partition_, key);
    EXPECT_EQ(due->has_value(), !order.empty());
    if (*due && !order.empty()) {
      EXPECT_EQ(**due, Model::due(queue, *order[0]));
    }
    const auto next = store_->queue_due(partition_, key, 3);
    size_t at = 0;
    for (; at < std::min<size_t>(3, order.size()); ++at) {
      if (Model::due(queue, *order[at]) > clock_.now()) break;
      ASSERT_LT(at, next->size());
      EXPECT_EQ((*next)[at].id, order[at]->id);
    }
    EXPECT_EQ(next->size(), at);
    for (int i = 0; i < 12; ++i) {
      const MessageId id(std::to_string(i));
      const auto found = store_->queue_get(partition_, key, id);
      ASSERT_EQ(found->has_value(), queue.messages.contains(id)) << id;
      EXPECT_EQ(*found ? text_of(**found) : "", *found ? text_of(queue.messages[id]) : "");
    }
  }

  Burst burst_;
  std::unique_ptr<base::SeededRandom> random_;
  Model model_;
  Revision watched_ = 0;
};

TEST_P(RandomContract, AgreesWithTheModel) { run_seeds({}); }

TEST_P(RandomContract, AgreesWithTheModelWhileGroupsAreWritten) {
  run_seeds({.commits_max = 6, .writing = base::Milliseconds(10)});
}

}  // namespace angarium::store
