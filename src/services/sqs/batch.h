#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/sqs/batch_shapes.h"
#include "wire/error.h"

// What all batches have in common. Each entry succeeds or fails by itself; what goes well is done
// in one commit.
namespace angarium::services::sqs {

inline constexpr size_t kBatchEntriesMax = 10;  // API reference

// EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct:
// what refuses a batch as a whole. `entry_shape` is AWS's name of an entry.
wire::Result<void> check_batch_ids(const std::vector<std::string_view>& ids,
                                   std::string_view entry_shape);

template <class Entry>
wire::Result<void> check_batch(const std::vector<Entry>& entries, std::string_view entry_shape) {
  std::vector<std::string_view> ids;
  ids.reserve(entries.size());
  for (const Entry& entry : entries) ids.push_back(entry.id);
  return check_batch_ids(ids, entry_shape);
}

BatchResultErrorEntry failed_entry(const std::string& id, const wire::Error& error);

}  // namespace angarium::services::sqs
