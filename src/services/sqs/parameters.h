#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/error.h"

namespace angarium::services::sqs {

// Ranges of requests' numbers that several operations share (API reference).
inline constexpr int64_t kVisibilityTimeoutMax = 43'200;  // 12 hours
inline constexpr int64_t kDelaySecondsMax = 900;
inline constexpr int32_t kListedMax = 1'000;  // ListQueues, ListDeadLetterSourceQueues

// A number of a request that has a range: its value, or `otherwise` when absent.
// InvalidParameterValue with `reason` when it is outside.
wire::Result<int64_t> number_in(const std::optional<int32_t>& given, int64_t otherwise, int64_t min,
                                int64_t max, std::string_view parameter, std::string_view reason);

// MaxResults of the lists: 1 to kListedMax, and that many when absent.
wire::Result<int64_t> listed_max(const std::optional<int32_t>& given);

}  // namespace angarium::services::sqs
