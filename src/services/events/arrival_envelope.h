#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "bus/event.h"
#include "wire/error.h"

namespace angarium::services::events {

// An event as it comes from elsewhere, read but not believed: the envelope that EventBridge sends
// to targets ("Event structure reference" in its User Guide), or one that an input transformer made
// in its form. Strings are UTF-8. A plain value.
struct ArrivalEnvelope {
  std::string source = {};
  std::string detail_type = {};
  std::string detail = {};  // one JSON object, as it was spelled
  std::vector<std::string> resources = {};
  // Empty, or none: not said.
  std::string id = {};
  std::string account = {};
  std::string region = {};
  std::string replay_name = {};
  std::optional<base::Time> time = {};
};

// Reads any bytes. Source, detail-type and detail must be there. A member that an envelope doesn't
// have, or has twice, is refused by its name: an event that lost a part of it on the way would be
// another event. ValidationException says what to change.
wire::Result<ArrivalEnvelope> read_arrival(std::string_view body);

// As PutEvents counts an entry (User Guide, "Calculating PutEvents event entry size").
size_t size_bytes(const ArrivalEnvelope& envelope);

}  // namespace angarium::services::events
