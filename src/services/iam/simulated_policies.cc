#include "services/iam/simulated_policies.h"

#include <fmt/format.h>

#include "base/arn.h"
#include "services/iam/errors.h"

namespace angarium::services::iam {
namespace {

template <class T>
std::shared_ptr<const T> named_by(const identity::Directory& directory, const PolicySource& source,
                                  const base::AccountId& account) {
  if (source.kind != KindOf<T>::kName) return nullptr;
  auto found = directory.find<T>(account, source.name);
  return found && identity::arn_of(*found) == source.arn ? found : nullptr;
}

void add_managed(const identity::Directory& directory, const std::string& arn,
                 std::vector<SimulatedPolicy>& policies) {
  // One that was detached and deleted since the entity was read is not attached any more.
  if (auto managed = directory.managed_policy(arn)) {
    policies.push_back({managed->in_force(), managed->name});
  }
}

template <class T>
void add_policies(const identity::Directory& directory, const T& entity,
                  std::vector<SimulatedPolicy>& policies) {
  for (const auto& [name, policy] : entity.inline_policies) {
    policies.push_back({policy, fmt::format("{}_{}_{}", KindOf<T>::kName, entity.name, name)});
  }
  for (const std::string& arn : entity.attached) add_managed(directory, arn, policies);
}

}  // namespace

wire::Result<PolicySource> policy_source(const identity::Directory& directory,
                                         const base::AccountId& account, const std::string& text) {
  PolicySource source{.arn = text};
  const std::optional<base::Arn> arn = base::parse_arn(text);
  const size_t slash = arn ? arn->resource.find('/') : std::string::npos;
  if (arn && arn->service == "iam" && slash != std::string::npos) {
    source.kind = arn->resource.substr(0, slash);
    source.name = arn->resource.substr(arn->resource.rfind('/') + 1);
  }
  const bool is_kind = source.kind == "user" || source.kind == "group" || source.kind == "role";
  if (!is_kind || source.name.empty()) {
    return invalid_input(
        fmt::format("Invalid Entity Arn: {} does not clearly define entity type and name.", text));
  }
  if (arn->account != account) return source;
  source.user = named_by<User>(directory, source, account);
  source.group = named_by<Group>(directory, source, account);
  source.role = named_by<Role>(directory, source, account);
  return source;
}

std::vector<SimulatedPolicy> policies_of(const identity::Directory& directory,
                                         const PolicySource& source) {
  std::vector<SimulatedPolicy> policies;
  if (source.role) add_policies(directory, *source.role, policies);
  if (source.group) add_policies(directory, *source.group, policies);
  if (!source.user) return policies;
  add_policies(directory, *source.user, policies);
  for (const auto& group : directory.groups_of(*source.user)) {
    add_policies(directory, *group, policies);
  }
  return policies;
}

std::optional<SimulatedPolicy> boundary_of(const identity::Directory& directory,
                                           const PolicySource& source) {
  std::string arn;
  if (source.user) arn = source.user->boundary_arn;
  if (source.role) arn = source.role->boundary_arn;
  std::vector<SimulatedPolicy> found;
  if (!arn.empty()) add_managed(directory, arn, found);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

wire::Result<std::vector<SimulatedPolicy>> given_policies(const std::vector<std::string>& texts,
                                                          std::string_view list) {
  std::vector<SimulatedPolicy> policies;
  for (size_t i = 0; i < texts.size(); ++i) {
    std::string id = fmt::format("{}.{}", list, i + 1);
    auto parsed = policy::Policy::parse(texts[i], policy::PolicyKind::kIdentity);
    if (!parsed.ok()) {
      return invalid_input(fmt::format("{}: {}", id, parsed.error().message()));
    }
    policies.push_back({*parsed, std::move(id)});
  }
  return policies;
}

}  // namespace angarium::services::iam
