// Bytes as a receipt handle and as a queue URL: nobody issued the one, the other names a queue of
// an account or is an error. What we make of the bytes ourselves we read again.
#include "base/assert.h"
#include "services/sqs/queue_name.h"
#include "services/sqs/receipt_handle.h"

namespace angarium::services {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  AG_ASSERT(!sqs::parse_receipt_handle("key", text));
  // An id is a UUID; at some hundreds of bytes a handle would be longer than one may be.
  std::string id = "m" + std::string(text.substr(0, 100));
  sqs::Receipt receipt{.message = store::MessageId(id),
                       .lease = size,
                       .received = base::from_unix_ms(static_cast<int64_t>(size))};
  std::string handle = sqs::make_receipt_handle("key", receipt);
  AG_ASSERT(sqs::parse_receipt_handle("key", handle) == receipt);
  AG_ASSERT(!sqs::parse_receipt_handle("another key", handle));

  base::Region region("eu-west-1");
  auto address = sqs::parse_queue_url(text, region);
  if (!address.ok()) return 0;
  AG_ASSERT(base::is_account_id(address->account.text()));
  auto again = sqs::parse_queue_url(sqs::queue_url("http://localhost", *address), region);
  AG_ASSERT(again.ok() && *again == *address);
  return 0;
}

}  // namespace angarium::services
