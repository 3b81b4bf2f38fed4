#include "services/iam/api.h"
#include "services/iam/attachments.h"
#include "services/iam/documents.h"
#include "services/iam/pages.h"
#include "services/iam/show.h"

// GetAccountAuthorizationDetails: everything that decides in an account, page by page.
namespace angarium::services::iam {
namespace {

// One of the account's things, in the order of the pages.
struct Part {
  std::string position = {};
  std::shared_ptr<const User> user = nullptr;
  std::shared_ptr<const Group> group = nullptr;
  std::shared_ptr<const Role> role = nullptr;
  std::shared_ptr<const ManagedPolicy> policy = nullptr;
};

bool is_asked_for(const GetAccountAuthorizationDetailsRequest& input, std::string_view type) {
  return !input.filter || input.filter->empty() ||
         std::find(input.filter->begin(), input.filter->end(), type) != input.filter->end();
}

template <class T>
void add(std::string_view order, const std::vector<std::shared_ptr<const T>>& all,
         std::shared_ptr<const T> Part::*member, std::vector<Part>& parts) {
  for (const auto& entity : all) {
    Part part{.position = std::string(order) + identity::folded(entity->name)};
    part.*member = entity;
    parts.push_back(std::move(part));
  }
}

std::vector<PolicyDetail> inline_policies_of(const identity::Entity& entity) {
  std::vector<PolicyDetail> list;
  for (const auto& [name, policy] : entity.inline_policies) {
    list.push_back({.policy_name = name, .policy_document = shown(*policy)});
  }
  return list;
}

std::vector<AttachedPolicy> attached_to(const identity::Entity& entity) {
  std::vector<AttachedPolicy> list;
  for (const std::string& arn : entity.attached) {
    list.push_back({.policy_name = arn.substr(arn.rfind('/') + 1), .policy_arn = arn});
  }
  return list;
}

UserDetail detail_of(const User& user, const identity::Directory& directory) {
  std::vector<std::string> groups;
  for (const auto& group : directory.groups_of(user)) groups.push_back(group->name);
  return {.path = user.path,
          .user_name = user.name,
          .user_id = user.id,
          .arn = arn_of(user),
          .create_date = user.created,
          .user_policy_list = inline_policies_of(user),
          .group_list = std::move(groups),
          .attached_managed_policies = attached_to(user),
          .permissions_boundary = shown_boundary(user.boundary_arn),
          .tags = shown_tags(user.tags)};
}

GroupDetail detail_of(const Group& group) {
  return {.path = group.path,
          .group_name = group.name,
          .group_id = group.id,
          .arn = arn_of(group),
          .create_date = group.created,
          .group_policy_list = inline_policies_of(group),
          .attached_managed_policies = attached_to(group)};
}

RoleDetail detail_of(const Role& role, const identity::Directory& directory) {
  return {.path = role.path,
          .role_name = role.name,
          .role_id = role.id,
          .arn = arn_of(role),
          .create_date = role.created,
          .assume_role_policy_document = shown_trust(*role.trust, directory),
          .instance_profile_list = std::vector<InstanceProfile>(),
          .role_policy_list = inline_policies_of(role),
          .attached_managed_policies = attached_to(role),
          .permissions_boundary = shown_boundary(role.boundary_arn),
          .tags = shown_tags(role.tags)};
}

ManagedPolicyDetail detail_of(const ManagedPolicy& policy, const Uses& uses) {
  ManagedPolicyDetail detail{shown(policy, uses, Detail::kWhole)};
  auto& versions = detail.policy_version_list.emplace();
  for (const auto& [number, version] : policy.versions) {
    versions.push_back({.document = shown(*version.policy),
                        .version_id = "v" + std::to_string(number),
                        .is_default_version = number == policy.default_version,
                        .create_date = version.created});
  }
  return detail;
}

std::vector<Part> parts_of(const GetAccountAuthorizationDetailsRequest& input,
                           const base::AccountId& account, const identity::Directory& directory,
                           const AttachmentCounts& counts) {
  std::vector<Part> parts;
  if (is_asked_for(input, "User")) add("1", directory.list<User>(account), &Part::user, parts);
  if (is_asked_for(input, "Group")) add("2", directory.list<Group>(account), &Part::group, parts);
  if (is_asked_for(input, "Role")) add("3", directory.list<Role>(account), &Part::role, parts);
  if (is_asked_for(input, "LocalManagedPolicy")) {
    add("4", directory.list<ManagedPolicy>(account), &Part::policy, parts);
  }
  if (is_asked_for(input, "AWSManagedPolicy")) {  // those that the account uses
    auto of_aws = directory.list<ManagedPolicy>(base::AccountId(identity::kAwsAccount));
    std::erase_if(of_aws, [&](const auto& policy) {
      const Uses uses = counts.uses_of(arn_of(*policy));
      return uses.attachments + uses.boundaries == 0;
    });
    add("5", of_aws, &Part::policy, parts);
  }
  return parts;
}

}  // namespace

wire::Result<GetAccountAuthorizationDetailsResponse> Api::get_account_authorization_details(
    AccountCall<GetAccountAuthorizationDetailsRequest> call) {
  const base::AccountId& account = call.request().caller.account;
  const GetAccountAuthorizationDetailsRequest& input = call.input();
  const AttachmentCounts counts(directory(), account);
  std::string filter;
  for (const std::string& type : input.filter.value_or(std::vector<std::string>())) {
    filter += type + ",";
  }
  AG_TRY(page, page_of(parts_of(input, account, directory(), counts), input,
                       dependencies_.page_tokens, wire::PageTokens::scope(call.request(), {filter}),
                       [](const Part& part) { return part.position; }));
  GetAccountAuthorizationDetailsResponse response{.user_detail_list = std::vector<UserDetail>(),
                                                  .group_detail_list = std::vector<GroupDetail>(),
                                                  .role_detail_list = std::vector<RoleDetail>(),
                                                  .policies = std::vector<ManagedPolicyDetail>()};
  for (const Part& part : page.items) {
    if (part.user) response.user_detail_list->push_back(detail_of(*part.user, directory()));
    if (part.group) response.group_detail_list->push_back(detail_of(*part.group));
    if (part.role) {
      RoleDetail& role =
          response.role_detail_list->emplace_back(detail_of(*part.role, directory()));
      role.role_last_used = shown_use(dependencies_.last_uses.of(part.role->id));
    }
    if (part.policy) {
      const Uses uses = counts.uses_of(arn_of(*part.policy));
      response.policies->push_back(detail_of(*part.policy, uses));
    }
  }
  page.finish(response);
  return response;
}

}  // namespace angarium::services::iam
