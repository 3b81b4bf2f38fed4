#include "services/peers/shapes.h"

#include "delivery/route.h"

namespace angarium::services::peers {

using wire::member;
using wire::Shape;

namespace {

// The largest event, its header with every field at its limit, and room.
constexpr int64_t kEventBytesMax = 2 << 20;
constexpr int64_t kArnCharactersMax = 2048;

}  // namespace

const Shape& DeliverRequest::shape() {
  using T = DeliverRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::event_bus_arn>("EventBusArn").required().length(1, kArnCharactersMax),
      member<&T::source_bus_arn>("SourceBusArn").required().length(1, kArnCharactersMax),
      member<&T::log_offset>("LogOffset").required().range(0),
      member<&T::shard>("Shard").required().range(0),
      member<&T::rule_arn>("RuleArn").required().length(1, kArnCharactersMax),
      member<&T::subscription>("Subscription")
          .required()
          .length(1, delivery::kSubscriptionIdBytesMax),
      member<&T::event>("Event").required().length(1, kEventBytesMax),
  };
  static constexpr Shape kShape{"DeliverRequest", kMembers};
  return kShape;
}

const Shape& DeliverResponse::shape() {
  using T = DeliverResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::outcome>("Outcome").required(),
      member<&T::error_code>("ErrorCode"),
      member<&T::error_message>("ErrorMessage"),
  };
  static constexpr Shape kShape{"DeliverResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::peers
