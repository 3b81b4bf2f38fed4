#include <fmt/format.h>

#include "services/sts/assumption.h"
#include "services/sts/errors.h"
#include "services/sts/session_limits.h"
#include "services/sts/sts.h"
#include "wire/gatekeeper.h"

namespace angarium::services::sts {
namespace {

constexpr const char* kAction = "sts:AssumeRoleWithWebIdentity";

// All that a stranger hears, whether the role exists or not.
std::string denial_of(std::string_view action) {
  return fmt::format("Not authorized to perform {}", action);
}

std::vector<Tag> tags_of(const WebToken& token) {
  std::vector<Tag> tags;
  for (const auto& [key, value] : token.tags) tags.push_back({.key = key, .value = value});
  return tags;
}

// Source: IAM user guide, "Available keys for AWS OIDC federation".
void add_claims(const WebIdentity& identity, wire::ConditionKeys& keys) {
  const WebToken& token = identity.token;
  const std::string provider(provider_name(token.issuer));
  keys["aws:FederatedProvider"] = {identity.provider_arn};
  keys[provider + ":aud"] = {identity.audience};
  keys[provider + ":sub"] = {token.subject};
  if (!token.authorized_party.empty()) keys[provider + ":oaud"] = token.audiences;
  if (!token.methods.empty()) keys[provider + ":amr"] = token.methods;
}

std::vector<wire::Check> checks_for(const AssumeRoleWithWebIdentityRequest& input,
                                    const Assumption& assumption, const WebIdentity& identity) {
  wire::Check assume =
      role_check(kAction, *assumption.role, assumption.session, input.duration_seconds);
  assume.federated_provider = identity.provider_arn;
  add_claims(identity, assume.keys);
  add_tag_keys(tags_of(identity.token), identity.token.transitive_tag_keys, assume.keys);
  std::vector<wire::Check> checks{assume};
  if (!assumption.session.tags.empty()) {
    checks.push_back(assume);
    checks.back().action = "sts:TagSession";
  }
  if (!assumption.session.source_identity.empty()) {
    checks.push_back(assume);
    checks.back().action = "sts:SetSourceIdentity";
  }
  for (wire::Check& check : checks) check.denial = denial_of(check.action);
  return checks;
}

}  // namespace

Sts::RolePlan Sts::plan_assume_role_with_web_identity(
    const wire::RequestContext& request, const AssumeRoleWithWebIdentityRequest& input) const {
  AG_TRY(account, account_of_role(input.role_arn));
  AG_TRY(identity, needs_.web_identities.verify(input.web_identity_token, needs_.directory, account,
                                                request.time));
  Assumption assumption;
  assumption.provider = identity.token.issuer;
  assumption.subject = identity.token.subject;
  assumption.audience = identity.audience;
  wire::Session& session = assumption.session;
  session.name = input.role_session_name;
  session.federated_provider = identity.provider_arn;
  session.source_identity = identity.token.source_identity;
  AG_CHECK(read_policies(input.policy, input.policy_arns, needs_.directory, account, session));
  AG_CHECK(
      read_tags(tags_of(identity.token), identity.token.transitive_tag_keys, nullptr, session));
  AG_TRY(percent, packed_percent(session));
  assumption.packed_policy_size = percent;
  assumption.role = find_role(input.role_arn);
  if (!assumption.role) return access_denied(denial_of(kAction));
  std::vector<wire::Check> checks = checks_for(input, assumption, identity);
  return wire::Plan<Assumption>(std::move(checks), std::move(assumption));
}

wire::Result<AssumeRoleWithWebIdentityResponse> Sts::assume_role_with_web_identity(
    wire::Authorized<AssumeRoleWithWebIdentityRequest, Assumption> call) const {
  Assumption& assumption = call.loaded();
  AG_TRY(caller, assumed(assumption, call.input().duration_seconds, call.request().time));
  AssumeRoleWithWebIdentityResponse answer;
  answer.credentials = issue(caller);
  answer.subject = assumption.subject;
  answer.assumed_role_user = {.assumed_role_id = caller.user_id, .arn = caller.arn};
  answer.packed_policy_size = assumption.packed_policy_size;
  answer.provider = assumption.provider;
  answer.audience = assumption.audience;
  if (const std::string& source = caller.session->source_identity; !source.empty()) {
    answer.source_identity = source;
  }
  return answer;
}

}  // namespace angarium::services::sts
