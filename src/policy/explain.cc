#include "policy/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "policy/addition.h"
#include "policy/difference.h"
#include "policy/question.h"

namespace angarium::policy {
namespace {

// Of the statements that miss most parts, the rest is not looked at word by word: nobody would see
// it among the nearest few.
constexpr size_t kExaminedMax = 64;
// Statements with several parts missing, each nearly right or at most one far off; beyond it the
// statement was meant for something else.
constexpr size_t kDistanceMax = 8;

struct Candidate {
  NearMiss miss;
  size_t missing_parts = 0;
  size_t distance = 0;
};

class Explainer {
 public:
  Explainer(const Request& request, const Policies& policies, const Decision& decision)
      : request_(request), question_(request), policies_(policies), decision_(decision) {}

  std::vector<NearMiss> near_misses();

 private:
  void gather();
  void gather(const Policy* policy, Place place);
  void gather(const std::vector<PolicyPtr>& policies, Place place);
  size_t missing_parts(const Statement& statement) const;
  void examine(Candidate& candidate);

  const Request& request_;
  Question question_;
  const Policies& policies_;
  const Decision& decision_;
  std::vector<Candidate> candidates_;
  std::map<const Policy*, PolicyWords> words_;
};

size_t Explainer::missing_parts(const Statement& statement) const {
  size_t count = 0;
  if (!statement.covers_action(question_)) ++count;
  if (!statement.covers_resource(question_)) ++count;
  if (statement.match_principal(question_, false) == Grant::kNone) ++count;
  for (const Condition& condition : statement.conditions) {
    if (!condition.holds(question_)) ++count;
  }
  return count;
}

void Explainer::gather(const Policy* policy, Place place) {
  if (!policy) return;
  for (size_t i = 0; i < policy->statements().size(); ++i) {
    const Statement& statement = policy->statements()[i];
    if (!statement.allows) continue;
    size_t missing = missing_parts(statement);
    if (missing == 0) continue;
    candidates_.push_back(
        {.miss = {.place = place, .policy = policy, .statement = i}, .missing_parts = missing});
  }
}

void Explainer::gather(const std::vector<PolicyPtr>& policies, Place place) {
  for (place.index = 0; place.index < policies.size(); ++place.index) {
    gather(policies[place.index].get(), place);
  }
}

// All Allows of the sorts of policies that lack one; where identity policies do, a resource policy
// of the same account might have done as well.
void Explainer::gather() {
  bool lacks_identity = false, lacks_resource = false;
  for (const Reason& reason : decision_.because) {
    Place place{.type = reason.type, .level = reason.level};
    switch (reason.type) {
      case PolicyType::kServiceControl:
        gather(policies_.service_control.at(reason.level), place);
        break;
      case PolicyType::kResourceControl: break;  // they only deny
      case PolicyType::kResource: lacks_resource = true; break;
      case PolicyType::kIdentity:
        lacks_identity = true;
        gather(policies_.identity, place);
        break;
      case PolicyType::kBoundary: gather(policies_.boundary.get(), place); break;
      case PolicyType::kSession: gather(policies_.session, place); break;
    }
  }
  bool is_home = question_.owner() == question_.account().text();
  if (lacks_resource || (lacks_identity && is_home)) {
    gather(policies_.resource.get(), {.type = PolicyType::kResource});
  }
}

void Explainer::examine(Candidate& candidate) {
  NearMiss& miss = candidate.miss;
  auto words = words_.find(miss.policy);
  if (words == words_.end()) words = words_.emplace(miss.policy, words_of(*miss.policy)).first;
  Missed missed{.statement = miss.policy->statements()[miss.statement],
                .words = words->second.statements[miss.statement],
                .has_variables = words->second.has_variables};
  miss.differences = differences(missed, request_);
  for (const Difference& difference : miss.differences) candidate.distance += distance(difference);
}

std::vector<NearMiss> Explainer::near_misses() {
  gather();
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [](const auto& a, const auto& b) { return a.missing_parts < b.missing_parts; });
  if (candidates_.size() > kExaminedMax) candidates_.resize(kExaminedMax);
  for (Candidate& candidate : candidates_) examine(candidate);
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [](const auto& a, const auto& b) { return a.distance < b.distance; });
  std::vector<NearMiss> misses;
  for (Candidate& candidate : candidates_) {
    bool is_near = candidate.missing_parts == 1 || candidate.distance <= kDistanceMax;
    if (is_near && misses.size() < kShownNearMissesMax) misses.push_back(std::move(candidate.miss));
  }
  return misses;
}

}  // namespace

Explanation explain(const Request& request, const Policies& policies) {
  Explanation explanation{.decision = decide(request, policies)};
  if (explanation.decision.effect != Effect::kImplicitDeny) return explanation;
  explanation.near_misses = Explainer(request, policies, explanation.decision).near_misses();
  explanation.additions = additions_for(request, policies, explanation.decision);
  return explanation;
}

}  // namespace angarium::policy
