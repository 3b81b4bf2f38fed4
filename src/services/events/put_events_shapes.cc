#include "services/events/put_events_shapes.h"

#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;
using wire::unsupported;

namespace {

constexpr auto kResource = wire::Constraint{}.length(std::numeric_limits<int64_t>::min(), 2048);

}  // namespace

const Shape& PutEventsRequestEntry::shape() {
  using T = PutEventsRequestEntry;
  static constexpr wire::Member kMembers[] = {
      member<&T::time>("Time"),
      member<&T::source>("Source"),
      member<&T::resources>("Resources").each(kResource),
      member<&T::detail_type>("DetailType"),
      member<&T::detail>("Detail"),
      member<&T::event_bus_name>("EventBusName")
          .length(1, 1600)
          .pattern(kNonPartnerBusNameOrArnPattern),
      member<&T::trace_header>("TraceHeader").length(1, 500),
  };
  static constexpr Shape kShape{"PutEventsRequestEntry", kMembers};
  return kShape;
}

const Shape& PutEventsRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&PutEventsRequest::entries>("Entries").required().items(1, 10),
      unsupported("EndpointId"),
  };
  static constexpr Shape kShape{"PutEventsRequest", kMembers};
  return kShape;
}

const Shape& PutEventsResultEntry::shape() {
  using T = PutEventsResultEntry;
  static constexpr wire::Member kMembers[] = {
      at_most(member<&T::event_id>("EventId"), 64),
      member<&T::error_code>("ErrorCode"),
      member<&T::error_message>("ErrorMessage"),
  };
  static constexpr Shape kShape{"PutEventsResultEntry", kMembers};
  return kShape;
}

const Shape& PutEventsResponse::shape() {
  using T = PutEventsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::failed_entry_count>("FailedEntryCount"),
      member<&T::entries>("Entries"),
  };
  static constexpr Shape kShape{"PutEventsResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
