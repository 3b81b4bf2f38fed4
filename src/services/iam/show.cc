#include "services/iam/show.h"

#include "services/iam/documents.h"

namespace angarium::services::iam {

std::optional<std::vector<Tag>> shown_tags(const identity::Tags& tags) {
  if (tags.empty()) return std::nullopt;
  std::vector<Tag> shown;
  for (const auto& [key, value] : tags) shown.push_back({.key = key, .value = value});
  return shown;
}

std::optional<AttachedPermissionsBoundary> shown_boundary(const std::string& arn) {
  if (arn.empty()) return std::nullopt;
  return AttachedPermissionsBoundary{.permissions_boundary_type = "Policy",
                                     .permissions_boundary_arn = arn};
}

RoleLastUsed shown_use(const std::optional<identity::LastUse>& use) {
  if (!use) return {};
  return {.last_used_date = use->time, .region = use->region};
}

UserItem shown(const User& user, Detail detail) {
  UserItem item{.path = user.path,
                .user_name = user.name,
                .user_id = user.id,
                .arn = arn_of(user),
                .create_date = user.created};
  if (detail == Detail::kWhole) {
    item.permissions_boundary = shown_boundary(user.boundary_arn);
    item.tags = shown_tags(user.tags);
  }
  return item;
}

GroupItem shown(const Group& group) {
  return {.path = group.path,
          .group_name = group.name,
          .group_id = group.id,
          .arn = arn_of(group),
          .create_date = group.created};
}

PolicyItem shown(const ManagedPolicy& policy, const Uses& uses, Detail detail) {
  PolicyItem item{.policy_name = policy.name,
                  .policy_id = policy.id,
                  .arn = arn_of(policy),
                  .path = policy.path,
                  .default_version_id = "v" + std::to_string(policy.default_version),
                  .attachment_count = uses.attachments,
                  .permissions_boundary_usage_count = uses.boundaries,
                  .is_attachable = true,
                  .create_date = policy.created,
                  .update_date = policy.updated};
  if (detail == Detail::kWhole) {
    if (!policy.description.empty()) item.description = policy.description;
    item.tags = shown_tags(policy.tags);
  }
  return item;
}

RoleItem shown(const Role& role, const identity::Directory& directory, Detail detail) {
  RoleItem item{.path = role.path,
                .role_name = role.name,
                .role_id = role.id,
                .arn = arn_of(role),
                .create_date = role.created,
                .assume_role_policy_document = shown_trust(*role.trust, directory),
                .max_session_duration = static_cast<int32_t>(role.session_time_max.count())};
  if (!role.description.empty()) item.description = role.description;
  if (detail == Detail::kWhole) {
    item.permissions_boundary = shown_boundary(role.boundary_arn);
    item.tags = shown_tags(role.tags);
  }
  return item;
}

}  // namespace angarium::services::iam
