#pragma once

#include "services/iam/errors.h"
#include "services/iam/named.h"
#include "services/iam/tag_shapes.h"

// What several operations hold a user, group, role or policy to.
namespace angarium::services::iam {

inline wire::Error no_such(const Named<User>& named) { return no_such_user(named.name); }
inline wire::Error no_such(const Named<Group>& named) { return no_such_group(named.name); }
inline wire::Error no_such(const Named<Role>& named) { return no_such_role(named.name); }
inline wire::Error no_such(const Named<ManagedPolicy>& named) { return no_such_policy(named.name); }
inline wire::Error no_such(const Named<OidcProvider>& named) {
  return no_such_provider(named.name);
}

// Whether customers may change it: not what AWS owns, nor a service's role.
wire::Result<void> check_modifiable(const User& user);
wire::Result<void> check_modifiable(const Group& group);
wire::Result<void> check_modifiable(const Role& role);
wire::Result<void> check_modifiable(const ManagedPolicy& policy);
wire::Result<void> check_modifiable(const OidcProvider& provider);

// A copy to be changed: NoSuchEntity, UnmodifiableEntity.
template <class T>
wire::Result<T> copy_to_change(const Named<T>& named) {
  if (!named.found) return no_such(named);
  AG_CHECK(check_modifiable(*named.found));
  return *named.found;
}

// `tags` put over those that are there. Keys differ in more than letter case (user guide, "Tagging
// IAM resources"): InvalidInput. At most kTagsMax: LimitExceeded of `quota`.
wire::Result<identity::Tags> with_tags(identity::Tags before, const std::vector<Tag>& tags,
                                       std::string_view quota);

}  // namespace angarium::services::iam
