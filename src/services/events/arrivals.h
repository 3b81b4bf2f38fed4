#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/events/arrival_envelope.h"
#include "wire/request_context.h"
#include "wire/shape.h"

namespace angarium::services::events {

// Whose events one caller may bring: what the operator believes of whoever has its key. An account
// can't say so itself: what it forged, its rules could carry to buses of others, who look at an
// event's account and source to know where it is from.
struct Origin {
  std::string name = {};                   // of its section, [arrivals.NAME]
  std::vector<std::string> accounts = {};  // whose events, from whatever region
  // Those of AWS's services, too (sources `aws.*`): of these accounts, or its own if none is named.
  bool aws_sources = false;
};

// By the ARN of the caller. Immutable.
class Origins {
 public:
  // `believes_all`: dev mode, where everybody may say anything.
  explicit Origins(std::map<std::string, Origin> by_caller = {}, bool believes_all = false)
      : by_caller_(std::move(by_caller)), believes_all_(believes_all) {}

  // Whether the caller may bring this event. Without an Origin it may say what its PutEvents would:
  // its own account, the region of the request, no source `aws.*`. Otherwise 403, with what the
  // operator can do.
  wire::Result<void> check(const wire::RequestContext& request,
                           const ArrivalEnvelope& envelope) const;

 private:
  const std::map<std::string, Origin> by_caller_;
  const bool believes_all_;
};

// One event that came by the entrance.
struct ArrivalRequest {
  std::string bus = {};  // its name or ARN
  ArrivalEnvelope envelope = {};
  std::string body_digest = {};       // hex, SHA-256
  static const wire::Shape& shape();  // without members: read_arrival_request reads it
};

struct ArrivalResponse {
  std::string event_id = {};
  static const wire::Shape& shape();
};

// For wire::Entrance; `input` is an ArrivalRequest.
wire::Result<void> read_arrival_request(std::string_view bus, std::string_view body, void* input);

}  // namespace angarium::services::events
