#include "services/iam/plans.h"
#include "services/iam/rows.h"

// What is attached to users, groups and roles: inline and managed policies, boundaries.
namespace angarium::services::iam {
namespace {

constexpr wire::Operation kRows[] = {
    wire::operation<&Api::plan_change<User, PutUserPolicyRequest>,
                    &Api::put_inline_policy<User, PutUserPolicyRequest>>("PutUserPolicy"),
    wire::operation<&Api::plan_read<User, GetUserPolicyRequest>,
                    &Api::get_inline_policy<User, GetUserPolicyRequest, GetUserPolicyResponse>>(
        "GetUserPolicy"),
    wire::operation<&Api::plan_change<User, DeleteUserPolicyRequest>,
                    &Api::delete_inline_policy<User, DeleteUserPolicyRequest>>("DeleteUserPolicy"),
    wire::operation<
        &Api::plan_read<User, ListUserPoliciesRequest>,
        &Api::list_inline_policies<User, ListUserPoliciesRequest, ListUserPoliciesResponse>>(
        "ListUserPolicies"),
    wire::operation<&Api::plan_change<Group, PutGroupPolicyRequest>,
                    &Api::put_inline_policy<Group, PutGroupPolicyRequest>>("PutGroupPolicy"),
    wire::operation<&Api::plan_read<Group, GetGroupPolicyRequest>,
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
                    &Api::delete_inline_policy<Role, DeleteRolePolicyRequest>>("DeleteRolePolicy"),
    wire::operation<
        &Api::plan_read<Role, ListRolePoliciesRequest>,
        &Api::list_inline_policies<Role, ListRolePoliciesRequest, ListRolePoliciesResponse>>(
        "ListRolePolicies"),
    wire::operation<&Api::plan_change<User, AttachUserPolicyRequest>,
                    &Api::attach_policy<User, AttachUserPolicyRequest>>("AttachUserPolicy"),
    wire::operation<&Api::plan_change<User, DetachUserPolicyRequest>,
                    &Api::detach_policy<User, DetachUserPolicyRequest>>("DetachUserPolicy"),
    wire::operation<&Api::plan_read<User, ListAttachedUserPoliciesRequest>,
                    &Api::list_attached_policies<User, ListAttachedUserPoliciesRequest,
                                                 ListAttachedUserPoliciesResponse>>(
        "ListAttachedUserPolicies"),
    wire::operation<&Api::plan_change<Group, AttachGroupPolicyRequest>,
                    &Api::attach_policy<Group, AttachGroupPolicyRequest>>("AttachGroupPolicy"),
    wire::operation<&Api::plan_change<Group, DetachGroupPolicyRequest>,
                    &Api::detach_policy<Group, DetachGroupPolicyRequest>>("DetachGroupPolicy"),
    wire::operation<&Api::plan_read<Group, ListAttachedGroupPoliciesRequest>,
                    &Api::list_attached_policies<Group, ListAttachedGroupPoliciesRequest,
                                                 ListAttachedGroupPoliciesResponse>>(
        "ListAttachedGroupPolicies"),
    wire::operation<&Api::plan_change<Role, AttachRolePolicyRequest>,
                    &Api::attach_policy<Role, AttachRolePolicyRequest>>("AttachRolePolicy"),
    wire::operation<&Api::plan_change<Role, DetachRolePolicyRequest>,
                    &Api::detach_policy<Role, DetachRolePolicyRequest>>("DetachRolePolicy"),
    wire::operation<&Api::plan_read<Role, ListAttachedRolePoliciesRequest>,
                    &Api::list_attached_policies<Role, ListAttachedRolePoliciesRequest,
                                                 ListAttachedRolePoliciesResponse>>(
        "ListAttachedRolePolicies"),
    wire::operation<&Api::plan_change<User, PutUserPermissionsBoundaryRequest>,
                    &Api::put_boundary<User, PutUserPermissionsBoundaryRequest>>(
        "PutUserPermissionsBoundary"),
    wire::operation<&Api::plan_change<User, DeleteUserPermissionsBoundaryRequest>,
                    &Api::delete_boundary<User, DeleteUserPermissionsBoundaryRequest>>(
        "DeleteUserPermissionsBoundary"),
    wire::operation<&Api::plan_change<Role, PutRolePermissionsBoundaryRequest>,
                    &Api::put_boundary<Role, PutRolePermissionsBoundaryRequest>>(
        "PutRolePermissionsBoundary"),
    wire::operation<&Api::plan_change<Role, DeleteRolePermissionsBoundaryRequest>,
                    &Api::delete_boundary<Role, DeleteRolePermissionsBoundaryRequest>>(
        "DeleteRolePermissionsBoundary"),
};

}  // namespace

std::span<const wire::Operation> attachment_rows() { return kRows; }

}  // namespace angarium::services::iam
