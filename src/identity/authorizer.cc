#include "identity/authorizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/arn.h"
#include "identity/condition_keys.h"
#include "wire/session.h"

namespace angarium::identity {
namespace {

std::string_view after_last_slash(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

policy::Request question(const wire::Check& check) {
  return {.principal = {.federated_provider = check.federated_provider},
          .action = check.action,
          .resource = check.resource,
          .context = check.keys,
          .resource_account = check.owner};
}

// Session tags take the place of the user's or role's own of the same key. Source: IAM user guide,
// "Pass session tags in AWS STS"; keys of tags ignore letter case.
void add_standing(StandingPtr standing, Inquiry& inquiry) {
  for (const auto& [key, value] : standing->tags) {
    inquiry.request.context["aws:PrincipalTag/" + key] = {value};
  }
  inquiry.request.principal.unique_id = standing->id;
  inquiry.policies.identity = standing->identity;
  inquiry.policies.boundary = standing->boundary;
  inquiry.standing = std::move(standing);
}

// A service's own name for the session it makes of a target's role: 32 hexadecimal digits, here
// always the same ones for a rule, so that a policy can name the session.
std::string service_session_name(const std::string& source_arn) {
  uint64_t hash[2] = {0xcbf29ce484222325, 0x84222325cbf29ce4};  // FNV-1a, from two beginnings
  for (uint64_t& half : hash) {
    for (char c : source_arn) half = (half ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  }
  return fmt::format("{:016x}{:016x}", hash[0], hash[1]);
}

// What a root user is allowed by its own account.
const policy::PolicyPtr& everything() {
  static const policy::PolicyPtr policy =
      *policy::Policy::parse(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
                             policy::PolicyKind::kIdentity);
  return policy;
}

bool is_of_resource(const policy::Reason& reason) {
  return reason.type == policy::PolicyType::kResource ||
         reason.type == policy::PolicyType::kResourceControl;
}

}  // namespace

wire::Decision decide(const Inquiry& inquiry, const base::AccountId& asks) {
  if (!inquiry.obstacle.empty()) return {.allowed = false, .reason = inquiry.obstacle};
  policy::Decision decision = policy::decide(inquiry.request, inquiry.policies);
  if (decision.effect == policy::Effect::kAllow) return {.allowed = true};
  if (policy::owner_of(inquiry.request) != asks.text()) {
    std::erase_if(decision.because, is_of_resource);
  }
  return {.allowed = false, .reason = policy::denial_text(decision, inquiry.request)};
}

wire::Decision Authorizer::decide(const wire::RequestContext& request, const wire::Check& check) {
  return identity::decide(gather(request, check), request.caller.account);
}

wire::Decision Authorizer::decide(const wire::ServiceCall& call, const wire::Check& check) {
  for (const Inquiry& inquiry : gather(call, check)) {
    wire::Decision decision = identity::decide(inquiry, call.account);
    if (!decision.allowed) return decision;
  }
  return {.allowed = true};
}

Inquiry Authorizer::gather(const wire::RequestContext& request, const wire::Check& check) const {
  Inquiry inquiry{.request = question(check), .policies = {.resource = check.resource_policy}};
  add_request_keys(request, inquiry.request);
  add_caller(request.caller, inquiry);
  if (request.caller.session) add_session(*request.caller.session, inquiry);
  return inquiry;
}

void Authorizer::add_caller(const wire::Caller& caller, Inquiry& inquiry) const {
  policy::Principal& principal = inquiry.request.principal;
  if (caller.kind == wire::CallerKind::kAnonymous) return;
  if (caller.kind == wire::CallerKind::kService) {
    principal.service = caller.arn;
    return;
  }
  principal.account = caller.account;
  principal.arn = caller.arn;
  if (caller.kind == wire::CallerKind::kRoot) return;
  const bool is_issued = caller.session && caller.kind != wire::CallerKind::kUser;
  const std::string& bearer = is_issued ? caller.session->issuer_arn : caller.arn;
  if (is_issued) principal.issuer_arn = bearer;
  if (bearer.ends_with(":root")) {  // a federated session, which has what its root user has
    inquiry.policies.identity.push_back(everything());
    return;
  }
  std::string_view name = after_last_slash(bearer);
  StandingPtr standing = caller.kind == wire::CallerKind::kRoleSession
                             ? directory_.standing_of_role(caller.account, name)
                             : directory_.standing_of_user(caller.account, name);
  const std::string& id = caller.session ? caller.session->issuer_id : caller.user_id;
  if (standing && standing->id == id) return add_standing(std::move(standing), inquiry);
  // Gone since the credentials were looked up, or given to a namesake: their word no longer counts.
  inquiry.obstacle = fmt::format("because {} no longer exists", bearer);
}

void Authorizer::add_session(const wire::Session& session, Inquiry& inquiry) const {
  for (const policy::PolicyPtr& policy : session.policies) {
    inquiry.policies.session.push_back(policy);
    inquiry.session_names.emplace_back("session policy");
  }
  // One that is deleted grants nothing, and its absence must not lift the limit.
  for (const std::string& arn : session.policy_arns) {
    auto managed = directory_.managed_policy(arn);
    inquiry.policies.session.push_back(managed ? managed->in_force() : nullptr);
    inquiry.session_names.push_back(arn);
  }
  add_session_keys(session, inquiry.request);
}

std::vector<Inquiry> Authorizer::gather(const wire::ServiceCall& call,
                                        const wire::Check& check) const {
  std::vector<Inquiry> inquiries;
  if (!call.role_arn.empty()) {
    inquiries.push_back(gather_assumption(call));
    if (inquiries.back().obstacle.empty()) inquiries.push_back(gather_role_session(call, check));
    return inquiries;
  }
  Inquiry inquiry{.request = question(check), .policies = {.resource = check.resource_policy}};
  inquiry.request.principal.service = call.service;
  add_service_keys(call, inquiry.request);
  add_source_keys(call, inquiry.request);
  inquiries.push_back(std::move(inquiry));
  return inquiries;
}

// Source: EventBridge user guide, "Using IAM roles": the role is one of the rule's own account, and
// its trust policy lets the service assume it, on behalf of that rule.
Inquiry Authorizer::gather_assumption(const wire::ServiceCall& call) const {
  Inquiry inquiry{.request = {.principal = {.service = call.service},
                              .action = "sts:AssumeRole",
                              .resource = call.role_arn}};
  add_service_keys(call, inquiry.request);
  add_source_keys(call, inquiry.request);
  auto role = directory_.role(call.account, after_last_slash(call.role_arn));
  if (!role || arn_of(*role) != call.role_arn) {
    inquiry.obstacle = fmt::format("because role {} does not exist in account {}", call.role_arn,
                                   call.account.text());
    return inquiry;
  }
  inquiry.policies.resource = role->trust;
  for (const auto& [key, value] : role->tags) {
    inquiry.request.context["aws:ResourceTag/" + key] = {value};
  }
  return inquiry;
}

Inquiry Authorizer::gather_role_session(const wire::ServiceCall& call,
                                        const wire::Check& check) const {
  std::string_view name = after_last_slash(call.role_arn);
  Inquiry inquiry{.request = question(check), .policies = {.resource = check.resource_policy}};
  inquiry.request.principal = {
      .account = call.account,
      .arn = fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", call.account.text(), name,
                         service_session_name(call.source_arn)),
      .issuer_arn = call.role_arn};
  add_service_keys(call, inquiry.request);
  add_session_keys({.issued = call.time}, inquiry.request);
  StandingPtr standing = directory_.standing_of_role(call.account, name);
  if (standing) {
    add_standing(std::move(standing), inquiry);
  } else {
    inquiry.obstacle = fmt::format("because role {} no longer exists", call.role_arn);
  }
  return inquiry;
}

}  // namespace angarium::identity
