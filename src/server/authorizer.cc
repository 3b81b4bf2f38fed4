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
    principal.federated_provider = check.federated_provider;
  }
  return {.principal = std::move(principal),
          .action = check.action,
          .resource = check.resource,
          .context = check.keys};
}

wire::Decision denied(std::string_view kind, const wire::Check& check) {
  return {.allowed = false,
          .reason = fmt::format("because no {} allows the {} action", kind, check.action)};
}

policy::Effect effect_of(const wire::Check& check, const policy::Request& question) {
  return check.resource_policy ? check.resource_policy->evaluate(question).effect
                               : policy::Effect::kImplicitDeny;
}

constexpr const char* kDeniedByResource = "with an explicit deny in a resource-based policy";

}  // namespace

wire::Decision RootAuthorizer::decide(const wire::RequestContext& request,
                                      const wire::Check& check) {
  policy::Effect effect = effect_of(check, question(request, check));
  if (effect == policy::Effect::kExplicitDeny) return {.reason = kDeniedByResource};
  if (effect == policy::Effect::kAllow) return {.allowed = true};
  bool is_owner = request.caller.kind == wire::CallerKind::kRoot &&
                  (check.owner.empty() || check.owner == request.caller.account);
  if (is_owner) return {.allowed = true};
  return denied("resource-based policy", check);
}

wire::Decision RootAuthorizer::decide(const wire::ServiceCall& call, const wire::Check& check) {
  if (!call.role_arn.empty()) return denied("role trust policy", check);  // there are no roles
  policy::Request question{.principal = {.service = call.service},
                           .action = check.action,
                           .resource = check.resource,
                           .context = check.keys};
  question.context["aws:SourceArn"] = {call.source_arn};
  question.context["aws:SourceAccount"] = {call.account.text()};
  policy::Effect effect = effect_of(check, question);
  if (effect == policy::Effect::kExplicitDeny) return {.reason = kDeniedByResource};
  if (effect == policy::Effect::kAllow) return {.allowed = true};
  return denied("resource-based policy", check);
}

}  // namespace angarium::server
