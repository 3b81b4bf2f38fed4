#include "services/iam/simulation.h"

#include <algorithm>
#include <map>

#include "policy/context_keys.h"
#include "policy/letters.h"
#include "policy/positions.h"
#include "policy/question.h"

namespace angarium::services::iam {
namespace {

using policy::Effect;
using policy::PolicyType;

const char* word(Effect effect) {
  switch (effect) {
    case Effect::kAllow: return "allowed";
    case Effect::kExplicitDeny: return "explicitDeny";
    case Effect::kImplicitDeny: break;
  }
  return "implicitDeny";
}

// Hands everything that the resource's owner can give to the caller's account and to nobody in it:
// the caller's policies decide.
policy::PolicyPtr agreement_with(const base::AccountId& account) {
  return *policy::Policy::parse(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*",)"
                                R"("Principal":{"AWS":")" +
                                account.text() + R"("}}})");
}

// Of each policy that was shown, so that its text is read once.
using Spans = std::map<const policy::Policy*, std::vector<policy::StatementSpan>>;

MatchedStatement shown(const policy::Reason& reason, std::string id, Spans& spans) {
  std::vector<policy::StatementSpan>& of_policy = spans[reason.policy];
  if (of_policy.empty()) of_policy = policy::statement_spans(*reason.policy);
  const policy::StatementSpan& span = of_policy[reason.statement];
  // API reference, "Statement": an enum of kinds. The service answers these words.
  const bool is_of_resource = reason.type == PolicyType::kResource;
  return {.source_policy_id = std::move(id),
          .source_policy_type = is_of_resource ? "Resource Policy" : "IAM Policy",
          .start_position = Position{span.begin.line, span.begin.column},
          .end_position = Position{span.end.line, span.end.column}};
}

// One action on one resource.
class Trial {
 public:
  Trial(const Simulation& simulation, const std::string& action, const std::string& resource,
        Spans& spans)
      : simulation_(simulation),
        spans_(spans),
        request_{.principal = simulation.caller,
                 .action = action,
                 .resource = resource,
                 .context = simulation.context} {
    for (const SimulatedPolicy& one : simulation.identity) policies_.identity.push_back(one.policy);
    if (simulation.boundary) policies_.boundary = simulation.boundary->policy;
    agreed_ = agreement_with(simulation.caller.account);
    policies_.resource = simulation.resource_policy ? simulation.resource_policy : agreed_;
    if (!names_owner()) request_.resource_account = simulation.resource_owner;
  }

  ResourceSpecificResult run() const {
    const Effect effect = policy::decide(request_, policies_).effect;
    ResourceSpecificResult result{.eval_resource_name = request_.resource,
                                  .eval_resource_decision = word(effect),
                                  .matched_statements = matched(effect),
                                  .missing_context_values = missing_keys()};
    if (is_foreign()) result.eval_decision_details = by_side();
    if (policies_.boundary) {
      const bool allows = policies_.boundary->evaluate(request_).effect == Effect::kAllow;
      result.permissions_boundary_decision_detail = PermissionsBoundaryDecisionDetail{allows};
    }
    return result;
  }

 private:
  bool names_owner() const {
    const policy::ArnFields arn(request_.resource);
    return arn.is_arn() && base::is_account_id(arn.field[4]);
  }
  bool is_foreign() const {
    return simulation_.resource_policy &&
           policy::owner_of(request_) != request_.principal.account.text();
  }

  std::vector<MatchedStatement> matched(Effect effect) const {
    std::vector<MatchedStatement> found;
    if (effect == Effect::kImplicitDeny) return found;
    for (const policy::Reason& reason : policy::statements_that(effect, request_, policies_)) {
      if (reason.policy == agreed_.get()) continue;
      // A boundary gives nothing, so no Allow of it decides.
      if (reason.type == PolicyType::kBoundary && effect == Effect::kAllow) continue;
      found.push_back(shown(reason, id_of(reason), spans_));
    }
    return found;
  }

  std::string id_of(const policy::Reason& reason) const {
    if (reason.type == PolicyType::kResource) return "ResourcePolicy";
    if (reason.type == PolicyType::kBoundary) return simulation_.boundary->id;
    return simulation_.identity[reason.index].id;
  }

  // What each account says by itself.
  std::map<std::string, std::string> by_side() const {
    policy::Policies own = policies_;
    own.resource = agreed_;
    return {{"IAM Policy", word(policy::decide(request_, own).effect)},
            {"Resource Policy", word(policies_.resource->evaluate(request_).effect)}};
  }

  std::vector<std::string> missing_keys() const {
    const policy::Question question(request_);
    std::vector<std::string> missing;
    for (const std::string& key : simulation_.asked_keys) {
      if (question.values(policy::KeyName(key)).empty()) missing.push_back(key);
    }
    return missing;
  }

  const Simulation& simulation_;
  Spans& spans_;
  policy::Request request_;
  policy::Policies policies_;
  policy::PolicyPtr agreed_;
};

// Of several resources: the worst of them.
std::string together(const std::vector<ResourceSpecificResult>& results) {
  for (const char* worst : {"explicitDeny", "implicitDeny"}) {
    bool has_it = std::any_of(results.begin(), results.end(), [worst](const auto& result) {
      return result.eval_resource_decision == worst;
    });
    if (has_it) return worst;
  }
  return "allowed";
}

std::optional<PermissionsBoundaryDecisionDetail> boundary_of_all(
    const std::vector<ResourceSpecificResult>& results) {
  if (!results.front().permissions_boundary_decision_detail) return std::nullopt;
  const bool all_allow = std::all_of(results.begin(), results.end(), [](const auto& result) {
    return *result.permissions_boundary_decision_detail->allowed_by_permissions_boundary;
  });
  return PermissionsBoundaryDecisionDetail{all_allow};
}

}  // namespace

size_t Simulation::policy_bytes() const {
  size_t bytes = resource_policy ? resource_policy->text().size() : 0;
  for (const SimulatedPolicy& one : identity) bytes += one.policy->text().size();
  if (boundary) bytes += boundary->policy->text().size();
  return bytes;
}

std::vector<std::string> asked_keys(const Simulation& simulation) {
  std::vector<std::string> keys;
  auto add = [&keys](const policy::Policy& policy) {
    for (std::string& key : policy::context_keys_of(policy)) {
      bool is_there = std::any_of(keys.begin(), keys.end(), [&key](const std::string& other) {
        return policy::equals_ignoring_case(other, key);
      });
      if (!is_there) keys.push_back(std::move(key));
    }
  };
  for (const SimulatedPolicy& one : simulation.identity) add(*one.policy);
  if (simulation.boundary) add(*simulation.boundary->policy);
  if (simulation.resource_policy) add(*simulation.resource_policy);
  return keys;
}

// The forms are those that the service answers: MatchedStatements of the whole only for one
// resource, MissingContextValues only for "*", EvalDecisionDetails only with an ARN.
EvaluationResult simulate(const Simulation& simulation, const std::string& action,
                          const std::vector<std::string>& resources) {
  std::vector<ResourceSpecificResult> results;
  results.reserve(resources.size());
  Spans spans;
  for (const std::string& resource : resources) {
    results.push_back(Trial(simulation, action, resource, spans).run());
  }
  const bool is_one = results.size() == 1;
  const bool is_everything = is_one && resources.front() == "*";
  EvaluationResult whole{.eval_action_name = action,
                         .eval_resource_name = is_one ? resources.front() : "*",
                         .eval_decision = together(results),
                         .matched_statements = std::vector<MatchedStatement>(),
                         .missing_context_values = std::vector<std::string>(),
                         .permissions_boundary_decision_detail = boundary_of_all(results)};
  if (is_one) whole.matched_statements = results.front().matched_statements;
  if (is_everything) {
    whole.missing_context_values = std::move(results.front().missing_context_values);
    return whole;
  }
  if (is_one) {
    whole.eval_decision_details =
        results.front().eval_decision_details.value_or(std::map<std::string, std::string>());
  }
  whole.resource_specific_results = std::move(results);
  return whole;
}

}  // namespace angarium::services::iam
