#include "services/sqs/tags.h"

#include <fmt/format.h>

#include "services/sqs/characters.h"
#include "services/sqs/errors.h"

namespace angarium::services::sqs {

wire::Result<void> check_tags(const QueueName& queue, const Tags& tags) {
  constexpr size_t kTagsMax = 50;
  constexpr size_t kKeyMax = 128;
  constexpr size_t kValueMax = 256;
  if (tags.size() > kTagsMax) {
    return invalid_parameter_value(fmt::format("Too many tags added for queue {}.", queue.text()));
  }
  for (const auto& [key, value] : tags) {
    if (key.empty() || count_characters(key) > kKeyMax) {
      return invalid_parameter_value(key, "TagKey", "Must be between 1 and 128 characters.");
    }
    if (has_prefix_in_any_case(key, "aws:")) {
      return invalid_parameter_value(key, "TagKey", "The prefix aws: is reserved.");
    }
    if (count_characters(value) > kValueMax) {
      return invalid_parameter_value(value, "TagValue", "Must be at most 256 characters.");
    }
  }
  return {};
}

void add_request_tags(const Tags& tags, wire::Check& check) {
  for (const auto& [key, value] : tags) {
    check.keys["aws:RequestTag/" + key] = {value};
    check.keys["aws:TagKeys"].push_back(key);
  }
}

}  // namespace angarium::services::sqs
