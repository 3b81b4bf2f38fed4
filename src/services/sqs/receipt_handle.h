#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "store/operations.h"

namespace angarium::services::sqs {

// What a receipt handle stands for: one receipt of one message.
struct Receipt {
  store::MessageId message;
  store::LeaseToken lease = 0;
  // When it was received. None: a handle of before this was written down.
  std::optional<base::Time> received = {};
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// Receipt handles: base64 of a version byte, the lease, the time, the message id and a code that
// only a holder of the queue's key can make (HMAC-SHA-256, cut to 16 bytes). So a handle of another
// queue, of a deleted queue of the same name, or with one character changed is told from one of
// ours without a look-up. The bytes: docs/formats/sqs.md. `receipt` has its time.
std::string make_receipt_handle(std::string_view queue_key, const Receipt& receipt);
std::optional<Receipt> parse_receipt_handle(std::string_view queue_key, std::string_view handle);

}  // namespace angarium::services::sqs
