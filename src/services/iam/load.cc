#include "services/iam/api.h"
#include "services/iam/condition_keys.h"
#include "services/iam/errors.h"

// What a request names, as far as its account may see it.
namespace angarium::services::iam {

template <class T>
std::shared_ptr<const T> Api::load(const base::AccountId& account, const std::string& name) const {
  return name.empty() ? nullptr : directory().find<T>(account, name);
}

template <>
std::shared_ptr<const ManagedPolicy> Api::load(const base::AccountId& account,
                                               const std::string& name) const {
  std::shared_ptr<const ManagedPolicy> found = directory().managed_policy(name);
  const bool is_visible = found && (found->account == account || is_of_aws(*found));
  return is_visible ? found : nullptr;
}

template <>
std::shared_ptr<const OidcProvider> Api::load(const base::AccountId& account,
                                              const std::string& name) const {
  std::shared_ptr<const OidcProvider> found = directory().oidc_provider(name);
  return found && found->account == account ? found : nullptr;
}

template std::shared_ptr<const User> Api::load(const base::AccountId&, const std::string&) const;
template std::shared_ptr<const Group> Api::load(const base::AccountId&, const std::string&) const;
template std::shared_ptr<const Role> Api::load(const base::AccountId&, const std::string&) const;

wire::Result<void> Api::check_boundary(const base::AccountId& account,
                                       const std::string& arn) const {
  if (load<ManagedPolicy>(account, arn)) return {};
  return no_such_entity("Scope ARN: " + arn + " does not exist or is not attachable.");
}

}  // namespace angarium::services::iam
