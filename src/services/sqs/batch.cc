#include "services/sqs/batch.h"

#include <set>

#include "services/sqs/characters.h"
#include "services/sqs/errors.h"

namespace angarium::services::sqs {

wire::Result<void> check_batch_ids(const std::vector<std::string_view>& ids,
                                   std::string_view entry_shape) {
  if (ids.empty()) return empty_batch_request(entry_shape);
  if (ids.size() > kBatchEntriesMax) return too_many_entries(ids.size(), kBatchEntriesMax);
  std::set<std::string_view> seen;
  for (std::string_view id : ids) {
    if (!is_short_name(id)) return invalid_batch_entry_id();
    if (!seen.insert(id).second) return batch_entry_ids_not_distinct(id);
  }
  return {};
}

BatchResultErrorEntry failed_entry(const std::string& id, const wire::Error& error) {
  return {.id = id,
          .sender_fault = error.fault == wire::Fault::kSender,
          .code = error.code_in_query(),
          .message = error.message};
}

}  // namespace angarium::services::sqs
