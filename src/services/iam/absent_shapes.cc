#include "services/iam/absent_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& ListInstanceProfilesForRoleRequest::shape() {
  using T = ListInstanceProfilesForRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListInstanceProfilesForRoleRequest", kMembers};
  return kShape;
}

const Shape& InstanceProfile::shape() {
  using T = InstanceProfile;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::instance_profile_name>("InstanceProfileName"),
      member<&T::instance_profile_id>("InstanceProfileId"),
      member<&T::arn>("Arn"),
      member<&T::create_date>("CreateDate"),
      member<&T::roles>("Roles"),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"InstanceProfile", kMembers};
  return kShape;
}

const Shape& ListInstanceProfilesForRoleResponse::shape() {
  using T = ListInstanceProfilesForRoleResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::instance_profiles>("InstanceProfiles"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListInstanceProfilesForRoleResponse", kMembers};
  return kShape;
}

const Shape& ListInstanceProfilesRequest::shape() {
  using T = ListInstanceProfilesRequest;
  static constexpr wire::Member kMembers[] = {
      as_path_prefix(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListInstanceProfilesRequest", kMembers};
  return kShape;
}

const Shape& ListInstanceProfilesResponse::shape() {
  using T = ListInstanceProfilesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::instance_profiles>("InstanceProfiles"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListInstanceProfilesResponse", kMembers};
  return kShape;
}

const Shape& GetInstanceProfileRequest::shape() {
  using T = GetInstanceProfileRequest;
  static constexpr wire::Member kMembers[] = {
      as_instance_profile_name(member<&T::instance_profile_name>("InstanceProfileName").required()),
  };
  static constexpr Shape kShape{"GetInstanceProfileRequest", kMembers};
  return kShape;
}

const Shape& GetInstanceProfileResponse::shape() {
  using T = GetInstanceProfileResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::instance_profile>("InstanceProfile"),
  };
  static constexpr Shape kShape{"GetInstanceProfileResponse", kMembers};
  return kShape;
}

const Shape& ListMFADevicesRequest::shape() {
  using T = ListMFADevicesRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListMFADevicesRequest", kMembers};
  return kShape;
}

const Shape& MFADevice::shape() {
  using T = MFADevice;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::serial_number>("SerialNumber"),
      member<&T::enable_date>("EnableDate"),
  };
  static constexpr Shape kShape{"MFADevice", kMembers};
  return kShape;
}

const Shape& ListMFADevicesResponse::shape() {
  using T = ListMFADevicesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::mfa_devices>("MFADevices"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListMFADevicesResponse", kMembers};
  return kShape;
}

const Shape& ListVirtualMFADevicesRequest::shape() {
  using T = ListVirtualMFADevicesRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::assignment_status>("AssignmentStatus").one_of(kAssignmentStatuses),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListVirtualMFADevicesRequest", kMembers};
  return kShape;
}

const Shape& VirtualMFADevice::shape() {
  using T = VirtualMFADevice;
  static constexpr wire::Member kMembers[] = {
      member<&T::serial_number>("SerialNumber"), member<&T::base32_string_seed>("Base32StringSeed"),
      member<&T::qr_code_png>("QRCodePNG"),      member<&T::user>("User"),
      member<&T::enable_date>("EnableDate"),     member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"VirtualMFADevice", kMembers};
  return kShape;
}

const Shape& ListVirtualMFADevicesResponse::shape() {
  using T = ListVirtualMFADevicesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::virtual_mfa_devices>("VirtualMFADevices"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListVirtualMFADevicesResponse", kMembers};
  return kShape;
}

const Shape& ListSigningCertificatesRequest::shape() {
  using T = ListSigningCertificatesRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListSigningCertificatesRequest", kMembers};
  return kShape;
}

const Shape& SigningCertificate::shape() {
  using T = SigningCertificate;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::certificate_id>("CertificateId"),
      member<&T::certificate_body>("CertificateBody"),
      member<&T::status>("Status"),
      member<&T::upload_date>("UploadDate"),
  };
  static constexpr Shape kShape{"SigningCertificate", kMembers};
  return kShape;
}

const Shape& ListSigningCertificatesResponse::shape() {
  using T = ListSigningCertificatesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::certificates>("Certificates"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListSigningCertificatesResponse", kMembers};
  return kShape;
}

const Shape& ListSSHPublicKeysRequest::shape() {
  using T = ListSSHPublicKeysRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListSSHPublicKeysRequest", kMembers};
  return kShape;
}

const Shape& SSHPublicKeyMetadata::shape() {
  using T = SSHPublicKeyMetadata;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::ssh_public_key_id>("SSHPublicKeyId"),
      member<&T::status>("Status"),
      member<&T::upload_date>("UploadDate"),
  };
  static constexpr Shape kShape{"SSHPublicKeyMetadata", kMembers};
  return kShape;
}

const Shape& ListSSHPublicKeysResponse::shape() {
  using T = ListSSHPublicKeysResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::ssh_public_keys>("SSHPublicKeys"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListSSHPublicKeysResponse", kMembers};
  return kShape;
}

const Shape& ListServiceSpecificCredentialsRequest::shape() {
  using T = ListServiceSpecificCredentialsRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName")),
      member<&T::service_name>("ServiceName"),
      member<&T::all_users>("AllUsers"),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListServiceSpecificCredentialsRequest", kMembers};
  return kShape;
}

const Shape& ServiceSpecificCredentialMetadata::shape() {
  using T = ServiceSpecificCredentialMetadata;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::status>("Status"),
      member<&T::service_user_name>("ServiceUserName"),
      member<&T::service_credential_alias>("ServiceCredentialAlias"),
      member<&T::create_date>("CreateDate"),
      member<&T::expiration_date>("ExpirationDate"),
      member<&T::service_specific_credential_id>("ServiceSpecificCredentialId"),
      member<&T::service_name>("ServiceName"),
  };
  static constexpr Shape kShape{"ServiceSpecificCredentialMetadata", kMembers};
  return kShape;
}

const Shape& ListServiceSpecificCredentialsResponse::shape() {
  using T = ListServiceSpecificCredentialsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::service_specific_credentials>("ServiceSpecificCredentials"),
      member<&T::marker>("Marker"),
      member<&T::is_truncated>("IsTruncated"),
  };
  static constexpr Shape kShape{"ListServiceSpecificCredentialsResponse", kMembers};
  return kShape;
}

const Shape& GetLoginProfileRequest::shape() {
  using T = GetLoginProfileRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName")),
  };
  static constexpr Shape kShape{"GetLoginProfileRequest", kMembers};
  return kShape;
}

const Shape& LoginProfile::shape() {
  using T = LoginProfile;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::create_date>("CreateDate"),
      member<&T::password_reset_required>("PasswordResetRequired"),
  };
  static constexpr Shape kShape{"LoginProfile", kMembers};
  return kShape;
}

const Shape& GetLoginProfileResponse::shape() {
  using T = GetLoginProfileResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::login_profile>("LoginProfile"),
  };
  static constexpr Shape kShape{"GetLoginProfileResponse", kMembers};
  return kShape;
}

const Shape& ListSAMLProvidersRequest::shape() {
  static constexpr Shape kShape{"ListSAMLProvidersRequest", {}};
  return kShape;
}

const Shape& SAMLProviderListEntry::shape() {
  using T = SAMLProviderListEntry;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("Arn"),
      member<&T::valid_until>("ValidUntil"),
      member<&T::create_date>("CreateDate"),
  };
  static constexpr Shape kShape{"SAMLProviderListEntry", kMembers};
  return kShape;
}

const Shape& ListSAMLProvidersResponse::shape() {
  using T = ListSAMLProvidersResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::saml_provider_list>("SAMLProviderList"),
  };
  static constexpr Shape kShape{"ListSAMLProvidersResponse", kMembers};
  return kShape;
}

const Shape& ListServerCertificatesRequest::shape() {
  using T = ListServerCertificatesRequest;
  static constexpr wire::Member kMembers[] = {
      as_path_prefix(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListServerCertificatesRequest", kMembers};
  return kShape;
}

const Shape& ServerCertificateMetadata::shape() {
  using T = ServerCertificateMetadata;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::server_certificate_name>("ServerCertificateName"),
      member<&T::server_certificate_id>("ServerCertificateId"),
      member<&T::arn>("Arn"),
      member<&T::upload_date>("UploadDate"),
      member<&T::expiration>("Expiration"),
  };
  static constexpr Shape kShape{"ServerCertificateMetadata", kMembers};
  return kShape;
}

const Shape& ListServerCertificatesResponse::shape() {
  using T = ListServerCertificatesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::server_certificate_metadata_list>("ServerCertificateMetadataList"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListServerCertificatesResponse", kMembers};
  return kShape;
}

const Shape& PasswordPolicy::shape() {
  using T = PasswordPolicy;
  static constexpr wire::Member kMembers[] = {
      member<&T::minimum_password_length>("MinimumPasswordLength"),
      member<&T::require_symbols>("RequireSymbols"),
      member<&T::require_numbers>("RequireNumbers"),
      member<&T::require_uppercase_characters>("RequireUppercaseCharacters"),
      member<&T::require_lowercase_characters>("RequireLowercaseCharacters"),
      member<&T::allow_users_to_change_password>("AllowUsersToChangePassword"),
      member<&T::expire_passwords>("ExpirePasswords"),
      member<&T::max_password_age>("MaxPasswordAge"),
      member<&T::password_reuse_prevention>("PasswordReusePrevention"),
      member<&T::hard_expiry>("HardExpiry"),
  };
  static constexpr Shape kShape{"PasswordPolicy", kMembers};
  return kShape;
}

const Shape& GetAccountPasswordPolicyResponse::shape() {
  using T = GetAccountPasswordPolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::password_policy>("PasswordPolicy"),
  };
  static constexpr Shape kShape{"GetAccountPasswordPolicyResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
