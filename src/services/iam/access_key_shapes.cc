#include "services/iam/access_key_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreateAccessKeyRequest::shape() {
  using T = CreateAccessKeyRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName")),
  };
  static constexpr Shape kShape{"CreateAccessKeyRequest", kMembers};
  return kShape;
}

const Shape& AccessKeyItem::shape() {
  using T = AccessKeyItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),     member<&T::access_key_id>("AccessKeyId"),
      member<&T::status>("Status"),          member<&T::secret_access_key>("SecretAccessKey"),
      member<&T::create_date>("CreateDate"),
  };
  static constexpr Shape kShape{"AccessKey", kMembers};
  return kShape;
}

const Shape& CreateAccessKeyResponse::shape() {
  using T = CreateAccessKeyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::access_key>("AccessKey"),
  };
  static constexpr Shape kShape{"CreateAccessKeyResponse", kMembers};
  return kShape;
}

const Shape& UpdateAccessKeyRequest::shape() {
  using T = UpdateAccessKeyRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName")),
      as_access_key_id(member<&T::access_key_id>("AccessKeyId").required()),
      member<&T::status>("Status").required().one_of(kStatuses),
  };
  static constexpr Shape kShape{"UpdateAccessKeyRequest", kMembers};
  return kShape;
}

const Shape& DeleteAccessKeyRequest::shape() {
  using T = DeleteAccessKeyRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName")),
      as_access_key_id(member<&T::access_key_id>("AccessKeyId").required()),
  };
  static constexpr Shape kShape{"DeleteAccessKeyRequest", kMembers};
  return kShape;
}

const Shape& ListAccessKeysRequest::shape() {
  using T = ListAccessKeysRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListAccessKeysRequest", kMembers};
  return kShape;
}

const Shape& AccessKeyMetadata::shape() {
  using T = AccessKeyMetadata;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::access_key_id>("AccessKeyId"),
      member<&T::status>("Status"),
      member<&T::create_date>("CreateDate"),
  };
  static constexpr Shape kShape{"AccessKeyMetadata", kMembers};
  return kShape;
}

const Shape& ListAccessKeysResponse::shape() {
  using T = ListAccessKeysResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::access_key_metadata>("AccessKeyMetadata"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListAccessKeysResponse", kMembers};
  return kShape;
}

const Shape& GetAccessKeyLastUsedRequest::shape() {
  using T = GetAccessKeyLastUsedRequest;
  static constexpr wire::Member kMembers[] = {
      as_access_key_id(member<&T::access_key_id>("AccessKeyId").required()),
  };
  static constexpr Shape kShape{"GetAccessKeyLastUsedRequest", kMembers};
  return kShape;
}

const Shape& AccessKeyLastUsed::shape() {
  using T = AccessKeyLastUsed;
  static constexpr wire::Member kMembers[] = {
      member<&T::last_used_date>("LastUsedDate"),
      member<&T::service_name>("ServiceName"),
      member<&T::region>("Region"),
  };
  static constexpr Shape kShape{"AccessKeyLastUsed", kMembers};
  return kShape;
}

const Shape& GetAccessKeyLastUsedResponse::shape() {
  using T = GetAccessKeyLastUsedResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::access_key_last_used>("AccessKeyLastUsed"),
  };
  static constexpr Shape kShape{"GetAccessKeyLastUsedResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
