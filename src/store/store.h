#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "store/engine.h"
#include "store/error.h"
#include "store/group_driver.h"
#include "store/limits.h"
#include "store/operations.h"

namespace angarium::store {

struct StoreOptions {
  StoreLimits limits;
  // Free bytes on the engine's disk. None: never full. Called by the committer, once per group.
  std::function<base::Result<uint64_t>()> free_bytes;
  // Called when a write or sync has failed; must not return in production. None: log and abort. If
  // it returns (tests), every later commit gets kStopped.
  std::function<void(const base::Error&)> fatal;
  // False only in tests that prove that they would notice.
  bool sync = true;
};

struct Versioned {
  std::string value;
  Revision revision = 0;  // of the commit that wrote it
};

struct TableItem {
  Key key;
  std::string value;
  Revision revision = 0;
};

struct ScanRequest {
  Key prefix;
  Key after;  // empty: from the start
  size_t items_max = 1000;
};

// `revision`: everything up to it is in the page; something later may be. Watching from it misses
// nothing.
struct ScanPage {
  std::vector<TableItem> items;
  bool more = false;
  Revision revision = 0;
};

struct Change {
  Revision revision = 0;
  Key key;
  std::optional<std::string> value;  // none: deleted
};

// Everything after the revision asked for, up to `revision`, from which to ask next.
struct ChangePage {
  std::vector<Change> changes;
  Revision revision = 0;
};

struct LogItem {
  Offset offset = 0;
  base::Time time;  // when it was committed; never goes backwards within a log
  std::string record;
};

struct LogReadLimits {
  size_t records_max = 1000;
  size_t bytes_max = 4 << 20;  // at least one record comes, whatever its size
};

struct LogBounds {
  Offset floor = 0;  // the first record that can be read
  Offset end = 0;    // the offset that the next append gets
  uint64_t bytes = 0;
};

// At the clock's present time. For queues with many different times in the future, a message may
// show as in flight or delayed a little after it became visible (docs/formats/store.md, "Counts").
struct QueueCounts {
  uint64_t visible = 0;
  uint64_t in_flight = 0;
  uint64_t delayed = 0;
};

// A part of a queue in the order of due times: from `from`, there after a sequence, to before
// `until`.
struct DueSpan {
  base::Time from;
  base::Time until;
  uint64_t after_sequence = 0;
};
struct DuePage {
  std::vector<Message> messages = {};
  std::optional<DueSpan> rest = {};  // none: that was all
};

// Calls back until it dies. The call may still be running, or about to, when the destructor
// returns: capture by value what must outlive it.
class Listener {
 public:
  explicit Listener(std::function<void()> remove) : remove_(std::move(remove)) {}
  Listener(Listener&& other) noexcept : remove_(std::exchange(other.remove_, nullptr)) {}
  Listener& operator=(Listener&& other) noexcept {
    std::swap(remove_, other.remove_);
    return *this;
  }
  ~Listener() {
    if (remove_) remove_();
  }

 private:
  std::function<void()> remove_;
};

// A commit that follows one which is being evaluated, in the same group.
struct Following {
  CommitRequest request;
  std::function<void(base::Result<CommitResult>)> done;
};
// Asked for the next one; none: nobody waits.
using Taker = std::function<std::optional<Following>()>;

// Tables, logs and queues over an engine: the semantics, written once. Thread safe.
//
// Writing: commit() never blocks; the committer gathers what waits, writes it with one sync, and
// then calls back, on its own thread. Callbacks must be quick and must not destroy the store. A
// commit is atomic, and durable before its callback. Commits of one partition take effect in the
// order of the calls to commit(). Of one commit, later operations see what earlier ones did.
//
// Reading: synchronous, may touch the disk (never on an I/O thread), sees durable commits only, and
// needs no epoch. A partition never owned reads as empty.
class Store final {
 public:
  // `engine`, `clock` and `driver` outlive the store. kUnsupportedFormat, kCorrupt, kIo.
  static base::Result<std::unique_ptr<Store>> open(Engine& engine, const base::Clock& clock,
                                                   GroupDriver& driver, StoreOptions options);
  // Stops the driver. Commits that it leaves undone are dropped without an answer.
  ~Store();

  // Takes the partition from whoever had it: commits with an older epoch are refused from here on.
  void own(Partition partition, std::function<void(base::Result<Epoch>)> done);
  void commit(CommitRequest request, std::function<void(base::Result<CommitResult>)> done);
  // The same for coroutines, which go on as work of `executor`.
  base::Task<base::Result<Epoch>> own(base::Executor& executor, Partition partition);
  base::Task<base::Result<CommitResult>> commit(base::Executor& executor, CommitRequest request);

  base::Result<std::vector<Partition>> partitions() const;
  Revision revision(const Partition& partition) const;

  base::Result<std::optional<Versioned>> get(const Partition& partition, const Key& key) const;
  base::Result<ScanPage> scan(const Partition& partition, const ScanRequest& request) const;
  // Puts and deletes under `prefix` in the order of revisions. kCompacted: scan again.
  base::Result<ChangePage> changes(const Partition& partition, Revision after,
                                   const Key& prefix) const;

  // Records from `from` on; none at the end. kTrimmed below the floor.
  base::Result<std::vector<LogItem>> log_read(const Partition& partition, const Key& log,
                                              Offset from, LogReadLimits limits) const;
  base::Result<LogBounds> log_bounds(const Partition& partition, const Key& log) const;
  // The first offset whose record was committed at `time` or later; the end when there is none.
  base::Result<Offset> log_offset_at(const Partition& partition, const Key& log,
                                     base::Time time) const;
  // The first offset from which on the log holds at most `bytes_max`: where to trim for size.
  base::Result<Offset> log_offset_for_bytes(const Partition& partition, const Key& log,
                                            uint64_t bytes_max) const;

  base::Result<QueueCounts> queue_counts(const Partition& partition, const Key& queue) const;
  base::Result<std::optional<Message>> queue_get(const Partition& partition, const Key& queue,
                                                 const MessageId& id) const;
  // What the next lease would find, up to `messages_max`, without bodies that lie apart from the
  // rest. May be leased or gone by the time of the answer.
  base::Result<std::vector<Message>> queue_due(const Partition& partition, const Key& queue,
                                               size_t messages_max) const;
  // The same of those due only in a span: what is leased, or was pushed or released for later. Of a
  // group its oldest, at the group's time.
  base::Result<DuePage> queue_later(const Partition& partition, const Key& queue,
                                    const DueSpan& span, size_t messages_max) const;
  // When a lease is next worth trying; in the past when it would find some now. None: never.
  base::Result<std::optional<base::Time>> queue_next_due(const Partition& partition,
                                                         const Key& queue) const;

  // Called after a commit that makes a message of `queue` due, or due earlier: look at
  // queue_next_due().
  [[nodiscard]] Listener on_queue(const Partition& partition, const Key& queue,
                                  std::function<void()> callback);
  // `taker` is asked while commits are evaluated that make messages of `queue` due, and gives
  // leases that become part of the same group: what is pushed is handed out with one sync for both.
  // It is asked again while its leases are filled and the group has room; what is left then,
  // on_queue() tells. It runs on the evaluate stage, before anything is durable: it must be quick,
  // and may read the store. Its commits are what others are: of an epoch, checked, answered when
  // durable.
  [[nodiscard]] Listener on_queue_filled(const Partition& partition, const Key& queue, Taker taker);
  // Called after a commit that put or deleted a record under `prefix`: look at changes().
  [[nodiscard]] Listener on_table(const Partition& partition, const Key& prefix,
                                  std::function<void()> callback);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace angarium::store
