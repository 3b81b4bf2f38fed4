#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "services/iam/access_key_shapes.h"
#include "services/iam/group_shapes.h"
#include "services/iam/inline_policy_shapes.h"
#include "services/iam/named.h"
#include "services/iam/role_shapes.h"
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

  // ---- Access keys: access_key_operations.cc
  Answer<CreateAccessKeyResponse> create_access_key(Call<CreateAccessKeyRequest, User> call);
  Answer<wire::NoOutput> update_access_key(Call<UpdateAccessKeyRequest, User> call);
  Answer<wire::NoOutput> delete_access_key(Call<DeleteAccessKeyRequest, User> call);
  wire::Result<ListAccessKeysResponse> list_access_keys(Call<ListAccessKeysRequest, User> call);

  // ---- Inline policies of users, groups and roles: inline_policy_operations.cc
  template <class T, class Input>
  Answer<wire::NoOutput> put_inline_policy(Call<Input, T> call);
  template <class T, class Input, class Response>
  wire::Result<Response> get_inline_policy(Call<Input, T> call);
  template <class T, class Input>
  Answer<wire::NoOutput> delete_inline_policy(Call<Input, T> call);
  template <class T, class Input, class Response>
  wire::Result<Response> list_inline_policies(Call<Input, T> call);

  // ---- Tags of users, roles, policies and providers: tag_operations.cc
  template <class T, class Input>
  Answer<wire::NoOutput> tag(Call<Input, T> call);
  template <class T, class Input>
  Answer<wire::NoOutput> untag(Call<Input, T> call);
  template <class T, class Input, class Response>
  wire::Result<Response> list_tags(Call<Input, T> call);

 private:
  template <class T>
  std::shared_ptr<const T> load(const base::AccountId& account, const std::string& name) const;
  // A boundary must be a policy that the account can attach: NoSuchEntity.
  wire::Result<void> check_boundary(const base::AccountId& account, const std::string& arn) const;
  identity::Directory& directory() const { return dependencies_.directory; }

  const Dependencies dependencies_;
};

}  // namespace angarium::services::iam
