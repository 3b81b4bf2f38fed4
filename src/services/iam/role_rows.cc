#include "services/iam/plans.h"
#include "services/iam/rows.h"

// Roles.
namespace angarium::services::iam {
namespace {

constexpr wire::Operation kRows[] = {
    wire::operation<&Api::plan_change<Role, CreateRoleRequest>, &Api::create_role>("CreateRole"),
    wire::operation<&Api::plan_read<Role, GetRoleRequest>, &Api::get_role>("GetRole"),
    wire::operation<&Api::plan_change<Role, UpdateRoleRequest>, &Api::update_role>("UpdateRole"),
    wire::operation<&Api::plan_change<Role, UpdateRoleDescriptionRequest>,
                    &Api::update_role_description>("UpdateRoleDescription"),
    wire::operation<&Api::plan_change<Role, UpdateAssumeRolePolicyRequest>,
                    &Api::update_assume_role_policy>("UpdateAssumeRolePolicy"),
    wire::operation<&Api::plan_change<Role, DeleteRoleRequest>, &Api::delete_role>("DeleteRole"),
    wire::operation<&Api::plan_account<ListRolesRequest>, &Api::list_roles>("ListRoles"),
    wire::operation<&Api::plan_change<Role, TagRoleRequest>, &Api::tag<Role, TagRoleRequest>>(
        "TagRole"),
    wire::operation<&Api::plan_change<Role, UntagRoleRequest>, &Api::untag<Role, UntagRoleRequest>>(
        "UntagRole"),
    wire::operation<&Api::plan_read<Role, ListRoleTagsRequest>,
                    &Api::list_tags<Role, ListRoleTagsRequest, ListRoleTagsResponse>>(
        "ListRoleTags"),
    wire::operation<&Api::plan_create_service_role, &Api::create_service_role>(
        "CreateServiceLinkedRole"),
    wire::operation<&Api::plan_change<Role, DeleteServiceLinkedRoleRequest>,
                    &Api::delete_service_role>("DeleteServiceLinkedRole"),
    wire::operation<&Api::plan_deletion_status, &Api::get_deletion_status>(
        "GetServiceLinkedRoleDeletionStatus"),
};

}  // namespace

std::span<const wire::Operation> role_rows() { return kRows; }

}  // namespace angarium::services::iam
