#include "services/iam/entity_checks.h"

#include <fmt/format.h>

#include "services/iam/condition_keys.h"
#include "services/iam/quotas.h"

namespace angarium::services::iam {

wire::Result<void> check_modifiable(const User&) { return {}; }
wire::Result<void> check_modifiable(const Group&) { return {}; }
wire::Result<void> check_modifiable(const OidcProvider&) { return {}; }

wire::Result<void> check_modifiable(const Role& role) {
  if (role.is_service_linked) return unmodifiable(role.name);
  return {};
}

wire::Result<void> check_modifiable(const ManagedPolicy& policy) {
  if (!is_of_aws(policy)) return {};
  // What AWS answers to whoever tries: the policies belong to another account.
  return wire::Error{
      .code = "AccessDenied",
      .message = fmt::format("Policy {} is owned by AWS and can't be changed", arn_of(policy)),
      .status = 403};
}

wire::Result<identity::Tags> with_tags(identity::Tags before, const std::vector<Tag>& tags,
                                       std::string_view quota) {
  std::set<std::string> keys;
  for (const Tag& tag : tags) {
    const std::string key = identity::folded(tag.key);
    if (!keys.insert(key).second) {
      return invalid_input(
          "Duplicate tag keys found. Please note that Tag keys are case "
          "insensitive.");
    }
    if (key.starts_with("aws:")) {
      return invalid_input("System tags with prefix aws: can't be set");
    }
    std::erase_if(before, [&](const auto& old) { return identity::folded(old.first) == key; });
    before[tag.key] = tag.value;
  }
  if (before.size() > kTagsMax) return over_quota(quota, kTagsMax);
  return before;
}

}  // namespace angarium::services::iam
