#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "identity/last_uses.h"
#include "services/iam/absent_shapes.h"
#include "services/iam/access_key_shapes.h"
#include "services/iam/account_shapes.h"
#include "services/iam/attachment_shapes.h"
#include "services/iam/group_shapes.h"
#include "services/iam/inline_policy_shapes.h"
#include "services/iam/named.h"
#include "services/iam/policy_shapes.h"
#include "services/iam/policy_version_shapes.h"
#include "services/iam/provider_shapes.h"
#include "services/iam/role_shapes.h"
#include "services/iam/simulated_policies.h"
#include "services/iam/simulation_shapes.h"
#include "services/iam/tag_shapes.h"
#include "services/iam/user_shapes.h"
#include "wire/page_token.h"
#include "wire/service.h"

namespace angarium::services::iam {

// What IAM works with; all outlive it.
struct Dependencies {
  identity::Directory& directory;
  const base::Clock& clock;
  base::Random& random;
  const wire::PageTokens& page_tokens;
  const identity::LastUses& last_uses;
};

// The operations of IAM: for each a plan (plans.h, what must be allowed) and a handler. Names and
// semantics are those of the AWS API reference. Thread safe.
class Api {
 public:
  explicit Api(const Dependencies& dependencies) : dependencies_(dependencies) {}

  static const wire::ServiceTable& table();

  // ---- Plans
  // Of operations about one thing, which a request names.
  template <class T, class Input>
  Checked<Named<T>> plan_read(const wire::RequestContext& request, const Input& input) const;
  template <class T, class Input>
  base::Task<Checked<Named<T>>> plan_change(const wire::RequestContext& request,
                                            const Input& input) const;
  // Of lists, and of what is about the account as a whole.
  template <class Input>
  Checked<AccountOnly> plan_account(const wire::RequestContext& request, const Input& input) const;
  template <class Input>
  base::Task<Checked<AccountOnly>> plan_account_change(const wire::RequestContext& request,
                                                       const Input& input) const;

  // Of what is about whoever has certain policies.
  template <class Input>
  Checked<PolicySource> plan_policy_source(const wire::RequestContext& request,
                                           const Input& input) const;

  // Of what is told apart in other ways.
  base::Task<Checked<Named<OidcProvider>>> plan_create_provider(
      const wire::RequestContext& request, const CreateOpenIDConnectProviderRequest& input) const;
  base::Task<Checked<Named<Role>>> plan_create_service_role(
      const wire::RequestContext& request, const CreateServiceLinkedRoleRequest& input) const;
  Checked<KeyOnly> plan_access_key_use(const wire::RequestContext& request,
                                       const GetAccessKeyLastUsedRequest& input) const;
  Checked<AccountOnly> plan_deletion_status(
      const wire::RequestContext& request,
      const GetServiceLinkedRoleDeletionStatusRequest& input) const;

  // ---- Users: user_operations.cc
  Answer<CreateUserResponse> create_user(Call<CreateUserRequest, User> call);
  wire::Result<GetUserResponse> get_user(Call<GetUserRequest, User> call);
  Answer<wire::NoOutput> update_user(Call<UpdateUserRequest, User> call);
  Answer<wire::NoOutput> delete_user(Call<DeleteUserRequest, User> call);
  wire::Result<ListUsersResponse> list_users(AccountCall<ListUsersRequest> call);

  // ---- Groups: group_operations.cc
  Answer<CreateGroupResponse> create_group(Call<CreateGroupRequest, Group> call);
  wire::Result<GetGroupResponse> get_group(Call<GetGroupRequest, Group> call);
  Answer<wire::NoOutput> update_group(Call<UpdateGroupRequest, Group> call);
  Answer<wire::NoOutput> delete_group(Call<DeleteGroupRequest, Group> call);
  wire::Result<ListGroupsResponse> list_groups(AccountCall<ListGroupsRequest> call);
  Answer<wire::NoOutput> add_user_to_group(Call<AddUserToGroupRequest, Group> call);
  Answer<wire::NoOutput> remove_user_from_group(Call<RemoveUserFromGroupRequest, Group> call);
  wire::Result<ListGroupsForUserResponse> list_groups_for_user(
      Call<ListGroupsForUserRequest, User> call);

  // ---- Roles: role_operations.cc
  Answer<CreateRoleResponse> create_role(Call<CreateRoleRequest, Role> call);
  wire::Result<GetRoleResponse> get_role(Call<GetRoleRequest, Role> call);
  Answer<UpdateRoleResponse> update_role(Call<UpdateRoleRequest, Role> call);
  Answer<UpdateRoleDescriptionResponse> update_role_description(
      Call<UpdateRoleDescriptionRequest, Role> call);
  Answer<wire::NoOutput> update_assume_role_policy(Call<UpdateAssumeRolePolicyRequest, Role> call);
  Answer<wire::NoOutput> delete_role(Call<DeleteRoleRequest, Role> call);
  wire::Result<ListRolesResponse> list_roles(AccountCall<ListRolesRequest> call);

  // ---- Roles of services: service_role_operations.cc
  Answer<CreateServiceLinkedRoleResponse> create_service_role(
      Call<CreateServiceLinkedRoleRequest, Role> call);
  Answer<DeleteServiceLinkedRoleResponse> delete_service_role(
      Call<DeleteServiceLinkedRoleRequest, Role> call);
  wire::Result<GetServiceLinkedRoleDeletionStatusResponse> get_deletion_status(
      AccountCall<GetServiceLinkedRoleDeletionStatusRequest> call);

  // ---- Access keys: access_key_operations.cc
  Answer<CreateAccessKeyResponse> create_access_key(Call<CreateAccessKeyRequest, User> call);
  Answer<wire::NoOutput> update_access_key(Call<UpdateAccessKeyRequest, User> call);
  Answer<wire::NoOutput> delete_access_key(Call<DeleteAccessKeyRequest, User> call);
  wire::Result<ListAccessKeysResponse> list_access_keys(Call<ListAccessKeysRequest, User> call);

  wire::Result<GetAccessKeyLastUsedResponse> get_access_key_last_used(
      wire::Authorized<GetAccessKeyLastUsedRequest, KeyOnly> call);

  // ---- Inline policies of users, groups and roles: inline_policy_operations.cc
  template <class T, class Input>
  Answer<wire::NoOutput> put_inline_policy(Call<Input, T> call);
  template <class T, class Input, class Response>
  wire::Result<Response> get_inline_policy(Call<Input, T> call);
  template <class T, class Input>
  Answer<wire::NoOutput> delete_inline_policy(Call<Input, T> call);
  template <class T, class Input, class Response>
  wire::Result<Response> list_inline_policies(Call<Input, T> call);

  // ---- Managed policies: policy_operations.cc, policy_version_operations.cc, policy_entities.cc
  Answer<CreatePolicyResponse> create_policy(Call<CreatePolicyRequest, ManagedPolicy> call);
  wire::Result<GetPolicyResponse> get_policy(Call<GetPolicyRequest, ManagedPolicy> call);
  Answer<wire::NoOutput> delete_policy(Call<DeletePolicyRequest, ManagedPolicy> call);
  wire::Result<ListPoliciesResponse> list_policies(AccountCall<ListPoliciesRequest> call);
  Answer<CreatePolicyVersionResponse> create_policy_version(
      Call<CreatePolicyVersionRequest, ManagedPolicy> call);
  wire::Result<GetPolicyVersionResponse> get_policy_version(
      Call<GetPolicyVersionRequest, ManagedPolicy> call);
  wire::Result<ListPolicyVersionsResponse> list_policy_versions(
      Call<ListPolicyVersionsRequest, ManagedPolicy> call);
  Answer<wire::NoOutput> set_default_policy_version(
      Call<SetDefaultPolicyVersionRequest, ManagedPolicy> call);
  Answer<wire::NoOutput> delete_policy_version(
      Call<DeletePolicyVersionRequest, ManagedPolicy> call);
  wire::Result<ListEntitiesForPolicyResponse> list_entities_for_policy(
      Call<ListEntitiesForPolicyRequest, ManagedPolicy> call);

  // ---- What is attached to users, groups and roles: attachment_operations.cc
  template <class T, class Input>
  Answer<wire::NoOutput> attach_policy(Call<Input, T> call);
  template <class T, class Input>
  Answer<wire::NoOutput> detach_policy(Call<Input, T> call);
  template <class T, class Input, class Response>
  wire::Result<Response> list_attached_policies(Call<Input, T> call);
  template <class T, class Input>
  Answer<wire::NoOutput> put_boundary(Call<Input, T> call);
  template <class T, class Input>
  Answer<wire::NoOutput> delete_boundary(Call<Input, T> call);

  // ---- Issuers of web identities: provider_operations.cc
  Answer<CreateOpenIDConnectProviderResponse> create_provider(
      Call<CreateOpenIDConnectProviderRequest, OidcProvider> call);
  wire::Result<GetOpenIDConnectProviderResponse> get_provider(
      Call<GetOpenIDConnectProviderRequest, OidcProvider> call);
  wire::Result<ListOpenIDConnectProvidersResponse> list_providers(
      AccountCall<ListOpenIDConnectProvidersRequest> call);
  Answer<wire::NoOutput> delete_provider(
      Call<DeleteOpenIDConnectProviderRequest, OidcProvider> call);
  Answer<wire::NoOutput> update_thumbprints(
      Call<UpdateOpenIDConnectProviderThumbprintRequest, OidcProvider> call);
  Answer<wire::NoOutput> add_client_id(
      Call<AddClientIDToOpenIDConnectProviderRequest, OidcProvider> call);
  Answer<wire::NoOutput> remove_client_id(
      Call<RemoveClientIDFromOpenIDConnectProviderRequest, OidcProvider> call);

  // ---- The account: account_operations.cc, authorization_details.cc
  Answer<wire::NoOutput> create_account_alias(AccountCall<CreateAccountAliasRequest> call);
  Answer<wire::NoOutput> delete_account_alias(AccountCall<DeleteAccountAliasRequest> call);
  wire::Result<ListAccountAliasesResponse> list_account_aliases(
      AccountCall<ListAccountAliasesRequest> call);
  wire::Result<GetAccountSummaryResponse> get_account_summary(AccountCall<wire::NoOutput> call);
  wire::Result<GetAccountAuthorizationDetailsResponse> get_account_authorization_details(
      AccountCall<GetAccountAuthorizationDetailsRequest> call);

  // ---- The simulator: simulation_operations.cc
  wire::Result<SimulatePolicyResponse> simulate_principal_policy(
      SourceCall<SimulatePrincipalPolicyRequest> call);
  wire::Result<SimulatePolicyResponse> simulate_custom_policy(
      AccountCall<SimulateCustomPolicyRequest> call);
  wire::Result<GetContextKeysForPolicyResponse> get_context_keys_for_custom_policy(
      AccountCall<GetContextKeysForCustomPolicyRequest> call);
  wire::Result<GetContextKeysForPolicyResponse> get_context_keys_for_principal_policy(
      SourceCall<GetContextKeysForPrincipalPolicyRequest> call);

  // ---- What can't be here: absent_operations.cc
  template <class T, class Input, class Response>
  wire::Result<Response> list_none_of(Call<Input, T> call);
  template <class Input, class Response>
  wire::Result<Response> list_none(AccountCall<Input> call);
  wire::Result<GetLoginProfileResponse> get_login_profile(Call<GetLoginProfileRequest, User> call);
  wire::Result<GetInstanceProfileResponse> get_instance_profile(
      AccountCall<GetInstanceProfileRequest> call);
  wire::Result<GetAccountPasswordPolicyResponse> get_account_password_policy(
      AccountCall<wire::NoOutput> call);

  // ---- Tags of users, roles, policies and providers: tag_operations.cc
  template <class T, class Input>
  Answer<wire::NoOutput> tag(Call<Input, T> call);
  template <class T, class Input>
  Answer<wire::NoOutput> untag(Call<Input, T> call);
  template <class T, class Input, class Response>
  wire::Result<Response> list_tags(Call<Input, T> call);

 private:
  // What is called so and may be seen by the account (load.cc); null: there is none.
  template <class T>
  std::shared_ptr<const T> load(const base::AccountId& account, const std::string& name) const;
  // A boundary must be a policy that the account can attach: NoSuchEntity.
  wire::Result<void> check_boundary(const base::AccountId& account, const std::string& arn) const;
  identity::Directory& directory() const { return dependencies_.directory; }
  // Puts `next` in the place of what is there now, durably, and then answers.
  template <class T, class Response = wire::NoOutput>
  Answer<Response> put(T next, Response response = {}) {
    Change change = change_to(std::move(next));
    AG_CO_CHECK(directory().commit(std::move(change)));
    co_return response;
  }

  // Removes it, durably, and then answers.
  template <class T>
  Answer<wire::NoOutput> remove(std::shared_ptr<const T> entity) {
    Change change = removal_of(std::move(entity));
    AG_CO_CHECK(directory().commit(std::move(change)));
    co_return wire::NoOutput();
  }

  const Dependencies dependencies_;
};

}  // namespace angarium::services::iam
