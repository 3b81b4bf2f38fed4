#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/role_shapes.h"
#include "wire/shape.h"

namespace angarium::services::iam {

struct ListInstanceProfilesForRoleRequest {
  std::string role_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct InstanceProfile {
  std::string path = {};
  std::string instance_profile_name = {};
  std::string instance_profile_id = {};
  std::string arn = {};
  base::Time create_date = {};
  std::vector<RoleItem> roles = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct ListInstanceProfilesForRoleResponse {
  std::vector<InstanceProfile> instance_profiles = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListInstanceProfilesRequest {
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListInstanceProfilesResponse {
  std::vector<InstanceProfile> instance_profiles = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct GetInstanceProfileRequest {
  std::string instance_profile_name = {};
  static const wire::Shape& shape();
};

struct GetInstanceProfileResponse {
  InstanceProfile instance_profile = {};
  static const wire::Shape& shape();
};

struct ListMFADevicesRequest {
  std::optional<std::string> user_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct MFADevice {
  std::string user_name = {};
  std::string serial_number = {};
  base::Time enable_date = {};
  static const wire::Shape& shape();
};

struct ListMFADevicesResponse {
  std::vector<MFADevice> mfa_devices = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListVirtualMFADevicesRequest {
  std::optional<std::string> assignment_status = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct VirtualMFADevice {
  std::string serial_number = {};
  std::optional<wire::Blob> base32_string_seed = {};
  std::optional<wire::Blob> qr_code_png = {};
  std::optional<UserItem> user = {};
  std::optional<base::Time> enable_date = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct ListVirtualMFADevicesResponse {
  std::vector<VirtualMFADevice> virtual_mfa_devices = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListSigningCertificatesRequest {
  std::optional<std::string> user_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct SigningCertificate {
  std::string user_name = {};
  std::string certificate_id = {};
  std::string certificate_body = {};
  std::string status = {};
  std::optional<base::Time> upload_date = {};
  static const wire::Shape& shape();
};

struct ListSigningCertificatesResponse {
  std::vector<SigningCertificate> certificates = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListSSHPublicKeysRequest {
  std::optional<std::string> user_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct SSHPublicKeyMetadata {
  std::string user_name = {};
  std::string ssh_public_key_id = {};
  std::string status = {};
  base::Time upload_date = {};
  static const wire::Shape& shape();
};

struct ListSSHPublicKeysResponse {
  std::optional<std::vector<SSHPublicKeyMetadata>> ssh_public_keys = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListServiceSpecificCredentialsRequest {
  std::optional<std::string> user_name = {};
  std::optional<std::string> service_name = {};
  std::optional<bool> all_users = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ServiceSpecificCredentialMetadata {
  std::string user_name = {};
  std::string status = {};
  std::optional<std::string> service_user_name = {};
  std::optional<std::string> service_credential_alias = {};
  base::Time create_date = {};
  std::optional<base::Time> expiration_date = {};
  std::string service_specific_credential_id = {};
  std::string service_name = {};
  static const wire::Shape& shape();
};

struct ListServiceSpecificCredentialsResponse {
  std::optional<std::vector<ServiceSpecificCredentialMetadata>> service_specific_credentials = {};
  std::optional<std::string> marker = {};
  std::optional<bool> is_truncated = {};
  static const wire::Shape& shape();
};

struct GetLoginProfileRequest {
  std::optional<std::string> user_name = {};
  static const wire::Shape& shape();
};

struct LoginProfile {
  std::string user_name = {};
  base::Time create_date = {};
  std::optional<bool> password_reset_required = {};
  static const wire::Shape& shape();
};

struct GetLoginProfileResponse {
  LoginProfile login_profile = {};
  static const wire::Shape& shape();
};

struct ListSAMLProvidersRequest {
  static const wire::Shape& shape();
};

struct SAMLProviderListEntry {
  std::optional<std::string> arn = {};
  std::optional<base::Time> valid_until = {};
  std::optional<base::Time> create_date = {};
  static const wire::Shape& shape();
};

struct ListSAMLProvidersResponse {
  std::optional<std::vector<SAMLProviderListEntry>> saml_provider_list = {};
  static const wire::Shape& shape();
};

struct ListServerCertificatesRequest {
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ServerCertificateMetadata {
  std::string path = {};
  std::string server_certificate_name = {};
  std::string server_certificate_id = {};
  std::string arn = {};
  std::optional<base::Time> upload_date = {};
  std::optional<base::Time> expiration = {};
  static const wire::Shape& shape();
};

struct ListServerCertificatesResponse {
  std::vector<ServerCertificateMetadata> server_certificate_metadata_list = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct PasswordPolicy {
  std::optional<int32_t> minimum_password_length = {};
  std::optional<bool> require_symbols = {};
  std::optional<bool> require_numbers = {};
  std::optional<bool> require_uppercase_characters = {};
  std::optional<bool> require_lowercase_characters = {};
  std::optional<bool> allow_users_to_change_password = {};
  std::optional<bool> expire_passwords = {};
  std::optional<int32_t> max_password_age = {};
  std::optional<int32_t> password_reuse_prevention = {};
  std::optional<bool> hard_expiry = {};
  static const wire::Shape& shape();
};

struct GetAccountPasswordPolicyResponse {
  PasswordPolicy password_policy = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
