#include "services/iam/policy_version_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreatePolicyVersionRequest::shape() {
  using T = CreatePolicyVersionRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      as_policy_document(member<&T::policy_document>("PolicyDocument").required()),
      member<&T::set_as_default>("SetAsDefault"),
  };
  static constexpr Shape kShape{"CreatePolicyVersionRequest", kMembers};
  return kShape;
}

const Shape& PolicyVersionItem::shape() {
  using T = PolicyVersionItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::document>("Document"),
      member<&T::version_id>("VersionId"),
      member<&T::is_default_version>("IsDefaultVersion"),
      member<&T::create_date>("CreateDate"),
  };
  static constexpr Shape kShape{"PolicyVersion", kMembers};
  return kShape;
}

const Shape& CreatePolicyVersionResponse::shape() {
  using T = CreatePolicyVersionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_version>("PolicyVersion"),
  };
  static constexpr Shape kShape{"CreatePolicyVersionResponse", kMembers};
  return kShape;
}

const Shape& GetPolicyVersionRequest::shape() {
  using T = GetPolicyVersionRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      as_version_id(member<&T::version_id>("VersionId").required()),
  };
  static constexpr Shape kShape{"GetPolicyVersionRequest", kMembers};
  return kShape;
}

const Shape& GetPolicyVersionResponse::shape() {
  using T = GetPolicyVersionResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_version>("PolicyVersion"),
  };
  static constexpr Shape kShape{"GetPolicyVersionResponse", kMembers};
  return kShape;
}

const Shape& ListPolicyVersionsRequest::shape() {
  using T = ListPolicyVersionsRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListPolicyVersionsRequest", kMembers};
  return kShape;
}

const Shape& ListPolicyVersionsResponse::shape() {
  using T = ListPolicyVersionsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::versions>("Versions"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListPolicyVersionsResponse", kMembers};
  return kShape;
}

const Shape& SetDefaultPolicyVersionRequest::shape() {
  using T = SetDefaultPolicyVersionRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      as_version_id(member<&T::version_id>("VersionId").required()),
  };
  static constexpr Shape kShape{"SetDefaultPolicyVersionRequest", kMembers};
  return kShape;
}

const Shape& DeletePolicyVersionRequest::shape() {
  using T = DeletePolicyVersionRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      as_version_id(member<&T::version_id>("VersionId").required()),
  };
  static constexpr Shape kShape{"DeletePolicyVersionRequest", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
