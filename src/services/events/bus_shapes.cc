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

const Shape& UpdateEventBusRequest::shape() {
  using T = UpdateEventBusRequest;
  static constexpr wire::Member kMembers[] = {
      as_bus_name(member<&T::name>("Name")),
      unsupported("KmsKeyIdentifier"),
      as_description(member<&T::description>("Description")),
      member<&T::dead_letter_config>("DeadLetterConfig"),
      member<&T::log_config>("LogConfig"),
  };
  static constexpr Shape kShape{"UpdateEventBusRequest", kMembers};
  return kShape;
}

const Shape& UpdateEventBusResponse::shape() {
  using T = UpdateEventBusResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("Arn"),
      as_bus_name(member<&T::name>("Name")),
      unsupported("KmsKeyIdentifier"),
      as_description(member<&T::description>("Description")),
      member<&T::dead_letter_config>("DeadLetterConfig"),
      member<&T::log_config>("LogConfig"),
  };
  static constexpr Shape kShape{"UpdateEventBusResponse", kMembers};
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

}  // namespace angarium::services::events
