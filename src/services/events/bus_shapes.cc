#include "services/events/bus_shapes.h"

#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;
using wire::unsupported;

const Shape& CreateEventBusRequest::shape() {
  using T = CreateEventBusRequest;
  static constexpr wire::Member kMembers[] = {
      as_bus_name(member<&T::name>("Name").required()),
      unsupported("EventSourceName"),
      as_description(member<&T::description>("Description")),
      unsupported("KmsKeyIdentifier"),
      member<&T::dead_letter_config>("DeadLetterConfig"),
      member<&T::log_config>("LogConfig"),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"CreateEventBusRequest", kMembers};
  return kShape;
}

const Shape& CreateEventBusResponse::shape() {
  using T = CreateEventBusResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::event_bus_arn>("EventBusArn"),
      as_description(member<&T::description>("Description")),
      unsupported("KmsKeyIdentifier"),
      member<&T::dead_letter_config>("DeadLetterConfig"),
      member<&T::log_config>("LogConfig"),
  };
  static constexpr Shape kShape{"CreateEventBusResponse", kMembers};
  return kShape;
}

const Shape& DeleteEventBusRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      as_bus_name(member<&DeleteEventBusRequest::name>("Name").required()),
  };
  static constexpr Shape kShape{"DeleteEventBusRequest", kMembers};
  return kShape;
}

const Shape& DescribeEventBusRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      as_bus_name_or_arn(member<&DescribeEventBusRequest::name>("Name")),
  };
  static constexpr Shape kShape{"DescribeEventBusRequest", kMembers};
  return kShape;
}

const Shape& DescribeEventBusResponse::shape() {
  using T = DescribeEventBusResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::name>("Name"),
      member<&T::arn>("Arn"),
      as_description(member<&T::description>("Description")),
      unsupported("KmsKeyIdentifier"),
      member<&T::dead_letter_config>("DeadLetterConfig"),
      member<&T::policy>("Policy"),
      member<&T::log_config>("LogConfig"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
  };
  static constexpr Shape kShape{"DescribeEventBusResponse", kMembers};
  return kShape;
}

const Shape& ListEventBusesRequest::shape() {
  using T = ListEventBusesRequest;
  static constexpr wire::Member kMembers[] = {
      as_bus_name(member<&T::name_prefix>("NamePrefix")),
      as_next_token(member<&T::next_token>("NextToken")),
      as_limit(member<&T::limit>("Limit")),
  };
  static constexpr Shape kShape{"ListEventBusesRequest", kMembers};
  return kShape;
}

const Shape& EventBus::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&EventBus::name>("Name"),
      member<&EventBus::arn>("Arn"),
      as_description(member<&EventBus::description>("Description")),
      member<&EventBus::policy>("Policy"),
      member<&EventBus::creation_time>("CreationTime"),
      member<&EventBus::last_modified_time>("LastModifiedTime"),
  };
  static constexpr Shape kShape{"EventBus", kMembers};
  return kShape;
}

const Shape& ListEventBusesResponse::shape() {
  using T = ListEventBusesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::event_buses>("EventBuses"),
      as_next_token(member<&T::next_token>("NextToken")),
  };
  static constexpr Shape kShape{"ListEventBusesResponse", kMembers};
  return kShape;
}

const Shape& PutPermissionRequest::shape() {
  using T = PutPermissionRequest;
  static constexpr wire::Member kMembers[] = {
      as_non_partner_bus_name(member<&T::event_bus_name>("EventBusName")),
      member<&T::action>("Action").length(1, 64).pattern("events:[a-zA-Z]+"),
      member<&T::principal>("Principal").length(1, 12).pattern(R"((\d{12}|\*))"),
      member<&T::statement_id>("StatementId").length(1, 64).pattern("[a-zA-Z0-9-_]+"),
      unsupported("Condition"),
      member<&T::policy>("Policy"),
  };
  static constexpr Shape kShape{"PutPermissionRequest", kMembers};
  return kShape;
}

const Shape& RemovePermissionRequest::shape() {
  using T = RemovePermissionRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::statement_id>("StatementId").length(1, 64).pattern("[a-zA-Z0-9-_]+"),
      member<&T::remove_all_permissions>("RemoveAllPermissions"),
      as_non_partner_bus_name(member<&T::event_bus_name>("EventBusName")),
  };
  static constexpr Shape kShape{"RemovePermissionRequest", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
