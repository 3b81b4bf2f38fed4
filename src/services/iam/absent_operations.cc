#include <fmt/format.h>

#include "services/iam/api.h"
#include "services/iam/entity_checks.h"

// What AWS's IAM has and this server can't have: passwords, devices, certificates, instance
// profiles, SAML. Infrastructure tools ask for them before they delete a user or role; the truth is
// that there are none.
namespace angarium::services::iam {
namespace {

// AWS's model lets some lists be absent; they are always there, and empty.
template <class Response>
Response empty() {
  Response response;
  if constexpr (requires { response.is_truncated; }) response.is_truncated = false;
  if constexpr (requires { response.ssh_public_keys; }) response.ssh_public_keys.emplace();
  if constexpr (requires { response.saml_provider_list; }) response.saml_provider_list.emplace();
  if constexpr (requires { response.service_specific_credentials; }) {
    response.service_specific_credentials.emplace();
  }
  return response;
}

}  // namespace

template <class T, class Input, class Response>
wire::Result<Response> Api::list_none_of(Call<Input, T> call) {
  const Named<T>& named = call.loaded();
  if (!named.found && !named.name.empty()) return no_such(named);
  return empty<Response>();
}

template <class Input, class Response>
wire::Result<Response> Api::list_none(AccountCall<Input>) {
  return empty<Response>();
}

wire::Result<GetLoginProfileResponse> Api::get_login_profile(
    Call<GetLoginProfileRequest, User> call) {
  const Named<User>& named = call.loaded();
  if (!named.found && !named.name.empty()) return no_such(named);
  return no_such_entity(fmt::format("Login Profile for User {} cannot be found.", named.name));
}

wire::Result<GetInstanceProfileResponse> Api::get_instance_profile(
    AccountCall<GetInstanceProfileRequest> call) {
  return no_such_entity(
      fmt::format("Instance Profile {} cannot be found.", call.input().instance_profile_name));
}

wire::Result<GetAccountPasswordPolicyResponse> Api::get_account_password_policy(
    AccountCall<wire::NoOutput> call) {
  return no_such_entity(fmt::format("The Password Policy with domain name {} cannot be found.",
                                    call.request().caller.account.text()));
}

template wire::Result<ListInstanceProfilesForRoleResponse> Api::list_none_of(
    Call<ListInstanceProfilesForRoleRequest, Role>);
template wire::Result<ListMFADevicesResponse> Api::list_none_of(Call<ListMFADevicesRequest, User>);
template wire::Result<ListSigningCertificatesResponse> Api::list_none_of(
    Call<ListSigningCertificatesRequest, User>);
template wire::Result<ListSSHPublicKeysResponse> Api::list_none_of(
    Call<ListSSHPublicKeysRequest, User>);
template wire::Result<ListServiceSpecificCredentialsResponse> Api::list_none_of(
    Call<ListServiceSpecificCredentialsRequest, User>);
template wire::Result<ListInstanceProfilesResponse> Api::list_none(
    AccountCall<ListInstanceProfilesRequest>);
template wire::Result<ListVirtualMFADevicesResponse> Api::list_none(
    AccountCall<ListVirtualMFADevicesRequest>);
template wire::Result<ListSAMLProvidersResponse> Api::list_none(
    AccountCall<ListSAMLProvidersRequest>);
template wire::Result<ListServerCertificatesResponse> Api::list_none(
    AccountCall<ListServerCertificatesRequest>);

}  // namespace angarium::services::iam
