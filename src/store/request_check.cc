#include "store/request_check.h"

#include <algorithm>

#include "store/error.h"

namespace angarium::store {

namespace {

// Stored times lie between these, so that sums and differences of them never overflow.
constexpr int64_t kTimeMinMs = 0;
constexpr int64_t kTimeMaxMs = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z
constexpr base::Milliseconds kWindowMax =
    std::chrono::days(400);  // over a year; AWS's longest is days

constexpr size_t kFreesBytesMax = 64 << 10;

// Sums up a request's bytes and remembers the first thing wrong with it.
class Checker {
 public:
  explicit Checker(const StoreLimits& limits) : limits_(limits) {}

  void key(const Key& key) {
    if (key.empty()) fail(StoreError::kInvalid, "a key is empty");
    name(key.encoded());
  }
  void id(const MessageId& id) {
    if (id.empty()) fail(StoreError::kInvalid, "a message id is empty");
    name(id.text());
  }
  void name(const std::string& text) {
    if (text.size() > limits_.key_bytes_max) fail(StoreError::kTooLarge, "a key is too long");
    data(text);
  }
  void data(const std::string& text) { bytes_ += text.size(); }
  void time(base::Time time) {
    const int64_t ms = base::to_unix_ms(time);
    if (ms < kTimeMinMs || ms > kTimeMaxMs) fail(StoreError::kInvalid, "a time is out of range");
  }
  void window(base::Milliseconds window) {
    if (window.count() < 0 || window > kWindowMax) {
      fail(StoreError::kInvalid, "a deduplication window is out of range");
    }
  }
  void fail(StoreError code, const char* message) {
    if (!error_) error_.emplace(code, message);
  }
  base::Result<size_t> result() const {
    if (error_) return *error_;
    if (bytes_ > limits_.commit_bytes_max) {
      return base::Error(StoreError::kTooLarge, "a commit is too large");
    }
    return bytes_;
  }
  const StoreLimits& limits() const { return limits_; }

 private:
  const StoreLimits& limits_;
  size_t bytes_ = 0;
  std::optional<base::Error> error_;
};

void look_at(Checker& checker, const TablePut& put) {
  checker.key(put.key);
  checker.data(put.value);
}
void look_at(Checker& checker, const TableDelete& erase) { checker.key(erase.key); }
void look_at(Checker& checker, const LogAppend& append) {
  checker.key(append.log);
  checker.data(append.record);
}
void look_at(Checker& checker, const LogTrim& trim) { checker.key(trim.log); }
void look_at(Checker& checker, const LogDrop& drop) { checker.key(drop.log); }
void look_at(Checker& checker, const QueuePush& push) {
  checker.key(push.queue);
  checker.id(push.id);
  checker.time(push.not_before);
  checker.data(push.body);
  checker.name(push.group);
  checker.window(push.deduplicate_for);
  checker.data(push.state);
  checker.name(push.deduplication_key);
}
void look_at(Checker& checker, const QueueLease& lease) {
  checker.key(lease.queue);
  checker.time(lease.until);
  checker.name(lease.attempt);
  checker.window(lease.remember_for);
  if (lease.dead_letters) {
    checker.key(lease.dead_letters->queue);
    checker.data(lease.dead_letters->state);
    if (lease.dead_letters->queue == lease.queue) {
      checker.fail(StoreError::kInvalid, "a queue can't be that of its own dead letters");
    }
  }
  if (lease.messages_max > checker.limits().lease_messages_max) {
    checker.fail(StoreError::kTooLarge, "a lease asks for too many messages");
  }
}
void look_at(Checker& checker, const QueueRelease& release) {
  checker.key(release.queue);
  checker.id(release.id);
  checker.time(release.not_before);
  if (release.state) checker.data(*release.state);
}
void look_at(Checker& checker, const QueueMove& move) {
  checker.key(move.from);
  checker.id(move.id);
  checker.key(move.to);
  checker.time(move.not_before);
  if (move.state) checker.data(*move.state);
  if (move.as_new) checker.id(*move.as_new);
  if (move.from == move.to) {
    checker.fail(StoreError::kInvalid, "a message can't move to the queue it is in");
  }
}
void look_at(Checker& checker, const QueueDelete& erase) {
  checker.key(erase.queue);
  checker.id(erase.id);
}
void look_at(Checker& checker, const QueueExpire& expire) {
  checker.key(expire.queue);
  checker.time(expire.due_by);
  if (expire.messages_max > checker.limits().lease_messages_max) {
    checker.fail(StoreError::kTooLarge, "a commit removes too many messages");
  }
}
void look_at(Checker& checker, const QueuePurge& purge) { checker.key(purge.queue); }
void look_at(Checker& checker, const QueueDrop& drop) { checker.key(drop.queue); }
void look_at(Checker& checker, const KeyAtRevision& condition) { checker.key(condition.key); }
void look_at(Checker& checker, const KeyAbsent& condition) { checker.key(condition.key); }
void look_at(Checker& checker, const KeyPresent& condition) { checker.key(condition.key); }
void look_at(Checker& checker, const Unseen& condition) {
  checker.key(condition.mark);
  checker.window(condition.remember_for);
}

bool grows(const Operation& operation) {
  return std::holds_alternative<TablePut>(operation) ||
         std::holds_alternative<LogAppend>(operation) ||
         std::holds_alternative<QueuePush>(operation);
}

bool leaves_mark(const Precondition& precondition) {
  return std::holds_alternative<Unseen>(precondition);
}

}  // namespace

base::Result<size_t> check_request(const CommitRequest& request, const StoreLimits& limits) {
  if (request.operations.size() + request.preconditions.size() > limits.commit_operations_max) {
    return base::Error(StoreError::kTooLarge, "a commit has too many operations");
  }
  Checker checker(limits);
  for (const Operation& operation : request.operations) {
    std::visit([&checker](const auto& one) { look_at(checker, one); }, operation);
  }
  for (const Precondition& precondition : request.preconditions) {
    std::visit([&checker](const auto& one) { look_at(checker, one); }, precondition);
  }
  return checker.result();
}

bool frees_space(const CommitRequest& request, size_t bytes) {
  return bytes <= kFreesBytesMax &&
         std::none_of(request.operations.begin(), request.operations.end(), grows) &&
         std::none_of(request.preconditions.begin(), request.preconditions.end(), leaves_mark);
}

}  // namespace angarium::store
