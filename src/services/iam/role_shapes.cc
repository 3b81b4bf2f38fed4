#include "services/iam/role_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreateRoleRequest::shape() {
  using T = CreateRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_path(member<&T::path>("Path")),
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_policy_document(
          member<&T::assume_role_policy_document>("AssumeRolePolicyDocument").required()),
      as_role_description(member<&T::description>("Description")),
      as_session_time(member<&T::max_session_duration>("MaxSessionDuration")),
      as_arn(member<&T::permissions_boundary>("PermissionsBoundary")),
      at_most(member<&T::tags>("Tags"), 50),
  };
  static constexpr Shape kShape{"CreateRoleRequest", kMembers};
  return kShape;
}

const Shape& RoleLastUsed::shape() {
  using T = RoleLastUsed;
  static constexpr wire::Member kMembers[] = {
      member<&T::last_used_date>("LastUsedDate"),
      member<&T::region>("Region"),
  };
  static constexpr Shape kShape{"RoleLastUsed", kMembers};
  return kShape;
}

const Shape& RoleItem::shape() {
  using T = RoleItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::role_name>("RoleName"),
      member<&T::role_id>("RoleId"),
      member<&T::arn>("Arn"),
      member<&T::create_date>("CreateDate"),
      member<&T::assume_role_policy_document>("AssumeRolePolicyDocument"),
      member<&T::description>("Description"),
      member<&T::max_session_duration>("MaxSessionDuration"),
      member<&T::permissions_boundary>("PermissionsBoundary"),
      member<&T::tags>("Tags"),
      member<&T::role_last_used>("RoleLastUsed"),
  };
  static constexpr Shape kShape{"Role", kMembers};
  return kShape;
}

const Shape& CreateRoleResponse::shape() {
  using T = CreateRoleResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::role>("Role"),
  };
  static constexpr Shape kShape{"CreateRoleResponse", kMembers};
  return kShape;
}

const Shape& GetRoleRequest::shape() {
  using T = GetRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
  };
  static constexpr Shape kShape{"GetRoleRequest", kMembers};
  return kShape;
}

const Shape& GetRoleResponse::shape() {
  using T = GetRoleResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::role>("Role"),
  };
  static constexpr Shape kShape{"GetRoleResponse", kMembers};
  return kShape;
}

const Shape& UpdateRoleRequest::shape() {
  using T = UpdateRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_role_description(member<&T::description>("Description")),
      as_session_time(member<&T::max_session_duration>("MaxSessionDuration")),
  };
  static constexpr Shape kShape{"UpdateRoleRequest", kMembers};
  return kShape;
}

const Shape& UpdateRoleResponse::shape() {
  static constexpr Shape kShape{"UpdateRoleResponse", {}};
  return kShape;
}

const Shape& UpdateRoleDescriptionRequest::shape() {
  using T = UpdateRoleDescriptionRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_role_description(member<&T::description>("Description").required()),
  };
  static constexpr Shape kShape{"UpdateRoleDescriptionRequest", kMembers};
  return kShape;
}

const Shape& UpdateRoleDescriptionResponse::shape() {
  using T = UpdateRoleDescriptionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::role>("Role"),
  };
  static constexpr Shape kShape{"UpdateRoleDescriptionResponse", kMembers};
  return kShape;
}

const Shape& UpdateAssumeRolePolicyRequest::shape() {
  using T = UpdateAssumeRolePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_policy_document(member<&T::policy_document>("PolicyDocument").required()),
  };
  static constexpr Shape kShape{"UpdateAssumeRolePolicyRequest", kMembers};
  return kShape;
}

const Shape& DeleteRoleRequest::shape() {
  using T = DeleteRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
  };
  static constexpr Shape kShape{"DeleteRoleRequest", kMembers};
  return kShape;
}

const Shape& ListRolesRequest::shape() {
  using T = ListRolesRequest;
  static constexpr wire::Member kMembers[] = {
      as_path_prefix(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListRolesRequest", kMembers};
  return kShape;
}

const Shape& ListRolesResponse::shape() {
  using T = ListRolesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::roles>("Roles"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListRolesResponse", kMembers};
  return kShape;
}

const Shape& CreateServiceLinkedRoleRequest::shape() {
  using T = CreateServiceLinkedRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::aws_service_name>("AWSServiceName").required()),
      as_role_description(member<&T::description>("Description")),
      as_custom_suffix(member<&T::custom_suffix>("CustomSuffix")),
  };
  static constexpr Shape kShape{"CreateServiceLinkedRoleRequest", kMembers};
  return kShape;
}

const Shape& CreateServiceLinkedRoleResponse::shape() {
  using T = CreateServiceLinkedRoleResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::role>("Role"),
  };
  static constexpr Shape kShape{"CreateServiceLinkedRoleResponse", kMembers};
  return kShape;
}

const Shape& DeleteServiceLinkedRoleRequest::shape() {
  using T = DeleteServiceLinkedRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
  };
  static constexpr Shape kShape{"DeleteServiceLinkedRoleRequest", kMembers};
  return kShape;
}

const Shape& DeleteServiceLinkedRoleResponse::shape() {
  using T = DeleteServiceLinkedRoleResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::deletion_task_id>("DeletionTaskId"),
  };
  static constexpr Shape kShape{"DeleteServiceLinkedRoleResponse", kMembers};
  return kShape;
}

const Shape& GetServiceLinkedRoleDeletionStatusRequest::shape() {
  using T = GetServiceLinkedRoleDeletionStatusRequest;
  static constexpr wire::Member kMembers[] = {
      as_deletion_task(member<&T::deletion_task_id>("DeletionTaskId").required()),
  };
  static constexpr Shape kShape{"GetServiceLinkedRoleDeletionStatusRequest", kMembers};
  return kShape;
}

const Shape& RoleUsageType::shape() {
  using T = RoleUsageType;
  static constexpr wire::Member kMembers[] = {
      member<&T::region>("Region"),
      member<&T::resources>("Resources"),
  };
  static constexpr Shape kShape{"RoleUsageType", kMembers};
  return kShape;
}

const Shape& DeletionTaskFailureReasonType::shape() {
  using T = DeletionTaskFailureReasonType;
  static constexpr wire::Member kMembers[] = {
      member<&T::reason>("Reason"),
      member<&T::role_usage_list>("RoleUsageList"),
  };
  static constexpr Shape kShape{"DeletionTaskFailureReasonType", kMembers};
  return kShape;
}

const Shape& GetServiceLinkedRoleDeletionStatusResponse::shape() {
  using T = GetServiceLinkedRoleDeletionStatusResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::status>("Status"),
      member<&T::reason>("Reason"),
  };
  static constexpr Shape kShape{"GetServiceLinkedRoleDeletionStatusResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
