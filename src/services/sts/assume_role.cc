#include <fmt/format.h>

#include "base/arn.h"
#include "services/sts/assumption.h"
#include "services/sts/eligibility.h"
#include "services/sts/errors.h"
#include "services/sts/session_limits.h"
#include "services/sts/sts.h"

namespace angarium::services::sts {
namespace {

// What the caller's session hands on to those that come of it. Source: IAM user guide, "Monitor and
// control actions taken with assumed roles": once set it can't be changed.
wire::Result<std::string> source_identity_of(const wire::RequestContext& request,
                                             const AssumeRoleRequest& input) {
  const wire::Session* calling = request.caller.session.get();
  if (!calling || calling->source_identity.empty()) return input.source_identity;
  if (input.source_identity.empty() || input.source_identity == calling->source_identity) {
    return calling->source_identity;
  }
  return may_not(request, "sts:SetSourceIdentity", input.role_arn);
}

// Whether what AssumeRole alone must have is allowed isn't enough for tags and source identities.
std::vector<wire::Check> checks_for(const wire::RequestContext& request,
                                    const AssumeRoleRequest& input, const Assumption& assumption) {
  wire::Check assume =
      role_check("sts:AssumeRole", *assumption.role, assumption.session, input.duration_seconds);
  add_tag_keys(input.tags, input.transitive_tag_keys, assume.keys);
  if (!input.external_id.empty()) assume.keys["sts:ExternalId"] = {input.external_id};
  std::vector<wire::Check> checks{assume};
  if (!assumption.session.tags.empty()) {
    checks.push_back(assume);
    checks.back().action = "sts:TagSession";
  }
  if (!assumption.session.source_identity.empty()) {
    checks.push_back(assume);
    checks.back().action = "sts:SetSourceIdentity";
  }
  // Of another account's roles a stranger doesn't learn which of them exist.
  bool is_foreign = assumption.role->account != request.caller.account;
  for (wire::Check& check : checks) {
    if (is_foreign) check.denial = may_not(request, check.action, input.role_arn).message;
  }
  return checks;
}

}  // namespace

Sts::RolePlan Sts::plan_assume_role(const wire::RequestContext& request,
                                    const AssumeRoleRequest& input) const {
  AG_CHECK(check_eligible(request, !needs_.policies_decide));
  AG_TRY(role_account, account_of_role(input.role_arn));
  const wire::Session* calling = request.caller.session.get();
  Assumption assumption;
  wire::Session& session = assumption.session;
  session.name = input.role_session_name;
  session.is_chained = calling != nullptr;
  AG_CHECK(read_policies(input.policy, input.policy_arns, needs_.directory, role_account, session));
  AG_CHECK(read_tags(input.tags, input.transitive_tag_keys, calling, session));
  AG_TRY(source_identity, source_identity_of(request, input));
  session.source_identity = std::move(source_identity);
  AG_TRY(percent, packed_percent(session));
  assumption.packed_policy_size = percent;
  assumption.role = find_role(input.role_arn);
  if (!assumption.role) return may_not(request, "sts:AssumeRole", input.role_arn);
  std::vector<wire::Check> checks = checks_for(request, input, assumption);
  return wire::Plan<Assumption>(std::move(checks), std::move(assumption));
}

wire::Result<AssumeRoleResponse> Sts::assume_role(
    wire::Authorized<AssumeRoleRequest, Assumption> call) const {
  Assumption& assumption = call.loaded();
  AG_TRY(caller, assumed(assumption, call.input().duration_seconds, call.request().time));
  AssumeRoleResponse answer;
  answer.credentials = issue(caller);
  answer.assumed_role_user = {.assumed_role_id = caller.user_id, .arn = caller.arn};
  answer.packed_policy_size = assumption.packed_policy_size;
  if (const std::string& source = caller.session->source_identity; !source.empty()) {
    answer.source_identity = source;
  }
  return answer;
}

}  // namespace angarium::services::sts
