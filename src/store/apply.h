#pragma once

#include "base/result.h"
#include "store/draft.h"
#include "store/operations.h"
#include "store/queue_draft.h"

// What each operation and each precondition does to a draft. An error refuses the whole commit.
namespace angarium::store {

// tables.cc
base::Result<OperationResult> apply(Draft& draft, const TablePut& put);
base::Result<OperationResult> apply(Draft& draft, const TableDelete& erase);
base::Result<void> check(Draft& draft, const KeyAtRevision& condition);
base::Result<void> check(Draft& draft, const KeyAbsent& condition);
base::Result<void> check(Draft& draft, const KeyPresent& condition);

// logs.cc
base::Result<OperationResult> apply(Draft& draft, const LogAppend& append);
base::Result<OperationResult> apply(Draft& draft, const LogTrim& trim);
base::Result<OperationResult> apply(Draft& draft, const LogDrop& drop);

// lease_operation.cc
base::Result<OperationResult> apply(Draft& draft, const QueueLease& lease);

// queues.cc
base::Result<OperationResult> apply(Draft& draft, const QueuePush& push);
base::Result<OperationResult> apply(Draft& draft, const QueueRelease& release);
base::Result<OperationResult> apply(Draft& draft, const QueueMove& move);
// What QueueMove does once its entry, whose body is there, has been found.
base::Result<OperationResult> move_entry(Draft& draft, QueueDraft& from, QueueEntry entry,
                                         const QueueMove& move);
base::Result<OperationResult> apply(Draft& draft, const QueueDelete& erase);
base::Result<OperationResult> apply(Draft& draft, const QueueExpire& expire);
base::Result<OperationResult> apply(Draft& draft, const QueuePurge& purge);
base::Result<OperationResult> apply(Draft& draft, const QueueDrop& drop);

// marks.cc
base::Result<void> check(Draft& draft, const Unseen& condition);
// The record of a mark that is still open; none when it was never made or has expired.
base::Result<std::optional<MarkRecord>> find_mark(Draft& draft, const std::string& mark);
void make_mark(Draft& draft, const std::string& mark, const MarkRecord& record);
// Removes expired marks: more than the group made, so that the rest shrinks, but a bounded number.
base::Result<void> remove_expired_marks(PartitionState& state, Overlay& overlay, base::Time now);

}  // namespace angarium::store
