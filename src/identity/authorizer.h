#pragma once

#include <string>
#include <vector>

#include "identity/directory.h"
#include "policy/decision.h"
#include "wire/authorizer.h"

namespace angarium::identity {

// One question, with everything that has a say in it as it is at this moment. A plain value.
struct Inquiry {
  policy::Request request = {};
  policy::Policies policies = {};
  // Where policies.identity and policies.boundary come from; null: the caller has neither.
  StandingPtr standing = nullptr;
  // Where each of policies.session comes from: "session policy" or the ARN of a managed one.
  std::vector<std::string> session_names = {};
  // Why nothing may be allowed whatever the policies say; empty: they decide.
  std::string obstacle = {};
};

// Decides by the policies in force when it is asked: those of the resource, which the check brings
// along, and those of whoever asks, which are in the Directory. Nothing is remembered between two
// questions, so a change holds for the next one. Thread safe.
class Authorizer final : public wire::Authorizer {
 public:
  explicit Authorizer(const Directory& directory) : directory_(directory) {}  // which outlives it

  wire::Decision decide(const wire::RequestContext& request, const wire::Check& check) override;
  wire::Decision decide(const wire::ServiceCall& call, const wire::Check& check) override;

  // What decide() decides by, for whoever explains or simulates a decision.
  Inquiry gather(const wire::RequestContext& request, const wire::Check& check) const;
  // All must be allowed, in this order: with a role, that the service may assume it, and what its
  // session may do.
  std::vector<Inquiry> gather(const wire::ServiceCall& call, const wire::Check& check) const;

 private:
  void add_caller(const wire::Caller& caller, Inquiry& inquiry) const;
  void add_session(const wire::Session& session, Inquiry& inquiry) const;
  Inquiry gather_assumption(const wire::ServiceCall& call) const;
  Inquiry gather_role_session(const wire::ServiceCall& call, const wire::Check& check) const;

  const Directory& directory_;
};

// The answer to a gathered question, with what a denied caller may know of it: AWS's reason, but
// across accounts nothing of the resource's side. `asks` is the account on whose behalf it is
// asked.
wire::Decision decide(const Inquiry& inquiry, const base::AccountId& asks);

}  // namespace angarium::identity
