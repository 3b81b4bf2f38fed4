#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "delivery/give_up_reason.h"
#include "delivery/route.h"

namespace angarium::delivery {

// The bytes that outlive the process, in the numbered fields of store/fields.h; docs/formats/bus.md
// describes them. Every decode answers store::StoreError: kCorrupt, or kUnsupportedFormat for a
// format version above this one's.

// A record of a bus's log: an event, and who it is owed to as was decided when it was taken in.
struct LogRecord {
  std::string event;  // Content::stored
  std::vector<std::shared_ptr<const Route>> owed;
  std::vector<SubscriptionId> delivered;  // by the same commit: matched, and owed no more
};
std::string encode(const LogRecord& record);
base::Result<LogRecord> decode_log_record(std::string_view stored);

// An entry of a retry queue: a delivery with all it needs, independent of the log and the rule.
struct RetryEntry {
  uint64_t log_offset = 0;
  Route route;
  std::string event;  // Content::stored
};
std::string encode(const RetryEntry& entry);
base::Result<RetryEntry> decode_retry_entry(std::string_view stored);

// The entry has been given up and is on its way to its dead-letter queue.
struct DeadLetterState {
  GiveUpReason reason = GiveUpReason::kPermanent;
  uint32_t attempts_made = 0;  // to put it there
  base::Time since;            // when it was given up
  friend bool operator==(const DeadLetterState&, const DeadLetterState&) = default;
};

// What changes from attempt to attempt: the state beside the entry. The first four are those of the
// target, also while the entry is a dead letter.
struct RetryState {
  uint32_t attempts_made = 0;
  base::Time first_attempt_time;  // meaningless while attempts_made is 0
  std::string error_code;         // of the last attempt
  std::string error_message;
  std::optional<DeadLetterState> dead_letter = {};
  // The entry was pushed while an attempt was under way, and waited for it until then. While it is
  // due at that very time, it still does. 1970: no attempt was.
  base::Time leased_until = {};
};
std::string encode(const RetryState& state);
base::Result<RetryState> decode_retry_state(std::string_view stored);

// What is noted of a retry queue while it exists.
struct RetryRegistration {
  // Of its entries, give or take the half: noted when it was last twice or half what is noted here.
  uint64_t bytes = 0;
};
std::string encode(const RetryRegistration& registration);
// Versions before 0.2 left it empty; that reads as 0 bytes.
base::Result<RetryRegistration> decode_retry_registration(std::string_view stored);

// How far the deliveries of a bus are: everything below `next` is delivered or in a retry queue.
struct Cursor {
  uint64_t next = 0;
};
std::string encode(const Cursor& cursor);
base::Result<Cursor> decode_cursor(std::string_view stored);

}  // namespace angarium::delivery
