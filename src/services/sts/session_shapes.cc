#include "services/sts/session_shapes.h"

#include "services/sts/constraints.h"

namespace angarium::services::sts {

using wire::member;
using wire::Shape;
using wire::unsupported;

const Shape& Credentials::shape() {
  using T = Credentials;
  static constexpr wire::Member kMembers[] = {
      member<&T::access_key_id>("AccessKeyId").required().length(16, 128).pattern(R"([\w]*)"),
      member<&T::secret_access_key>("SecretAccessKey").required(),
      member<&T::session_token>("SessionToken").required(),
      member<&T::expiration>("Expiration").required(),
  };
  static constexpr Shape kShape{"Credentials", kMembers};
  return kShape;
}

const Shape& PolicyDescriptor::shape() {
  using T = PolicyDescriptor;
  static constexpr wire::Member kMembers[] = {as_arn(member<&T::arn>("arn"))};
  static constexpr Shape kShape{"PolicyDescriptorType", kMembers};
  return kShape;
}

const Shape& Tag::shape() {
  using T = Tag;
  static constexpr wire::Member kMembers[] = {
      member<&T::key>("Key").required().length(1, 128).pattern(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]+)"),
      member<&T::value>("Value").required().length(0, 256).pattern(
          R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"),
  };
  static constexpr Shape kShape{"Tag", kMembers};
  return kShape;
}

const Shape& GetCallerIdentityRequest::shape() {
  static constexpr Shape kShape{"GetCallerIdentityRequest", {}};
  return kShape;
}

const Shape& GetCallerIdentityResponse::shape() {
  using T = GetCallerIdentityResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_id>("UserId"),
      member<&T::account>("Account"),
      as_arn(member<&T::arn>("Arn")),
  };
  static constexpr Shape kShape{"GetCallerIdentityResponse", kMembers};
  return kShape;
}

const Shape& GetAccessKeyInfoRequest::shape() {
  using T = GetAccessKeyInfoRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::access_key_id>("AccessKeyId").required().length(16, 128).pattern(R"([\w]*)")};
  static constexpr Shape kShape{"GetAccessKeyInfoRequest", kMembers};
  return kShape;
}

const Shape& GetAccessKeyInfoResponse::shape() {
  using T = GetAccessKeyInfoResponse;
  static constexpr wire::Member kMembers[] = {member<&T::account>("Account")};
  static constexpr Shape kShape{"GetAccessKeyInfoResponse", kMembers};
  return kShape;
}

const Shape& GetSessionTokenRequest::shape() {
  using T = GetSessionTokenRequest;
  static constexpr wire::Member kMembers[] = {
      as_duration(member<&T::duration_seconds>("DurationSeconds")),
      unsupported("SerialNumber"),  // there are no MFA devices
      unsupported("TokenCode"),
  };
  static constexpr Shape kShape{"GetSessionTokenRequest", kMembers};
  return kShape;
}

const Shape& GetSessionTokenResponse::shape() {
  using T = GetSessionTokenResponse;
  static constexpr wire::Member kMembers[] = {member<&T::credentials>("Credentials")};
  static constexpr Shape kShape{"GetSessionTokenResponse", kMembers};
  return kShape;
}

const Shape& GetFederationTokenRequest::shape() {
  using T = GetFederationTokenRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::name>("Name").required().length(2, 32).pattern(R"([\w+=,.@-]*)"),
      as_policy(member<&T::policy>("Policy")),
      member<&T::policy_arns>("PolicyArns"),
      as_duration(member<&T::duration_seconds>("DurationSeconds")),
      as_tags(member<&T::tags>("Tags")),
  };
  static constexpr Shape kShape{"GetFederationTokenRequest", kMembers};
  return kShape;
}

const Shape& FederatedUser::shape() {
  using T = FederatedUser;
  static constexpr wire::Member kMembers[] = {
      member<&T::federated_user_id>("FederatedUserId")
          .required()
          .length(2, 193)
          .pattern(R"([\w+=,.@\:-]*)"),
      as_arn(member<&T::arn>("Arn").required()),
  };
  static constexpr Shape kShape{"FederatedUser", kMembers};
  return kShape;
}

const Shape& GetFederationTokenResponse::shape() {
  using T = GetFederationTokenResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::credentials>("Credentials"),
      member<&T::federated_user>("FederatedUser"),
      as_packed_size(member<&T::packed_policy_size>("PackedPolicySize")),
  };
  static constexpr Shape kShape{"GetFederationTokenResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::sts
