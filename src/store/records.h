#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/due_counts.h"
#include "store/layout.h"
#include "store/operations.h"

// What the store's own records hold; docs/formats/store.md lists their fields. decode() gives
// kCorrupt for what encode() can't have written.
namespace angarium::store {

inline constexpr uint64_t kFormatVersion = 1;

struct PartitionRecord {
  layout::PartitionId id = 0;
  Epoch epoch = 0;
  Revision revision = 0;
  uint64_t last_number = 0;  // logs, queues, generations and leases draw their numbers here

  std::string encode() const;
  static base::Result<PartitionRecord> decode(std::string_view record);
};

struct TableRecord {
  Revision revision = 0;
  std::string value;

  std::string encode() const;
  static base::Result<TableRecord> decode(std::string_view record);
};

struct LogHead {
  uint64_t id = 0;
  Offset floor = 0;
  Offset end = 0;
  Offset erased_to = 0;      // records in [erased_to, floor) are trimmed but still lie there
  uint64_t floor_bytes = 0;  // of all records ever appended below the floor
  uint64_t end_bytes = 0;    // of all records ever appended
  base::Time last_time{};

  std::string encode() const;
  static base::Result<LogHead> decode(std::string_view record);
};

struct LogRecord {
  base::Time time;
  uint64_t bytes_before = 0;  // LogHead::end_bytes before this one
  std::string record;

  std::string encode() const;
  static base::Result<LogRecord> decode(std::string_view record);
};

struct QueueHead {
  uint64_t id = 0;
  uint64_t generation = 0;
  uint64_t last_sequence = 0;
  uint64_t total = 0;
  DueCounts later;
  // INVARIANT: no entry of the due index lies before it. Scans start here, past what was deleted.
  layout::DueKey low{base::Time::max(), 0};

  std::string encode() const;
  static base::Result<QueueHead> decode(std::string_view record);
};

struct QueueEntry {
  Message message;  // its body only when body_inside
  bool body_inside = true;
  bool behind_group = false;  // not in the due index: an older message of its group is in the queue

  std::string encode() const;
  static base::Result<QueueEntry> decode(std::string_view record, const MessageId& id);
};

// A group of messages that are handed out in order: its oldest member, and those behind it that
// have a lease. The latter are as few as one lease can take, because every lease takes the oldest.
struct GroupRecord {
  struct Leased {
    uint64_t sequence = 0;
    base::Time until;
  };
  MessageId head;
  uint64_t head_sequence = 0;
  base::Time head_not_before{};
  uint64_t members = 0;  // 0: not counted, by a version that knew only `head`
  std::vector<Leased> leased;

  // When the group is due: where its head lies in the due index.
  base::Time due() const;
  // A member behind the head now has (or hasn't) a lease.
  void note_leased(uint64_t sequence, std::optional<base::Time> until);

  std::string encode() const;
  // Of a version that knew only the head, the rest is empty (is_old_form()).
  static base::Result<GroupRecord> decode(std::string_view record);
  static bool is_old_form(std::string_view record);
};

struct MarkRecord {
  struct Held {
    MessageId id;
    LeaseToken lease = 0;
  };
  base::Time expires;
  uint64_t sequence = 0;  // of the message pushed; 0 for an Unseen
  MessageId id = {};      // of that message, where the mark's name isn't its id
  // Of an attempt to lease.
  std::vector<Held> held = {};
  base::Time held_until{};

  std::string encode() const;
  static base::Result<MarkRecord> decode(std::string_view record);
};

}  // namespace angarium::store
