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
  };
  struct Queue {
    std::map<MessageId, Message> messages;
    std::map<MessageId, Window> windows;
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

  // Those in the order of leases, with those not due yet behind.
  std::vector<Message*> in_order(Queue& queue) {
    std::vector<Message*> messages;
    for (auto& [id, message] : queue.messages) {
      if (!is_behind_group(queue, message)) messages.push_back(&message);
    }
    std::sort(messages.begin(), messages.end(), [](const Message* left, const Message* right) {
      return std::pair(left->not_before, left->sequence) <
             std::pair(right->not_before, right->sequence);
    });
    return messages;
  }

  QueueCounts counts(Queue& queue) {
    QueueCounts counts{queue.messages.size(), 0, 0};
    for (const Message* message : in_order(queue)) {
      if (message->not_before <= now) continue;
      --counts.visible;
      ++(message->lease != 0 ? counts.in_flight : counts.delayed);
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
    const uint64_t sequence = message.sequence;
    queue.messages[message.id] = std::move(message);
    changed_ = true;
    return OperationResult{.sequence = sequence};
  }
  std::optional<uint64_t> earlier(const Queue& queue, const MessageId& id) const {
    auto living = queue.messages.find(id);
    if (living != queue.messages.end()) return living->second.sequence;
    auto window = queue.windows.find(id);
    if (window != queue.windows.end() && window->second.expires > now)
      return window->second.sequence;
    return std::nullopt;
  }

  OperationResult apply(const QueuePush& push) {
    Queue& queue = queues[push.queue];
    if (auto duplicate = earlier(queue, push.id)) {
      return OperationResult{.outcome = Outcome::kDuplicate, .sequence = *duplicate};
    }
    Message message;
    message.id = push.id;
    message.body = push.body;
    message.group = push.group;
    message.state = push.state;
    message.sent = now;
    message.not_before = push.not_before;
    OperationResult result = insert(queue, std::move(message));
    if (push.deduplicate_for.count() > 0) {
      queue.windows[push.id] = {now + push.deduplicate_for, result.sequence};
    }
    return result;
  }
  OperationResult apply(const QueueLease& lease) {
    auto found = queues.find(lease.queue);
    OperationResult result;
    if (found == queues.end()) return result;
    for (Message* message : in_order(found->second)) {
      if (message->not_before > now || result.messages.size() == lease.messages_max) break;
      message->not_before = lease.until;
      message->lease = token(result.messages.size());
      ++message->receive_count;
      if (!message->first_received) message->first_received = now;
      result.messages.push_back(*message);
      changed_ = true;
    }
    return result;
  }
  LeaseToken token(size_t at) const {
    if (!answered_ || index_ >= answered_->operations.size()) return 1;
    const auto& messages = answered_->operations[index_].messages;
    return at < messages.size() ? messages[at].lease : 1;
  }

  // The message an operation means, and whether it may have it.
  std::pair<Message*, Outcome> find(const Key& queue, const MessageId& id,
                                    const std::optional<LeaseToken>& lease) {
    auto found = queues.find(queue);
    if (found == queues.end()) return {nullptr, Outcome::kNotFound};
    auto message = found->second.messages.find(id);
    if (message == found->second.messages.end()) return {nullptr, Outcome::kNotFound};
    const bool held = !lease || *lease == message->second.lease;
    return {&message->second, held ? Outcome::kDone : Outcome::kNotLeased};
  }
  OperationResult apply(const QueueRelease& release) {
    auto [message, outcome] = find(release.queue, release.id, release.lease);
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
    if (auto duplicate = earlier(to, move.id)) {
      return OperationResult{.outcome = Outcome::kDuplicate, .sequence = *duplicate};
    }
    message.not_before = move.not_before;
    message.lease = 0;
    return insert(to, std::move(message));
  }
  OperationResult apply(const QueueDelete& erase) {
    auto [message, outcome] = find(erase.queue, erase.id, erase.lease);
    if (outcome != Outcome::kDone) return only(outcome);
    queues[erase.queue].messages.erase(erase.id);
    return done();
  }
  OperationResult apply(const QueueExpire& expire) {
    auto found = queues.find(expire.queue);
    if (found == queues.end()) return only(Outcome::kNotFound);
    OperationResult result;
    for (Message* message : in_order(found->second)) {
      if (message->not_before > expire.due_by || result.messages_removed == expire.messages_max)
        break;
      found->second.messages.erase(MessageId(message->id));
      ++result.messages_removed;
      changed_ = true;
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
