#include "policy/decision.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "policy/letters.h"
#include "policy/question.h"
#include "policy/statement.h"

namespace angarium::policy {
namespace {

using Cause = Reason::Cause;

// What the policies of one type (and level) say together.
struct Say {
  Grant grant = Grant::kNone;  // of the strongest Allow that applies
  Reason by = {};              // that Allow, or that none is there

  bool allows() const { return grant != Grant::kNone; }
};

// Service-linked roles keep working whatever an organization forbids.
// Source: Organizations user guide, "Tasks and entities not restricted by SCPs" and "by RCPs".
bool is_service_linked(const Principal& principal) {
  return principal.issuer_arn.find(":role/aws-service-role/") != std::string::npos;
}

bool is_role(const ArnFields& arn) {
  return arn.is_arn() && arn.field[2] == "iam" && arn.field[5].starts_with("role/");
}

// Where the resource policy is the root of all access, even for its own account: IAM user guide,
// "Roles terms and concepts" (trust policies); KMS developer guide, "Key policies".
bool needs_resource_policy(const Question& question) {
  const ArnFields& resource = question.resource_fields();
  bool assumes = question.action().starts_with("sts:") && is_role(resource);
  bool is_key =
      question.action().starts_with("kms:") && resource.is_arn() && resource.field[2] == "kms";
  return assumes || is_key;
}

// Source: STS API reference, GetCallerIdentity and GetSessionToken, "Permissions".
bool is_always_allowed(const Question& question) {
  return question.action() == "sts:getcalleridentity" || question.action() == "sts:getsessiontoken";
}

class Deciding {
 public:
  Deciding(const Request& request, const Policies& policies)
      : question_(request), policies_(policies) {}

  Decision decide();

 private:
  bool has_account() const {
    return question_.type() != PrincipalType::kService &&
           question_.type() != PrincipalType::kAnonymous;
  }

  void hear_all();
  Say hear(PolicyType type, const std::vector<PolicyPtr>& policies, size_t level = 0);
  void hear(const Policy* policy, Reason place, Say& say);

  void require(const Say& say) { (say.allows() ? allowed_ : missing_).push_back(say.by); }
  void require_all();
  void require_identity();

  Question question_;
  const Policies& policies_;
  Say identity_, boundary_, session_, resource_;
  std::vector<Say> service_control_;
  std::vector<Reason> denies_, allowed_, missing_;
};

void Deciding::hear(const Policy* policy, Reason place, Say& say) {
  if (!policy) return;
  place.cause = Cause::kStatement;
  place.policy = policy;
  const std::vector<Statement>& statements = policy->statements();
  for (place.statement = 0; place.statement < statements.size(); ++place.statement) {
    const Statement& statement = statements[place.statement];
    if (statement.allows && say.grant == Grant::kDirect) continue;
    Applies applies = statement.apply(question_, policies_.boundary != nullptr);
    if (!applies.yes()) continue;
    if (!statement.allows) {
      denies_.push_back(place);
    } else if (applies.grant > say.grant) {
      say = {applies.grant, place};
    }
  }
}

Say Deciding::hear(PolicyType type, const std::vector<PolicyPtr>& policies, size_t level) {
  Say say{.by = {.cause = Cause::kMissing, .type = type, .level = level}};
  Reason place{.type = type, .level = level};
  for (place.index = 0; place.index < policies.size(); ++place.index) {
    hear(policies[place.index].get(), place, say);
  }
  return say;
}

// In the order in which AWS names them.
void Deciding::hear_all() {
  bool is_bound = !is_service_linked(question_.principal());
  for (size_t level = 0; is_bound && has_account() && level < policies_.service_control.size();
       ++level) {
    service_control_.push_back(
        hear(PolicyType::kServiceControl, policies_.service_control[level], level));
  }
  for (size_t level = 0; is_bound && level < policies_.resource_control.size(); ++level) {
    hear(PolicyType::kResourceControl, policies_.resource_control[level], level);
  }
  resource_.by = {.type = PolicyType::kResource};
  hear(policies_.resource.get(), resource_.by, resource_);
  if (!has_account()) return;
  identity_ = hear(PolicyType::kIdentity, policies_.identity);
  boundary_.by = {.type = PolicyType::kBoundary};
  hear(policies_.boundary.get(), boundary_.by, boundary_);
  session_ = hear(PolicyType::kSession, policies_.session);
}

void Deciding::require_identity() {
  if (question_.type() == PrincipalType::kRoot) {
    allowed_.push_back({.cause = Cause::kRootUser});
    return;
  }
  require(identity_);
  // Source: STS API reference, GetFederationToken: without a session policy there are no
  // permissions but those of resource policies.
  bool is_empty_handed = question_.type() == PrincipalType::kFederated && policies_.session.empty();
  if (is_empty_handed) require(session_);
}

void Deciding::require_all() {
  for (const Say& level : service_control_) require(level);
  bool is_foreign = has_account() && question_.owner() != question_.account().text();
  bool is_decisive = is_foreign || !has_account() || needs_resource_policy(question_);
  Grant grant = is_foreign ? Grant::kAccount : resource_.grant;
  if (is_decisive || grant >= Grant::kIssuer) require(resource_);
  if (!has_account()) return;
  if (grant < Grant::kIssuer) require_identity();
  if (grant == Grant::kDirect) return;
  if (policies_.boundary) require(boundary_);
  if (!policies_.session.empty()) require(session_);
}

Decision Deciding::decide() {
  if (has_account() && is_always_allowed(question_)) {
    return {Effect::kAllow, {{.cause = Cause::kAlwaysAllowed}}};
  }
  hear_all();
  if (!denies_.empty()) return {Effect::kExplicitDeny, std::move(denies_)};
  require_all();
  if (missing_.empty()) return {Effect::kAllow, std::move(allowed_)};
  return {Effect::kImplicitDeny, std::move(missing_)};
}

struct TypeName {
  std::string_view missing, denying;
};

TypeName name_of(PolicyType type, bool is_trust) {
  switch (type) {
    case PolicyType::kServiceControl: return {"service control policy", "a service control policy"};
    case PolicyType::kResourceControl:
      return {"resource control policy", "a resource control policy"};
    case PolicyType::kResource:
      if (is_trust) return {"role trust policy", "the role trust policy"};
      return {"resource-based policy", "a resource-based policy"};
    case PolicyType::kIdentity: return {"identity-based policy", "an identity-based policy"};
    case PolicyType::kBoundary: return {"permissions boundary", "a permissions boundary"};
    case PolicyType::kSession: return {"session policy", "a session policy"};
  }
  return {};
}

}  // namespace

Decision decide(const Request& request, const Policies& policies) {
  return Deciding(request, policies).decide();
}

std::vector<Reason> statements_that(Effect effect, const Request& request,
                                    const Policies& policies) {
  const Question question(request);
  std::vector<Reason> found;
  auto add = [&](PolicyType type, size_t index, const PolicyPtr& policy) {
    for (size_t i = 0; policy && i < policy->statements().size(); ++i) {
      const Statement& statement = policy->statements()[i];
      if (statement.allows != (effect == Effect::kAllow)) continue;
      if (!statement.apply(question, policies.boundary != nullptr).yes()) continue;
      found.push_back({.cause = Cause::kStatement,
                       .type = type,
                       .index = index,
                       .statement = i,
                       .policy = policy.get()});
    }
  };
  for (size_t i = 0; i < policies.identity.size(); ++i) {
    add(PolicyType::kIdentity, i, policies.identity[i]);
  }
  add(PolicyType::kBoundary, 0, policies.boundary);
  for (size_t i = 0; i < policies.session.size(); ++i) {
    add(PolicyType::kSession, i, policies.session[i]);
  }
  add(PolicyType::kResource, 0, policies.resource);
  return found;
}

std::string denial_text(const Decision& decision, const Request& request) {
  if (decision.effect == Effect::kAllow || decision.because.empty()) return {};
  bool is_trust =
      folded(request.action).starts_with("sts:") && is_role(ArnFields(request.resource));
  TypeName name = name_of(decision.because.front().type, is_trust);
  if (decision.effect == Effect::kExplicitDeny) {
    return fmt::format("with an explicit deny in {}", name.denying);
  }
  return fmt::format("because no {} allows the {} action", name.missing, request.action);
}

}  // namespace angarium::policy
