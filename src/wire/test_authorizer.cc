#include "wire/test_authorizer.h"

#include "policy/decision.h"

namespace angarium::wire {
namespace {

Decision decided(const policy::Request& request, policy::Policies policies, const Check& check) {
  policies.resource = check.resource_policy;
  policy::Decision decision = policy::decide(request, policies);
  bool is_allowed = decision.effect == policy::Effect::kAllow;
  return {.allowed = is_allowed, .reason = policy::denial_text(decision, request)};
}

}  // namespace

Decision TestAuthorizer::decide(const RequestContext& request, const Check& check) {
  asked.push_back(check);
  return decided({.principal = {.account = request.caller.account, .arn = request.caller.arn},
                  .action = check.action,
                  .resource = check.resource,
                  .context = check.keys,
                  .resource_account = check.owner},
                 {}, check);
}

Decision TestAuthorizer::decide(const ServiceCall& call, const Check& check) {
  policy::Request question{.action = check.action,
                           .resource = check.resource,
                           .context = check.keys,
                           .resource_account = check.owner};
  policy::Policies policies;
  if (call.role_arn.empty()) {
    question.principal.service = call.service;
    question.context["aws:SourceArn"] = {call.source_arn};
    question.context["aws:SourceAccount"] = {call.account.text()};
  } else {
    auto role = roles.find(call.role_arn);
    if (role == roles.end()) return {.reason = "because no role trust policy allows it"};
    std::string name = call.role_arn.substr(call.role_arn.rfind('/') + 1);
    question.principal = {
        .account = call.account,
        .arn = "arn:aws:sts::" + call.account.text() + ":assumed-role/" + name + "/events",
        .issuer_arn = call.role_arn};
    policies.identity.push_back(role->second);
  }
  return decided(question, std::move(policies), check);
}

}  // namespace angarium::wire
