#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "store/store.h"

namespace angarium::store {

// What the store should do, said again in the plainest way: maps, and a search through all of them
// for each question. The oracle of the random test (contract_random.h).
class Model {
 public:
  struct Log {
    Offset floor = 0;
    std::vector<LogItem> items;  // from offset 0, trimmed or not
  };
  struct Window {
    base::Time expires;
    uint64_t sequence = 0;
    MessageId id = {};
  };
  struct Attempt {
    base::Time expires;
    base::Time until;
    std::vector<std::pair<MessageId, LeaseToken>> held = {};
  };
  struct Queue {
    std::map<MessageId, Message> messages;
    std::map<MessageId, Window> windows;
    std::map<std::string, Window> keys;  // of deduplication
    std::map<std::string, Attempt> attempts;
    uint64_t last_sequence = 0;
  };

  base::Time now;
  Revision revision = 0;
  std::map<Key, Versioned> table;
  std::map<Key, Log> logs;
  std::map<Key, Queue> queues;
  std::map<Key, base::Time> marks;  // -> expires
  std::vector<Change> changes;

  // The commit's results, or the name of its error. Takes the lease tokens from what the store
  // answered.
  std::string commit(const CommitRequest& request, const CommitResult* answered,
                     std::vector<OperationResult>& results) {
    const Model before = *this;
    answered_ = answered;
    changed_ = false;
    for (const Precondition& precondition : request.preconditions) {
      const std::string error =
          std::visit([this](const auto& one) { return check(one); }, precondition);
      if (error.empty()) continue;
      *this = before;
      return error;
    }
    for (const Operation& operation : request.operations) {
      index_ = results.size();
      results.push_back(std::visit([this](const auto& one) { return apply(one); }, operation));
    }
    if (changed_) ++revision;
    return "none";
  }

  // Heads of groups and those without one in the order of leases, those not due yet behind.
  std::vector<Message*> in_order(Queue& queue) {
    std::vector<Message*> messages;
    for (auto& [id, message] : queue.messages) {
      if (!is_behind_group(queue, message)) messages.push_back(&message);
    }
    std::sort(messages.begin(), messages.end(), [&](const Message* left, const Message* right) {
      return std::pair(due(queue, *left), left->sequence) <
             std::pair(due(queue, *right), right->sequence);
    });
    return messages;
  }
  // When a head is due: while another of its group is leased it isn't.
  static base::Time due(const Queue& queue, const Message& head) {
    base::Time due = head.not_before;
    for (const auto& [id, other] : queue.messages) {
      const bool is_with_it = !head.group.empty() && other.group == head.group;
      if (is_with_it && other.lease != 0) due = std::max(due, other.not_before);
    }
    return due;
  }

  QueueCounts counts(Queue& queue) {
    QueueCounts counts{queue.messages.size(), 0, 0};
    for (const auto& [id, message] : queue.messages) {
      if (message.not_before <= now) continue;
      if (is_behind_group(queue, message) && message.lease == 0) continue;
      --counts.visible;
      ++(message.lease != 0 ? counts.in_flight : counts.delayed);
    }
    return counts;
  }

 private:
  static bool is_behind_group(const Queue& queue, const Message& message) {
    return !message.group.empty() &&
           std::any_of(queue.messages.begin(), queue.messages.end(), [&message](const auto& other) {
             return other.second.group == message.group && other.second.sequence < message.sequence;
           });
  }

  std::string check(const KeyAtRevision& condition) {
    auto found = table.find(condition.key);
    const bool holds = found != table.end() && found->second.revision == condition.revision;
    return holds ? "" : "PreconditionFailed";
  }
  std::string check(const KeyAbsent& condition) {
    return table.contains(condition.key) ? "PreconditionFailed" : "";
  }
  std::string check(const KeyPresent& condition) {
    return table.contains(condition.key) ? "" : "PreconditionFailed";
  }
  std::string check(const Unseen& condition) {
    auto found = marks.find(condition.mark);
    if (found != marks.end() && found->second > now) return "Duplicate";
    marks[condition.mark] = now + condition.remember_for;
    changed_ = true;
    return "";
  }

  OperationResult done() {
    changed_ = true;
    return {};
  }
  static OperationResult only(Outcome outcome) { return OperationResult{.outcome = outcome}; }

  OperationResult apply(const TablePut& put) {
    table[put.key] = {put.value, revision + 1};
    changes.push_back({revision + 1, put.key, put.value});
    return done();
  }
  OperationResult apply(const TableDelete& erase) {
    if (table.erase(erase.key) == 0) return only(Outcome::kNotFound);
    changes.push_back({revision + 1, erase.key, std::nullopt});
    return done();
  }

  OperationResult apply(const LogAppend& append) {
    Log& log = logs[append.log];
    const base::Time time = log.items.empty() ? now : std::max(now, log.items.back().time);
    log.items.push_back({log.items.size(), time, append.record});
    changed_ = true;
    return OperationResult{.offset = log.items.size() - 1};
  }
  OperationResult apply(const LogTrim& trim) {
    auto found = logs.find(trim.log);
    if (found == logs.end()) return only(Outcome::kNotFound);
    const Offset floor = std::min<Offset>(trim.floor, found->second.items.size());
    if (floor <= found->second.floor) return {};
    found->second.floor = floor;
    return done();
  }
  OperationResult apply(const LogDrop& drop) {
    return logs.erase(drop.log) > 0 ? done() : only(Outcome::kNotFound);
  }

  OperationResult insert(Queue& queue, Message message) {
    message.sequence = ++queue.last_sequence;
    OperationResult result{.sequence = message.sequence};
    queue.messages[message.id] = std::move(message);
    changed_ = true;
    return result;
  }
  // The message that a push or a move would repeat.
  std::optional<std::pair<uint64_t, MessageId>> earlier(const Queue& queue, const MessageId& id,
                                                        const std::string& key = {}) const {
    auto living = queue.messages.find(id);
    if (living != queue.messages.end()) return std::pair(living->second.sequence, id);
    auto window = queue.windows.find(id);
    if (window != queue.windows.end() && window->second.expires > now)
      return std::pair(window->second.sequence, id);
    auto same_key = queue.keys.find(key);
    if (same_key != queue.keys.end() && same_key->second.expires > now)
      return std::pair(same_key->second.sequence, same_key->second.id);
    return std::nullopt;
  }
  static OperationResult repeats(const std::pair<uint64_t, MessageId>& earlier) {
    return {.outcome = Outcome::kDuplicate, .sequence = earlier.first, .id = earlier.second};
  }

  OperationResult apply(const QueuePush& push) {
    Queue& queue = queues[push.queue];
    if (auto duplicate = earlier(queue, push.id, push.deduplication_key)) {
      return repeats(*duplicate);
    }
    Message message;
    message.id = push.id;
    message.body = push.body;
    message.group = push.group;
    message.state = push.state;
    message.sent = now;
    message.not_before = push.not_before;
    OperationResult result = insert(queue, std::move(message));
    result.id = push.id;
    if (push.deduplicate_for.count() > 0) {
      const Window window{now + push.deduplicate_for, result.sequence, push.id};
      if (push.deduplication_key.empty()) {
        queue.windows[push.id] = window;
      } else {
        queue.keys[push.deduplication_key] = window;
      }
    }
    return result;
  }
  OperationResult apply(const QueueLease& lease) {
    auto found = queues.find(lease.queue);
    if (found == queues.end()) return {};
    Queue& queue = found->second;
    auto attempt = queue.attempts.find(lease.attempt);
    if (attempt != queue.attempts.end() && attempt->second.expires > now &&
        attempt->second.until > now) {
      return lease_again(queue, attempt->second, lease);
    }
    OperationResult result;
    while (put_aside(queue, lease, result)) {
    }
    for (Message* message : to_lease(queue, lease)) {
      message->not_before = lease.until;
      message->lease = token(result.messages.size());
      ++message->receive_count;
      if (!message->first_received) message->first_received = now;
      result.messages.push_back(*message);
      changed_ = true;
    }
    if (!lease.attempt.empty() && !result.messages.empty()) {
      Attempt made{now + lease.remember_for, lease.until};
      for (const Message& message : result.messages)
        made.held.emplace_back(message.id, message.lease);
      queue.attempts[lease.attempt] = std::move(made);
    }
    return result;
  }
  // One round of what a lease meets and doesn't hand out. Whether there was any.
  bool put_aside(Queue& queue, const QueueLease& lease, OperationResult& result) {
    std::vector<Message> aside;
    for (const Message* message : to_lease(queue, lease)) {
      const bool expired = lease.sent_after && message->sent <= *lease.sent_after;
      const bool dead =
          lease.dead_letters && message->receive_count >= lease.dead_letters->receives_max;
      if (expired || dead) aside.push_back(*message);
    }
    for (Message& message : aside) {
      queue.messages.erase(message.id);
      changed_ = true;
      if (lease.sent_after && message.sent <= *lease.sent_after) {
        ++result.messages_removed;
        continue;
      }
      ++result.messages_moved;
      message.not_before = now;
      message.lease = 0;
      message.state = lease.dead_letters->state;
      if (lease.dead_letters->sent_anew) message.sent = now;
      Queue& dead = queues[lease.dead_letters->queue];
      if (!earlier(dead, message.id)) insert(dead, std::move(message));
    }
    return !aside.empty();
  }
  std::vector<Message*> to_lease(Queue& queue, const QueueLease& lease) {
    std::vector<Message*> messages;
    for (Message* head : in_order(queue)) {
      if (due(queue, *head) > now) break;
      messages.push_back(head);
      if (!lease.whole_groups || head->group.empty()) continue;
      std::map<uint64_t, Message*> members;
      for (auto& [id, other] : queue.messages) {
        if (other.group == head->group && &other != head) members[other.sequence] = &other;
      }
      for (auto& [sequence, member] : members) {
        if (member->not_before > now) break;
        messages.push_back(member);
      }
    }
    messages.resize(std::min(messages.size(), lease.messages_max));
    return messages;
  }
  OperationResult lease_again(Queue& queue, Attempt& attempt, const QueueLease& lease) {
    OperationResult result;
    for (const auto& [id, token] : attempt.held) {
      auto message = queue.messages.find(id);
      if (message == queue.messages.end() || message->second.lease != token ||
          message->second.not_before != attempt.until)
        return only(Outcome::kNotLeased);
    }
    for (const auto& [id, token] : attempt.held) {
      Message& message = queue.messages[id];
      message.not_before = lease.until;
      result.messages.push_back(message);
    }
    attempt.until = lease.until;
    changed_ = true;
    return result;
  }
  LeaseToken token(size_t at) const {
    if (!answered_ || index_ >= answered_->operations.size()) return 1;
    const auto& messages = answered_->operations[index_].messages;
    return at < messages.size() ? messages[at].lease : 1;
  }

  // The message an operation means, and whether it may have it.
  std::pair<Message*, Outcome> find(const Key& queue, const MessageId& id,
                                    const std::optional<LeaseToken>& lease,
                                    bool unexpired = false) {
    auto found = queues.find(queue);
    if (found == queues.end()) return {nullptr, Outcome::kNotFound};
    auto message = found->second.messages.find(id);
    if (message == found->second.messages.end()) return {nullptr, Outcome::kNotFound};
    const bool held = (!lease || *lease == message->second.lease) &&
                      (!unexpired || message->second.not_before > now);
    return {&message->second, held ? Outcome::kDone : Outcome::kNotLeased};
  }
  OperationResult apply(const QueueRelease& release) {
    auto [message, outcome] = find(release.queue, release.id, release.lease, release.unexpired);
    if (outcome != Outcome::kDone) return only(outcome);
    message->not_before = release.not_before;
    if (release.state) message->state = *release.state;
    if (!release.keeps_lease) message->lease = 0;
    return done();
  }
  OperationResult apply(const QueueMove& move) {
    auto [found, outcome] = find(move.from, move.id, move.lease);
    if (outcome != Outcome::kDone) return only(outcome);
    Message message = *found;
    queues[move.from].messages.erase(move.id);
    changed_ = true;
    Queue& to = queues[move.to];
    if (move.as_new || move.sent_anew) message.sent = now;
    if (move.as_new) {
      message.id = *move.as_new;
      message.first_received.reset();
      message.receive_count = 0;
      message.state.clear();
    }
    if (move.state) message.state = *move.state;
    if (auto duplicate = earlier(to, message.id)) return repeats(*duplicate);
    message.not_before = move.not_before;
    message.lease = 0;
    OperationResult result = insert(to, std::move(message));
    if (move.as_new) result.id = *move.as_new;
    return result;
  }
  OperationResult apply(const QueueDelete& erase) {
    auto [message, outcome] = find(erase.queue, erase.id, erase.lease, erase.unexpired);
    if (outcome != Outcome::kDone) return only(outcome);
    queues[erase.queue].messages.erase(erase.id);
    return done();
  }
  std::vector<MessageId> due_by(Queue& queue, const QueueExpire& expire) {
    std::vector<MessageId> ids;
    for (const Message* message : in_order(queue)) {
      if (due(queue, *message) <= expire.due_by) ids.push_back(message->id);
    }
    return ids;
  }
  // In rounds: what was next in a group only comes up in the next one.
  OperationResult apply(const QueueExpire& expire) {
    auto found = queues.find(expire.queue);
    if (found == queues.end()) return only(Outcome::kNotFound);
    OperationResult result;
    for (bool removed = true; removed;) {
      removed = false;
      for (const MessageId& id : due_by(found->second, expire)) {
        if (result.messages_removed == expire.messages_max) break;
        found->second.messages.erase(id);
        ++result.messages_removed;
        removed = changed_ = true;
      }
    }
    return result;
  }
  OperationResult apply(const QueuePurge& purge) {
    auto found = queues.find(purge.queue);
    if (found == queues.end()) return only(Outcome::kNotFound);
    changed_ |= !found->second.messages.empty();
    found->second.messages.clear();
    return {};
  }
  OperationResult apply(const QueueDrop& drop) {
    return queues.erase(drop.queue) > 0 ? done() : only(Outcome::kNotFound);
  }

  const CommitResult* answered_ = nullptr;
  size_t index_ = 0;
  bool changed_ = false;
};

}  // namespace angarium::store
