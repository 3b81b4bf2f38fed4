#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "wire/shape.h"

namespace angarium::services::peers {

// One delivery of another server's rule. The source and the subscription name it for ever
// (delivery::deduplication_key).
struct DeliverRequest {
  std::string event_bus_arn = {};   // to whom
  std::string source_bus_arn = {};  // of the rule
  int64_t log_offset = 0;           // in that bus's log
  int32_t shard = 0;                // of that bus's partition
  std::string rule_arn = {};
  std::string subscription = {};
  wire::Blob event = {};  // as buses store it (docs/formats/bus.md)
  static const wire::Shape& shape();
};

// How it ended: what delivery::Attempt says.
struct DeliverResponse {
  std::string outcome = {};  // Delivered, Retryable, Permanent
  std::optional<std::string> error_code = {};
  std::optional<std::string> error_message = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::peers
