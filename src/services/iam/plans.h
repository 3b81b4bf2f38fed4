#pragma once

#include "services/iam/api.h"
#include "services/iam/condition_keys.h"

// The plans of all operations: what must be allowed. Only the table (api.cc) needs them.
// Source: service authorization reference, "Actions, resources, and condition keys for AWS Identity
// and Access Management".
namespace angarium::services::iam {
namespace plan_detail {

template <class Input>
concept Creates = requires(const Input& input) {
  input.path;
};

// The name of what a request is about. ValidationError when it must be the caller's own and the
// caller has none.
template <class T, class Input>
wire::Result<std::string> name_in(const wire::RequestContext& request, const Input& input) {
  if constexpr (std::is_same_v<T, User>) {
    if constexpr (std::is_same_v<decltype(input.user_name), std::string>) {
      return input.user_name;
    } else {
      if (input.user_name) return *input.user_name;
      return own_user_name(request);
    }
  } else if constexpr (std::is_same_v<T, Group>) {
    return input.group_name;
  } else if constexpr (std::is_same_v<T, Role>) {
    return input.role_name;
  } else if constexpr (std::is_same_v<T, OidcProvider>) {
    return input.provider_arn;
  } else if constexpr (Creates<Input>) {
    return input.policy_name;
  } else {
    return input.policy_arn;
  }
}

// The ARN that the check is about.
template <class T, class Input>
std::string resource_of(const wire::RequestContext& request, const Input& input,
                        const Named<T>& named) {
  const base::AccountId& account = request.caller.account;
  if constexpr (Creates<Input>) {
    return arn_in(account, KindOf<T>::kName, input.path.value_or("/") + named.name);
  } else {
    if (named.found) return arn_of(*named.found);
    if (named.name.empty()) return arn_in(account, "root", "");
    if (named.name.starts_with("arn:")) return named.name;
    return arn_in(account, KindOf<T>::kName, "/" + named.name);
  }
}

// With new name or path: where a rename leads must be allowed as well.
template <class T, class Input>
void add_renaming(const wire::RequestContext& request, const Input& input, const Named<T>& named,
                  const wire::Check& check, std::vector<wire::Check>& checks) {
  if (!named.found) return;
  std::string name = named.name;
  if constexpr (requires { input.new_user_name; }) name = input.new_user_name.value_or(name);
  if constexpr (requires { input.new_group_name; }) name = input.new_group_name.value_or(name);
  std::string path = input.new_path.value_or(named.found->path);
  wire::Check next = check;
  next.resource = arn_in(request.caller.account, KindOf<T>::kName, path + name);
  if (next.resource != check.resource) checks.push_back(std::move(next));
}

template <class T, class Input>
std::vector<wire::Check> checks_of(const wire::RequestContext& request, const Input& input,
                                   const Named<T>& named) {
  std::vector<wire::Check> checks(1);
  checks[0].action = "iam:" + request.operation;
  checks[0].resource = resource_of<T>(request, input, named);
  wire::ConditionKeys& keys = checks[0].keys;
  if (named.found) add_entity_keys(*named.found, keys);
  if constexpr (requires { input.tags; }) add_request_tags(input.tags, keys);
  if constexpr (requires { input.tag_keys; }) keys["aws:TagKeys"] = input.tag_keys;
  if constexpr (requires { input.policy_arn; } && !std::is_same_v<T, ManagedPolicy>) {
    keys["iam:PolicyARN"] = {input.policy_arn};
  }
  if constexpr (requires { input.permissions_boundary; }) {
    add_boundary(input.permissions_boundary, keys);
  }
  if constexpr (requires { input.new_path; }) {
    add_renaming(request, input, named, checks[0], checks);
  }
  // Tags at creation need the permission to tag, too (user guide, "Tagging IAM resources").
  if constexpr (requires { *input.tags; } && Creates<Input>) {
    if (input.tags && !input.tags->empty()) {
      checks.push_back(checks[0]);
      checks.back().action = std::string("iam:Tag") + KindOf<T>::kTitle;
    }
  }
  return checks;
}

}  // namespace plan_detail

template <class T, class Input>
Checked<Named<T>> Api::plan_read(const wire::RequestContext& request, const Input& input) const {
  AG_TRY(name, plan_detail::name_in<T>(request, input));
  Named<T> named{.name = std::move(name)};
  named.found = load<T>(request.caller.account, named.name);
  auto checks = plan_detail::checks_of<T>(request, input, named);
  return wire::Plan<Named<T>>(std::move(checks), std::move(named));
}

template <class T, class Input>
base::Task<Checked<Named<T>>> Api::plan_change(const wire::RequestContext& request,
                                               const Input& input) const {
  auto turn = co_await dependencies_.directory.turn(request.caller.account);
  auto name = plan_detail::name_in<T>(request, input);
  if (!name.ok()) co_return name.error();
  Named<T> named{.name = std::move(*name)};
  named.found = load<T>(request.caller.account, named.name);
  named.turn.emplace(std::move(turn));
  auto checks = plan_detail::checks_of<T>(request, input, named);
  co_return wire::Plan<Named<T>>(std::move(checks), std::move(named));
}

template <class Input>
Checked<PolicySource> Api::plan_policy_source(const wire::RequestContext& request,
                                              const Input& input) const {
  AG_TRY(source, policy_source(directory(), request.caller.account, input.policy_source_arn));
  wire::Check check{.action = "iam:" + request.operation, .resource = source.arn};
  if (source.user) add_entity_keys(*source.user, check.keys);
  if (source.role) add_entity_keys(*source.role, check.keys);
  return wire::Plan<PolicySource>(std::move(check), std::move(source));
}

// What lists a kind, or is about the account as a whole.
template <class Input>
Checked<AccountOnly> Api::plan_account(const wire::RequestContext& request,
                                       const Input& input) const {
  wire::Check check{.action = "iam:" + request.operation};
  check.resource = listed_resource(request);
  if constexpr (requires { *input.path_prefix; }) {
    if (check.resource != "*") check.resource += input.path_prefix.value_or("/");
  }
  return wire::Plan<AccountOnly>(std::move(check));
}

template <class Input>
base::Task<Checked<AccountOnly>> Api::plan_account_change(const wire::RequestContext& request,
                                                          const Input&) const {
  AccountOnly loaded;
  auto turn = co_await dependencies_.directory.turn(request.caller.account);
  loaded.turn.emplace(std::move(turn));
  wire::Check check{.action = "iam:" + request.operation};
  co_return wire::Plan<AccountOnly>(std::move(check), std::move(loaded));
}

}  // namespace angarium::services::iam
