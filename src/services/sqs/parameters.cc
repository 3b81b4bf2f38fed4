#include "services/sqs/parameters.h"

#include <string>

#include "services/sqs/errors.h"

namespace angarium::services::sqs {

wire::Result<int64_t> number_in(const std::optional<int32_t>& given, int64_t otherwise, int64_t min,
                                int64_t max, std::string_view parameter, std::string_view reason) {
  if (!given) return otherwise;
  if (*given < min || *given > max) {
    return invalid_parameter_value(std::to_string(*given), parameter, reason);
  }
  return *given;
}

wire::Result<int64_t> listed_max(const std::optional<int32_t>& given) {
  return number_in(given, kListedMax, 1, kListedMax, "MaxResults",
                   "MaxResults must be an integer between 1 and 1000.");
}

}  // namespace angarium::services::sqs
