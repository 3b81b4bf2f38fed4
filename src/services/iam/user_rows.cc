#include "services/iam/plans.h"
#include "services/iam/rows.h"

// Users, groups and access keys.
namespace angarium::services::iam {
namespace {

constexpr wire::Operation kRows[] = {
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
    wire::operation<&Api::plan_change<User, CreateAccessKeyRequest>, &Api::create_access_key>(
        "CreateAccessKey"),
    wire::operation<&Api::plan_change<User, UpdateAccessKeyRequest>, &Api::update_access_key>(
        "UpdateAccessKey"),
    wire::operation<&Api::plan_change<User, DeleteAccessKeyRequest>, &Api::delete_access_key>(
        "DeleteAccessKey"),
    wire::operation<&Api::plan_read<User, ListAccessKeysRequest>, &Api::list_access_keys>(
        "ListAccessKeys"),
    wire::operation<&Api::plan_access_key_use, &Api::get_access_key_last_used>(
        "GetAccessKeyLastUsed"),
    wire::operation<&Api::plan_change<User, TagUserRequest>, &Api::tag<User, TagUserRequest>>(
        "TagUser"),
    wire::operation<&Api::plan_change<User, UntagUserRequest>, &Api::untag<User, UntagUserRequest>>(
        "UntagUser"),
    wire::operation<&Api::plan_read<User, ListUserTagsRequest>,
                    &Api::list_tags<User, ListUserTagsRequest, ListUserTagsResponse>>(
        "ListUserTags"),
};

}  // namespace

std::span<const wire::Operation> user_rows() { return kRows; }

}  // namespace angarium::services::iam
