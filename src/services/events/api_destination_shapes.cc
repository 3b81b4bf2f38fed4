#include "services/events/api_destination_shapes.h"

#include "services/events/destination_constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;

namespace {

constexpr std::array<std::string_view, 7> kMethods{"POST", "GET",   "HEAD",  "OPTIONS",
                                                   "PUT",  "PATCH", "DELETE"};

}  // namespace

const Shape& CreateApiDestinationRequest::shape() {
  using T = CreateApiDestinationRequest;
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&T::name>("Name").required()),
      as_line(member<&T::description>("Description")),
      as_connection_arn(member<&T::connection_arn>("ConnectionArn").required()),
      as_endpoint(member<&T::invocation_endpoint>("InvocationEndpoint").required()),
      member<&T::http_method>("HttpMethod").required().one_of(kMethods),
      member<&T::invocation_rate_limit_per_second>("InvocationRateLimitPerSecond").range(1),
  };
  static constexpr Shape kShape{"CreateApiDestinationRequest", kMembers};
  return kShape;
}

const Shape& CreateApiDestinationResponse::shape() {
  using T = CreateApiDestinationResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ApiDestinationArn"),
      member<&T::state>("ApiDestinationState"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
  };
  static constexpr Shape kShape{"CreateApiDestinationResponse", kMembers};
  return kShape;
}

const Shape& UpdateApiDestinationRequest::shape() {
  using T = UpdateApiDestinationRequest;
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&T::name>("Name").required()),
      as_line(member<&T::description>("Description")),
      as_connection_arn(member<&T::connection_arn>("ConnectionArn")),
      as_endpoint(member<&T::invocation_endpoint>("InvocationEndpoint")),
      member<&T::http_method>("HttpMethod").one_of(kMethods),
      member<&T::invocation_rate_limit_per_second>("InvocationRateLimitPerSecond").range(1),
  };
  static constexpr Shape kShape{"UpdateApiDestinationRequest", kMembers};
  return kShape;
}

const Shape& UpdateApiDestinationResponse::shape() {
  using T = UpdateApiDestinationResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ApiDestinationArn"),
      member<&T::state>("ApiDestinationState"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
  };
  static constexpr Shape kShape{"UpdateApiDestinationResponse", kMembers};
  return kShape;
}

const Shape& DeleteApiDestinationRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&DeleteApiDestinationRequest::name>("Name").required()),
  };
  static constexpr Shape kShape{"DeleteApiDestinationRequest", kMembers};
  return kShape;
}

const Shape& DeleteApiDestinationResponse::shape() {
  static constexpr Shape kShape{"DeleteApiDestinationResponse", {}};
  return kShape;
}

const Shape& DescribeApiDestinationRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&DescribeApiDestinationRequest::name>("Name").required()),
  };
  static constexpr Shape kShape{"DescribeApiDestinationRequest", kMembers};
  return kShape;
}

const Shape& DescribeApiDestinationResponse::shape() {
  using T = DescribeApiDestinationResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ApiDestinationArn"),
      member<&T::name>("Name"),
      member<&T::description>("Description"),
      member<&T::state>("ApiDestinationState"),
      member<&T::connection_arn>("ConnectionArn"),
      member<&T::invocation_endpoint>("InvocationEndpoint"),
      member<&T::http_method>("HttpMethod"),
      member<&T::invocation_rate_limit_per_second>("InvocationRateLimitPerSecond"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
  };
  static constexpr Shape kShape{"DescribeApiDestinationResponse", kMembers};
  return kShape;
}

const Shape& ListApiDestinationsRequest::shape() {
  using T = ListApiDestinationsRequest;
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&T::name_prefix>("NamePrefix")),
      as_connection_arn(member<&T::connection_arn>("ConnectionArn")),
      as_next_token(member<&T::next_token>("NextToken")),
      as_limit(member<&T::limit>("Limit")),
  };
  static constexpr Shape kShape{"ListApiDestinationsRequest", kMembers};
  return kShape;
}

const Shape& ApiDestinationItem::shape() {
  using T = ApiDestinationItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ApiDestinationArn"),
      member<&T::name>("Name"),
      member<&T::state>("ApiDestinationState"),
      member<&T::connection_arn>("ConnectionArn"),
      member<&T::invocation_endpoint>("InvocationEndpoint"),
      member<&T::http_method>("HttpMethod"),
      member<&T::invocation_rate_limit_per_second>("InvocationRateLimitPerSecond"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
  };
  static constexpr Shape kShape{"ApiDestination", kMembers};
  return kShape;
}

const Shape& ListApiDestinationsResponse::shape() {
  using T = ListApiDestinationsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::api_destinations>("ApiDestinations"),
      as_next_token(member<&T::next_token>("NextToken")),
  };
  static constexpr Shape kShape{"ListApiDestinationsResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
