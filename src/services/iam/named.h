#pragma once

#include <memory>
#include <optional>
#include <string>

#include "identity/directory.h"
#include "wire/operation.h"

namespace angarium::services::iam {

using identity::Change;
using identity::Edit;
using identity::Group;
using identity::ManagedPolicy;
using identity::OidcProvider;
using identity::Role;
using identity::User;

// What a request is about. A plan loads it even when there is none, so that a caller who isn't
// allowed to ask can't tell the two cases apart. Who changes it has the account's turn from before
// the decision to the end of the handler: what was decided on is what is changed.
template <class T>
struct Named {
  std::string name = {};  // of a policy or provider, its ARN; empty: the account's root
  std::shared_ptr<const T> found = nullptr;
  std::optional<store::Turns::Turn> turn = std::nullopt;
};

// The account as a whole.
struct AccountOnly {
  std::optional<store::Turns::Turn> turn = std::nullopt;
};

// An access key, whosever of the account it is. Null: there is none.
struct KeyOnly {
  std::shared_ptr<const identity::AccessKey> key = nullptr;
};

template <class Loaded>
using Checked = wire::Result<wire::Plan<Loaded>>;
template <class Request, class T>
using Call = wire::Authorized<Request, Named<T>>;
template <class Request>
using AccountCall = wire::Authorized<Request, AccountOnly>;
template <class Response>
using Answer = base::Task<wire::Result<Response>>;

// What users, groups and roles differ in, for operations that all of them have.
template <class T>
struct KindOf;
template <>
struct KindOf<User> {
  static constexpr const char* kName = "user";
  static constexpr const char* kTitle = "User";
  static constexpr Edit<User> Change::*kEdit = &Change::users;
};
template <>
struct KindOf<Group> {
  static constexpr const char* kName = "group";
  static constexpr const char* kTitle = "Group";
  static constexpr Edit<Group> Change::*kEdit = &Change::groups;
};
template <>
struct KindOf<Role> {
  static constexpr const char* kName = "role";
  static constexpr const char* kTitle = "Role";
  static constexpr Edit<Role> Change::*kEdit = &Change::roles;
};
template <>
struct KindOf<ManagedPolicy> {
  static constexpr const char* kName = "policy";
  static constexpr const char* kTitle = "Policy";
  static constexpr Edit<ManagedPolicy> Change::*kEdit = &Change::policies;
};
template <>
struct KindOf<OidcProvider> {
  static constexpr const char* kName = "oidc-provider";
  static constexpr const char* kTitle = "OpenIDConnectProvider";
  static constexpr Edit<OidcProvider> Change::*kEdit = &Change::oidc_providers;
};

// A change that puts `next` in the place of what is there now.
template <class T>
Change change_to(T next) {
  Change change{.account = next.account};
  (change.*KindOf<T>::kEdit).replace(std::move(next));
  return change;
}
template <class T>
Change removal_of(std::shared_ptr<const T> entity) {
  Change change{.account = entity->account};
  (change.*KindOf<T>::kEdit).removed.push_back(std::move(entity));
  return change;
}

}  // namespace angarium::services::iam
