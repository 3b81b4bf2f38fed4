#include "services/events/connection_shapes.h"

#include "services/events/destination_constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;
using wire::unsupported;

const Shape& CreateConnectionRequest::shape() {
  using T = CreateConnectionRequest;
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&T::name>("Name").required()),
      as_line(member<&T::description>("Description")),
      member<&T::authorization_type>("AuthorizationType").required().one_of(kAuthorizationTypes),
      member<&T::auth_parameters>("AuthParameters").required(),
      unsupported("InvocationConnectivityParameters"),
      unsupported("KmsKeyIdentifier"),
  };
  static constexpr Shape kShape{"CreateConnectionRequest", kMembers};
  return kShape;
}

const Shape& CreateConnectionResponse::shape() {
  using T = CreateConnectionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ConnectionArn"),
      member<&T::state>("ConnectionState"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
  };
  static constexpr Shape kShape{"CreateConnectionResponse", kMembers};
  return kShape;
}

const Shape& UpdateConnectionRequest::shape() {
  using T = UpdateConnectionRequest;
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&T::name>("Name").required()),
      as_line(member<&T::description>("Description")),
      member<&T::authorization_type>("AuthorizationType").one_of(kAuthorizationTypes),
      member<&T::auth_parameters>("AuthParameters"),
      unsupported("InvocationConnectivityParameters"),
      unsupported("KmsKeyIdentifier"),
  };
  static constexpr Shape kShape{"UpdateConnectionRequest", kMembers};
  return kShape;
}

const Shape& UpdateConnectionResponse::shape() {
  using T = UpdateConnectionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ConnectionArn"),
      member<&T::state>("ConnectionState"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
      member<&T::last_authorized_time>("LastAuthorizedTime"),
  };
  static constexpr Shape kShape{"UpdateConnectionResponse", kMembers};
  return kShape;
}

const Shape& DeauthorizeConnectionRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&DeauthorizeConnectionRequest::name>("Name").required()),
  };
  static constexpr Shape kShape{"DeauthorizeConnectionRequest", kMembers};
  return kShape;
}

const Shape& DeauthorizeConnectionResponse::shape() {
  using T = DeauthorizeConnectionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ConnectionArn"),
      member<&T::state>("ConnectionState"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
      member<&T::last_authorized_time>("LastAuthorizedTime"),
  };
  static constexpr Shape kShape{"DeauthorizeConnectionResponse", kMembers};
  return kShape;
}

const Shape& DeleteConnectionRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&DeleteConnectionRequest::name>("Name").required()),
  };
  static constexpr Shape kShape{"DeleteConnectionRequest", kMembers};
  return kShape;
}

const Shape& DeleteConnectionResponse::shape() {
  using T = DeleteConnectionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ConnectionArn"),
      member<&T::state>("ConnectionState"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
      member<&T::last_authorized_time>("LastAuthorizedTime"),
  };
  static constexpr Shape kShape{"DeleteConnectionResponse", kMembers};
  return kShape;
}

const Shape& DescribeConnectionRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&DescribeConnectionRequest::name>("Name").required()),
  };
  static constexpr Shape kShape{"DescribeConnectionRequest", kMembers};
  return kShape;
}

const Shape& DescribeConnectionResponse::shape() {
  using T = DescribeConnectionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ConnectionArn"),
      member<&T::name>("Name"),
      member<&T::description>("Description"),
      unsupported("InvocationConnectivityParameters"),
      member<&T::state>("ConnectionState"),
      member<&T::state_reason>("StateReason"),
      member<&T::authorization_type>("AuthorizationType"),
      member<&T::secret_arn>("SecretArn"),
      unsupported("KmsKeyIdentifier"),
      member<&T::auth_parameters>("AuthParameters"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
      member<&T::last_authorized_time>("LastAuthorizedTime"),
  };
  static constexpr Shape kShape{"DescribeConnectionResponse", kMembers};
  return kShape;
}

const Shape& ListConnectionsRequest::shape() {
  using T = ListConnectionsRequest;
  static constexpr wire::Member kMembers[] = {
      as_destination_name(member<&T::name_prefix>("NamePrefix")),
      member<&T::state>("ConnectionState").one_of(kConnectionStates),
      as_next_token(member<&T::next_token>("NextToken")),
      as_limit(member<&T::limit>("Limit")),
  };
  static constexpr Shape kShape{"ListConnectionsRequest", kMembers};
  return kShape;
}

const Shape& ConnectionItem::shape() {
  using T = ConnectionItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("ConnectionArn"),
      member<&T::name>("Name"),
      member<&T::state>("ConnectionState"),
      member<&T::state_reason>("StateReason"),
      member<&T::authorization_type>("AuthorizationType"),
      member<&T::creation_time>("CreationTime"),
      member<&T::last_modified_time>("LastModifiedTime"),
      member<&T::last_authorized_time>("LastAuthorizedTime"),
  };
  static constexpr Shape kShape{"Connection", kMembers};
  return kShape;
}

const Shape& ListConnectionsResponse::shape() {
  using T = ListConnectionsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::connections>("Connections"),
      as_next_token(member<&T::next_token>("NextToken")),
  };
  static constexpr Shape kShape{"ListConnectionsResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
