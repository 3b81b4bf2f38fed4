#include "services/iam/condition_keys.h"

#include "services/iam/errors.h"

namespace angarium::services::iam {
namespace {

void add_resource_tags(const identity::Tags& tags, wire::ConditionKeys& keys) {
  for (const auto& [key, value] : tags) {
    keys["aws:ResourceTag/" + key] = {value};
    keys["iam:ResourceTag/" + key] = {value};
  }
}

}  // namespace

std::string arn_in(const base::AccountId& account, std::string_view kind, std::string_view rest) {
  std::string arn = "arn:aws:iam::" + account.text() + ":";
  return arn.append(kind).append(rest);
}

wire::Result<std::string> own_user_name(const wire::RequestContext& request) {
  const wire::Caller& caller = request.caller;
  if (caller.kind == wire::CallerKind::kRoot) return std::string();
  if (caller.kind == wire::CallerKind::kUser) {
    return caller.arn.substr(caller.arn.rfind('/') + 1);
  }
  return validation_error("Must specify userName when calling with non-User credentials");
}

bool is_of_aws(const ManagedPolicy& policy) {
  return policy.account.text() == identity::kAwsAccount;
}

void add_entity_keys(const User& user, wire::ConditionKeys& keys) {
  add_resource_tags(user.tags, keys);
  if (!user.boundary_arn.empty()) add_boundary(user.boundary_arn, keys);
}
void add_entity_keys(const Group&, wire::ConditionKeys&) {}
void add_entity_keys(const Role& role, wire::ConditionKeys& keys) {
  add_resource_tags(role.tags, keys);
  if (!role.boundary_arn.empty()) add_boundary(role.boundary_arn, keys);
}
void add_entity_keys(const ManagedPolicy& policy, wire::ConditionKeys& keys) {
  add_resource_tags(policy.tags, keys);
}
void add_entity_keys(const OidcProvider& provider, wire::ConditionKeys& keys) {
  add_resource_tags(provider.tags, keys);
}

void add_request_tags(const std::vector<Tag>& tags, wire::ConditionKeys& keys) {
  for (const Tag& tag : tags) {
    keys["aws:RequestTag/" + tag.key] = {tag.value};
    keys["aws:TagKeys"].push_back(tag.key);
  }
}
void add_request_tags(const std::optional<std::vector<Tag>>& tags, wire::ConditionKeys& keys) {
  if (tags) add_request_tags(*tags, keys);
}

void add_boundary(const std::string& arn, wire::ConditionKeys& keys) {
  keys["iam:PermissionsBoundary"] = {arn};
}
void add_boundary(const std::optional<std::string>& arn, wire::ConditionKeys& keys) {
  if (arn) add_boundary(*arn, keys);
}

std::string listed_resource(const wire::RequestContext& request) {
  const base::AccountId& account = request.caller.account;
  if (request.operation == "ListUsers") return arn_in(account, "user", "");
  if (request.operation == "ListGroups") return arn_in(account, "group", "");
  if (request.operation == "ListRoles") return arn_in(account, "role", "");
  return "*";
}

}  // namespace angarium::services::iam
