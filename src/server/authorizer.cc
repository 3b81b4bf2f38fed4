#include "server/authorizer.h"

#include <fmt/format.h>

#include "policy/policy.h"

namespace angarium::server {
namespace {

policy::Request question(const wire::RequestContext& request, const wire::Check& check) {
  policy::Principal principal;
  if (request.caller.kind == wire::CallerKind::kService) {
    principal.service = request.caller.arn;
  } else {
    principal.account = request.caller.account;
    principal.arn = request.caller.arn;
  }
  return {.principal = std::move(principal),
          .action = check.action,
          .resource = check.resource,
          .context = check.keys};
}

wire::Decision decide_now(const wire::RequestContext& request, const wire::Check& check) {
  policy::Verdict verdict;
  if (check.resource_policy) verdict = check.resource_policy->evaluate(question(request, check));
  if (verdict.effect == policy::Effect::kExplicitDeny) {
    return {.allowed = false, .reason = "with an explicit deny in a resource-based policy"};
  }
  if (verdict.effect == policy::Effect::kAllow) return {.allowed = true};
  bool is_owner = request.caller.kind == wire::CallerKind::kRoot &&
                  (check.owner.empty() || check.owner == request.caller.account);
  if (is_owner) return {.allowed = true};
  return {
      .allowed = false,
      .reason = fmt::format("because no resource-based policy allows the {} action", check.action)};
}

}  // namespace

base::Task<wire::Decision> RootAuthorizer::decide(const wire::RequestContext& request,
                                                  const wire::Check& check) {
  co_return decide_now(request, check);
}

}  // namespace angarium::server
