#include "services/sts/role_shapes.h"

#include "services/sts/constraints.h"

namespace angarium::services::sts {

using wire::member;
using wire::Shape;
using wire::unsupported;

const Shape& AssumeRoleRequest::shape() {
  using T = AssumeRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::role_arn>("RoleArn").required()),
      as_session_name(member<&T::role_session_name>("RoleSessionName").required()),
      member<&T::policy_arns>("PolicyArns"),
      // How long it may be is counted together with what else is packed: session_limits.h.
      member<&T::policy>("Policy").length(1).pattern(R"([\u0009\u000A\u000D\u0020-\u00FF]+)"),
      as_role_duration(member<&T::duration_seconds>("DurationSeconds")),
      as_tags(member<&T::tags>("Tags")),
      as_tags(member<&T::transitive_tag_keys>("TransitiveTagKeys").each(tag_key())),
      member<&T::external_id>("ExternalId").length(2, 1224).pattern(R"([\w+=,.@:\/-]*)"),
      unsupported("SerialNumber"),  // there are no MFA devices
      unsupported("TokenCode"),
      as_source_identity(member<&T::source_identity>("SourceIdentity")),
      unsupported("ProvidedContexts"),
  };
  static constexpr Shape kShape{"AssumeRoleRequest", kMembers};
  return kShape;
}

const Shape& AssumedRoleUser::shape() {
  using T = AssumedRoleUser;
  static constexpr wire::Member kMembers[] = {
      member<&T::assumed_role_id>("AssumedRoleId")
          .required()
          .length(2, 193)
          .pattern(R"([\w+=,.@:-]*)"),
      as_arn(member<&T::arn>("Arn").required()),
  };
  static constexpr Shape kShape{"AssumedRoleUser", kMembers};
  return kShape;
}

const Shape& AssumeRoleResponse::shape() {
  using T = AssumeRoleResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::credentials>("Credentials"),
      member<&T::assumed_role_user>("AssumedRoleUser"),
      as_packed_size(member<&T::packed_policy_size>("PackedPolicySize")),
      as_source_identity(member<&T::source_identity>("SourceIdentity")),
  };
  static constexpr Shape kShape{"AssumeRoleResponse", kMembers};
  return kShape;
}

const Shape& AssumeRoleWithWebIdentityRequest::shape() {
  using T = AssumeRoleWithWebIdentityRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::role_arn>("RoleArn").required()),
      as_session_name(member<&T::role_session_name>("RoleSessionName").required()),
      member<&T::web_identity_token>("WebIdentityToken").required().length(4, 20'000),
      unsupported("ProviderId"),  // of OAuth 2.0 access tokens, which only their maker can judge
      member<&T::policy_arns>("PolicyArns"),
      as_policy(member<&T::policy>("Policy")),
      as_role_duration(member<&T::duration_seconds>("DurationSeconds")),
  };
  static constexpr Shape kShape{"AssumeRoleWithWebIdentityRequest", kMembers};
  return kShape;
}

const Shape& AssumeRoleWithWebIdentityResponse::shape() {
  using T = AssumeRoleWithWebIdentityResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::credentials>("Credentials"),
      member<&T::subject>("SubjectFromWebIdentityToken").length(6, 255),
      member<&T::assumed_role_user>("AssumedRoleUser"),
      as_packed_size(member<&T::packed_policy_size>("PackedPolicySize")),
      member<&T::provider>("Provider"),
      member<&T::audience>("Audience"),
      as_source_identity(member<&T::source_identity>("SourceIdentity")),
  };
  static constexpr Shape kShape{"AssumeRoleWithWebIdentityResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::sts
