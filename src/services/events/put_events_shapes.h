#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::events {

struct PutEventsRequestEntry {
  std::optional<base::Time> time = {};
  std::optional<std::string> source = {};
  std::optional<std::vector<std::string>> resources = {};
  std::optional<std::string> detail_type = {};
  std::optional<std::string> detail = {};
  std::optional<std::string> event_bus_name = {};  // or ARN
  std::optional<std::string> trace_header = {};
  static const wire::Shape& shape();
};

struct PutEventsRequest {
  std::vector<PutEventsRequestEntry> entries = {};
  static const wire::Shape& shape();
};

// Either the id or the error.
struct PutEventsResultEntry {
  std::optional<std::string> event_id = {};
  std::optional<std::string> error_code = {};
  std::optional<std::string> error_message = {};
  static const wire::Shape& shape();
};

struct PutEventsResponse {
  int32_t failed_entry_count = 0;
  std::vector<PutEventsResultEntry> entries = {};  // one for each of the request's, in order
  static const wire::Shape& shape();
};

}  // namespace angarium::services::events
