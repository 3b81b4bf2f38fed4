#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "store/key.h"

namespace angarium::store {

// What one node owns and one commit may touch: an account's data in a region ("" for what is
// global), split further by shard. Nothing is atomic across two of them.
struct Partition {
  base::AccountId account;
  base::Region region;
  uint32_t shard = 0;
  friend auto operator<=>(const Partition&, const Partition&) = default;
};

using Epoch = uint64_t;     // grows each time a partition changes owner; 0 owns nothing
using Revision = uint64_t;  // grows with each commit of a partition
using Offset = uint64_t;    // of a record in its log; dense, from 0
using MessageId = base::Id<struct MessageTag>;
using LeaseToken = uint64_t;  // names one lease of one message

// ---- Tables: versioned records by key.
struct TablePut {
  Key key;
  std::string value;
};
struct TableDelete {  // kNotFound when there is none
  Key key;
};

// ---- Logs: records in order. A log exists from its first append.
struct LogAppend {  // -> offset
  Key log;
  std::string record;
};
struct LogTrim {  // forgets what is below `floor`; never moves the floor down or above the end
  Key log;
  Offset floor;
};
struct LogDrop {  // forgets the log; a later append starts a new one at offset 0
  Key log;
};

// ---- Queues: messages by time. A queue exists from its first push.
//
// A message is due from its `not_before` on. Leases hand out due messages, the longest due first.
//
// Messages that share a non-empty `group` are handed out in the order of their pushes. While one of
// them is leased and its time isn't over, none of the group is due; otherwise the oldest is, from
// its own time on. A lease takes only the oldest, so that the others wait behind it until it is
// deleted or moved; or, with `whole_groups`, also those that follow it, up to the first whose time
// hasn't come.
struct QueuePush {  // -> sequence, id; kDuplicate when the id lives in the queue or its window is
                    // open: then they are of the message that was pushed first
  Key queue;
  MessageId id;
  base::Time not_before;
  std::string body;
  std::string group = {};
  base::Milliseconds deduplicate_for{0};  // remembers the id this long, delete or not
  std::string state = {};                 // small bytes that a release may replace
  // Remembers and looks for this in place of the id (which must not live in the queue even so).
  std::string deduplication_key = {};
  // The caller has drawn the id at random for this push, from so many that it can't have been used
  // before: nobody looks for it.
  bool id_is_new = false;
};
// Where a lease puts messages that were received too often.
struct DeadLetters {
  Key queue;               // another one
  uint32_t receives_max;   // those received this often are moved instead of leased once more
  std::string state = {};  // takes the place of their own
  bool sent_anew = false;  // as QueueMove's
};
// -> messages; each counts a receive and is not due again before `until`. With `sent_after` or
// `dead_letters` also messages_removed and messages_moved: what was met, up to some thousands, and
// not handed out. Only when these are zero do too few messages mean that there are no more.
struct QueueLease {
  Key queue;
  size_t messages_max;
  base::Time until;
  bool whole_groups = false;
  // The name of this attempt, for who may not hear the answer and try again: within `remember_for`
  // a lease of the same name gives the same messages under the same tokens, moves their ends to
  // `until` and counts no receive. kNotLeased when one of them was touched or its lease is over;
  // such a name stays spent. An attempt that gave nothing isn't remembered.
  std::string attempt = {};
  base::Milliseconds remember_for{0};
  // Messages sent then or before are deleted; the other rules are for those sent after it.
  std::optional<base::Time> sent_after = {};
  std::optional<DeadLetters> dead_letters = {};  // due there at once; see QueueMove
};
// kNotFound; kNotLeased when `lease` is given and no longer the latest or, with `unexpired`, when
// its time is over.
struct QueueRelease {
  Key queue;
  MessageId id;
  base::Time not_before;
  std::optional<std::string> state = {};
  std::optional<LeaseToken> lease = {};
  bool keeps_lease = false;  // only moves the end of the lease (SQS ChangeMessageVisibility)
  bool unexpired = false;
};
struct QueueMove {  // keeps body, state, sent time and counts; kDuplicate when `to` has the id:
                    // then only deletes
  Key from;
  MessageId id;
  Key to;
  base::Time not_before;
  std::optional<LeaseToken> lease = {};
  std::optional<std::string> state = {};  // takes the place of its own
  // It goes on as if pushed now under this id: never received, without state. -> id
  std::optional<MessageId> as_new = {};
  bool sent_anew = false;  // it counts as sent now
};
struct QueueDelete {
  Key queue;
  MessageId id;
  std::optional<LeaseToken> lease = {};
  bool unexpired = false;
};
// Deletes messages that have been due since `due_by` or longer, the longest due first, whatever
// their leases were. -> messages_removed. As no message is due before it was sent, all of them are
// that old. Of a group, one after the other.
struct QueueExpire {
  Key queue;
  base::Time due_by;
  size_t messages_max;
};
struct QueuePurge {  // forgets all messages, in constant time; windows of deduplication stay open
  Key queue;
};
struct QueueDrop {  // forgets the queue and its windows
  Key queue;
};

using Operation =
    std::variant<TablePut, TableDelete, LogAppend, LogTrim, LogDrop, QueuePush, QueueLease,
                 QueueRelease, QueueMove, QueueDelete, QueueExpire, QueuePurge, QueueDrop>;

// ---- Preconditions: all must hold, else the commit changes nothing.
struct KeyAtRevision {  // kPreconditionFailed unless the record was last written at this revision
  Key key;
  Revision revision;
};
struct KeyAbsent {
  Key key;
};
struct KeyPresent {
  Key key;
};
struct Unseen {  // kDuplicate when the same mark was made less than its window ago; else makes it
  Key mark;
  base::Milliseconds remember_for;
};

using Precondition = std::variant<KeyAtRevision, KeyAbsent, KeyPresent, Unseen>;

struct CommitRequest {
  Partition partition;
  Epoch epoch = 0;
  std::vector<Operation> operations = {};
  std::vector<Precondition> preconditions = {};
};

// A message as a lease or a look finds it.
struct Message {
  MessageId id;
  std::string body;
  std::string group;
  std::string state;
  uint64_t sequence = 0;  // grows in push order within a queue
  base::Time sent;
  base::Time not_before;
  std::optional<base::Time> first_received;
  uint32_t receive_count = 0;
  LeaseToken lease = 0;  // 0: never leased, or released
};

enum class Outcome { kDone, kNotFound, kDuplicate, kNotLeased };

struct OperationResult {
  Outcome outcome = Outcome::kDone;
  Offset offset = 0;                   // LogAppend
  uint64_t sequence = 0;               // QueuePush, QueueMove
  MessageId id = {};                   // QueuePush
  std::vector<Message> messages = {};  // QueueLease
  size_t messages_removed = 0;         // QueueExpire, QueueLease
  size_t messages_moved = 0;           // QueueLease
};

struct CommitResult {
  Revision revision = 0;  // unchanged when nothing was
  std::vector<OperationResult> operations;
};

}  // namespace angarium::store
