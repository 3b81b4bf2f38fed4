#include "services/iam/api.h"

#include "services/iam/plans.h"

namespace angarium::services::iam {

const wire::ServiceTable& Api::table() {
  static constexpr wire::Operation kOperations[] = {
      wire::operation<&Api::plan_change<User, CreateUserRequest>, &Api::create_user>("CreateUser"),
      wire::operation<&Api::plan_read<User, GetUserRequest>, &Api::get_user>("GetUser"),
      wire::operation<&Api::plan_change<User, UpdateUserRequest>, &Api::update_user>("UpdateUser"),
      wire::operation<&Api::plan_change<User, DeleteUserRequest>, &Api::delete_user>("DeleteUser"),
      wire::operation<&Api::plan_account<ListUsersRequest>, &Api::list_users>("ListUsers"),
      wire::operation<&Api::plan_change<Group, CreateGroupRequest>, &Api::create_group>(
          "CreateGroup"),
      wire::operation<&Api::plan_read<Group, GetGroupRequest>, &Api::get_group>("GetGroup"),
      wire::operation<&Api::plan_change<Group, UpdateGroupRequest>, &Api::update_group>(
          "UpdateGroup"),
      wire::operation<&Api::plan_change<Group, DeleteGroupRequest>, &Api::delete_group>(
          "DeleteGroup"),
      wire::operation<&Api::plan_account<ListGroupsRequest>, &Api::list_groups>("ListGroups"),
      wire::operation<&Api::plan_change<Group, AddUserToGroupRequest>, &Api::add_user_to_group>(
          "AddUserToGroup"),
      wire::operation<&Api::plan_change<Group, RemoveUserFromGroupRequest>,
                      &Api::remove_user_from_group>("RemoveUserFromGroup"),
      wire::operation<&Api::plan_read<User, ListGroupsForUserRequest>, &Api::list_groups_for_user>(
          "ListGroupsForUser"),
      wire::operation<&Api::plan_change<Role, CreateRoleRequest>, &Api::create_role>("CreateRole"),
      wire::operation<&Api::plan_read<Role, GetRoleRequest>, &Api::get_role>("GetRole"),
      wire::operation<&Api::plan_change<Role, UpdateRoleRequest>, &Api::update_role>("UpdateRole"),
      wire::operation<&Api::plan_change<Role, UpdateRoleDescriptionRequest>,
                      &Api::update_role_description>("UpdateRoleDescription"),
      wire::operation<&Api::plan_change<Role, UpdateAssumeRolePolicyRequest>,
                      &Api::update_assume_role_policy>("UpdateAssumeRolePolicy"),
      wire::operation<&Api::plan_change<Role, DeleteRoleRequest>, &Api::delete_role>("DeleteRole"),
      wire::operation<&Api::plan_account<ListRolesRequest>, &Api::list_roles>("ListRoles"),
      wire::operation<&Api::plan_change<User, CreateAccessKeyRequest>, &Api::create_access_key>(
          "CreateAccessKey"),
      wire::operation<&Api::plan_change<User, UpdateAccessKeyRequest>, &Api::update_access_key>(
          "UpdateAccessKey"),
      wire::operation<&Api::plan_change<User, DeleteAccessKeyRequest>, &Api::delete_access_key>(
          "DeleteAccessKey"),
      wire::operation<&Api::plan_read<User, ListAccessKeysRequest>, &Api::list_access_keys>(
          "ListAccessKeys"),
      wire::operation<&Api::plan_change<User, PutUserPolicyRequest>,
                      &Api::put_inline_policy<User, PutUserPolicyRequest>>("PutUserPolicy"),
      wire::operation<&Api::plan_read<User, GetUserPolicyRequest>,
                      &Api::get_inline_policy<User, GetUserPolicyRequest, GetUserPolicyResponse>>(
          "GetUserPolicy"),
      wire::operation<&Api::plan_change<User, DeleteUserPolicyRequest>,
                      &Api::delete_inline_policy<User, DeleteUserPolicyRequest>>(
          "DeleteUserPolicy"),
      wire::operation<
          &Api::plan_read<User, ListUserPoliciesRequest>,
          &Api::list_inline_policies<User, ListUserPoliciesRequest, ListUserPoliciesResponse>>(
          "ListUserPolicies"),
      wire::operation<&Api::plan_change<Group, PutGroupPolicyRequest>,
                      &Api::put_inline_policy<Group, PutGroupPolicyRequest>>("PutGroupPolicy"),
      wire::operation<
          &Api::plan_read<Group, GetGroupPolicyRequest>,
          &Api::get_inline_policy<Group, GetGroupPolicyRequest, GetGroupPolicyResponse>>(
          "GetGroupPolicy"),
      wire::operation<&Api::plan_change<Group, DeleteGroupPolicyRequest>,
                      &Api::delete_inline_policy<Group, DeleteGroupPolicyRequest>>(
          "DeleteGroupPolicy"),
      wire::operation<
          &Api::plan_read<Group, ListGroupPoliciesRequest>,
          &Api::list_inline_policies<Group, ListGroupPoliciesRequest, ListGroupPoliciesResponse>>(
          "ListGroupPolicies"),
      wire::operation<&Api::plan_change<Role, PutRolePolicyRequest>,
                      &Api::put_inline_policy<Role, PutRolePolicyRequest>>("PutRolePolicy"),
      wire::operation<&Api::plan_read<Role, GetRolePolicyRequest>,
                      &Api::get_inline_policy<Role, GetRolePolicyRequest, GetRolePolicyResponse>>(
          "GetRolePolicy"),
      wire::operation<&Api::plan_change<Role, DeleteRolePolicyRequest>,
                      &Api::delete_inline_policy<Role, DeleteRolePolicyRequest>>(
          "DeleteRolePolicy"),
      wire::operation<
          &Api::plan_read<Role, ListRolePoliciesRequest>,
          &Api::list_inline_policies<Role, ListRolePoliciesRequest, ListRolePoliciesResponse>>(
          "ListRolePolicies"),
      wire::operation<&Api::plan_change<User, TagUserRequest>, &Api::tag<User, TagUserRequest>>(
          "TagUser"),
      wire::operation<&Api::plan_change<User, UntagUserRequest>,
                      &Api::untag<User, UntagUserRequest>>("UntagUser"),
      wire::operation<&Api::plan_read<User, ListUserTagsRequest>,
                      &Api::list_tags<User, ListUserTagsRequest, ListUserTagsResponse>>(
          "ListUserTags"),
      wire::operation<&Api::plan_change<Role, TagRoleRequest>, &Api::tag<Role, TagRoleRequest>>(
          "TagRole"),
      wire::operation<&Api::plan_change<Role, UntagRoleRequest>,
                      &Api::untag<Role, UntagRoleRequest>>("UntagRole"),
      wire::operation<&Api::plan_read<Role, ListRoleTagsRequest>,
                      &Api::list_tags<Role, ListRoleTagsRequest, ListRoleTagsResponse>>(
          "ListRoleTags"),
  };
  static constexpr wire::ServiceTable kTable{
      .name = "iam",
      .signing_name = "iam",
      .target_prefix = "",
      .api_version = "2010-05-08",
      .query_namespace = "https://iam.amazonaws.com/doc/2010-05-08/",
      .error_prefix = "",
      .is_global = true,
      .operations = kOperations,
      .invalid = nullptr,
  };
  return kTable;
}

}  // namespace angarium::services::iam
