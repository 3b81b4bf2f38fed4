#include "services/iam/api.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"

// ListEntitiesForPolicy: who uses a policy.
namespace angarium::services::iam {
namespace {

// One of them, in the order of the pages: groups, then roles, then users.
struct PolicyUse {
  std::string position = {};
  std::shared_ptr<const Group> group = nullptr;
  std::shared_ptr<const Role> role = nullptr;
  std::shared_ptr<const User> user = nullptr;
};

template <class T>
bool uses(const T& entity, const std::string& arn, const std::string& usage) {
  bool is_boundary = false;
  if constexpr (!std::is_same_v<T, Group>) is_boundary = entity.boundary_arn == arn;
  if (usage == "PermissionsBoundary") return is_boundary;
  const bool is_attached = entity.attached.contains(arn);
  return usage == "PermissionsPolicy" ? is_attached : is_attached || is_boundary;
}

// LocalManagedPolicy and AWSManagedPolicy name no user of a policy.
bool is_asked_for(const ListEntitiesForPolicyRequest& input, const char* title) {
  return !input.entity_filter || *input.entity_filter == title;
}

template <class T>
void add(const ListEntitiesForPolicyRequest& input, std::vector<std::shared_ptr<const T>> all,
         std::shared_ptr<const T> PolicyUse::*member, std::vector<PolicyUse>& found) {
  if (!is_asked_for(input, KindOf<T>::kTitle)) return;
  const std::string prefix = input.path_prefix.value_or("/");
  const std::string usage = input.policy_usage_filter.value_or("");
  for (const auto& entity : all) {
    if (!entity->path.starts_with(prefix) || !uses(*entity, input.policy_arn, usage)) continue;
    PolicyUse use{.position = std::string(KindOf<T>::kName) + "/" + identity::folded(entity->name)};
    use.*member = entity;
    found.push_back(std::move(use));
  }
}

}  // namespace

wire::Result<ListEntitiesForPolicyResponse> Api::list_entities_for_policy(
    Call<ListEntitiesForPolicyRequest, ManagedPolicy> call) {
  const Named<ManagedPolicy>& named = call.loaded();
  if (!named.found) return no_such(named);
  const ListEntitiesForPolicyRequest& input = call.input();
  const base::AccountId& account = call.request().caller.account;
  std::vector<PolicyUse> found;
  add(input, directory().list<Group>(account), &PolicyUse::group, found);
  add(input, directory().list<Role>(account), &PolicyUse::role, found);
  add(input, directory().list<User>(account), &PolicyUse::user, found);
  const std::string scope = wire::PageTokens::scope(
      call.request(), {named.name, input.entity_filter.value_or(""), input.path_prefix.value_or(""),
                       input.policy_usage_filter.value_or("")});
  AG_TRY(page, page_of(std::move(found), input, dependencies_.page_tokens, scope,
                       [](const PolicyUse& use) { return use.position; }));
  ListEntitiesForPolicyResponse response{.policy_groups = std::vector<PolicyGroup>(),
                                         .policy_users = std::vector<PolicyUser>(),
                                         .policy_roles = std::vector<PolicyRole>()};
  for (const PolicyUse& use : page.items) {
    if (use.group) response.policy_groups->push_back({use.group->name, use.group->id});
    if (use.role) response.policy_roles->push_back({use.role->name, use.role->id});
    if (use.user) response.policy_users->push_back({use.user->name, use.user->id});
  }
  page.finish(response);
  return response;
}

}  // namespace angarium::services::iam
