#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "wire/authorizer.h"

namespace angarium::wire {

// For tests of one service: decides by policies, with root users and the roles that a test names.
// One thread.
class TestAuthorizer final : public Authorizer {
 public:
  Decision decide(const RequestContext& request, const Check& check) override;
  Decision decide(const ServiceCall& call, const Check& check) override;

  // Roles that every service may assume for their account, and what each may do.
  std::map<std::string, policy::PolicyPtr> roles;
  std::vector<Check> asked;  // by requests
};

}  // namespace angarium::wire
