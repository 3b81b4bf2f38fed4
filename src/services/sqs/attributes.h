#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "policy/policy.h"
#include "services/sqs/fifo.h"
#include "services/sqs/redrive_policy.h"
#include "wire/error.h"

namespace angarium::services::sqs {

using AttributeMap = std::map<std::string, std::string>;

// What a queue's owner decides about it, with AWS's defaults (API reference, CreateQueue). A plain
// value.
struct QueueAttributes {
  base::Seconds visibility_timeout{30};
  base::Seconds delay{0};
  base::Seconds message_retention{345'600};  // 4 days
  base::Seconds receive_wait{0};
  int64_t message_size_bytes_max = 1'048'576;    // 1 MiB since August 2025, 256 KiB before
  std::shared_ptr<const policy::Policy> policy;  // null: none
  std::optional<FifoAttributes> fifo = {};       // none: a standard queue
  std::optional<RedrivePolicy> redrive = {};
  std::optional<RedriveAllowPolicy> redrive_allow = {};  // none: allow all
  // Kept and shown for tools that set them, and nothing more: what is at rest is encrypted by the
  // disk or not at all, and there is no KMS key whose data keys could be used again.
  bool managed_encryption = false;
  std::optional<base::Seconds> data_key_reuse = {};  // none: never given

  // The defaults of a queue of this name, which tells its type.
  static QueueAttributes of(const QueueName& name);
};

// Every name that GetQueueAttributes accepts: those above, the counts, and those of features that a
// queue here never has (asking for them gives nothing, as on AWS for a queue without them).
bool is_attribute_name(std::string_view name);

// The attributes that a request gives, on top of those that are there. Never swallows one:
// read-only, unknown and FIFO-only names are InvalidAttributeName, out of range is
// InvalidAttributeValue, and a key of one's own (KmsMasterKeyId), which Angarium doesn't encrypt
// with, is UnsupportedOperation.
wire::Result<QueueAttributes> apply_attributes(QueueAttributes onto, const AttributeMap& given);

// The name of an attribute in `given` whose value the queue doesn't have. None: CreateQueue may
// answer with the queue that exists. `wanted` is what `given` makes of the defaults.
std::optional<std::string> find_difference(const AttributeMap& given, const QueueAttributes& wanted,
                                           const QueueAttributes& existing);

// Adds those of `attributes` as GetQueueAttributes shows them.
void show_attributes(const QueueAttributes& attributes, AttributeMap& out);

}  // namespace angarium::services::sqs
