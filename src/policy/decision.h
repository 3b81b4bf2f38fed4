#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace angarium::policy {

// All policies that have a say, as they are at the moment of the decision.
struct Policies {
  std::vector<PolicyPtr> identity = {};  // of the user and its groups, or of the role
  PolicyPtr resource = nullptr;          // of the resource; of a role, its trust policy
  PolicyPtr boundary = nullptr;          // the principal's permissions boundary
  std::vector<PolicyPtr> session = {};   // none: the session was made without
  // One list of policies for each level of the organization, its root first, the account last. The
  // caller passes those that bind: none of a management account, no resource control policies for
  // a service that they do not reach.
  std::vector<std::vector<PolicyPtr>> service_control = {};   // over the principal's account
  std::vector<std::vector<PolicyPtr>> resource_control = {};  // over the resource's account
};

enum class PolicyType : uint8_t {
  kServiceControl,
  kResourceControl,
  kResource,
  kIdentity,
  kBoundary,
  kSession,
};

// One reason of a decision.
struct Reason {
  enum class Cause : uint8_t {
    kStatement,      // `statement` of `policy` applies
    kMissing,        // no policy of `type` (of `level`) allows it
    kRootUser,       // the root user of an account needs no identity policy
    kAlwaysAllowed,  // sts:GetCallerIdentity and the like: nothing can allow or deny them
  };
  Cause cause = Cause::kMissing;
  PolicyType type = PolicyType::kIdentity;
  size_t level = 0;  // of control policies: the index of its list
  size_t index = 0;  // of the policy in its list
  size_t statement = 0;
  const Policy* policy = nullptr;  // lives as long as the Policies that were given
};

// For kAllow: what allowed it, one reason for each kind of policy that had to. For kExplicitDeny:
// every statement that denies it. For kImplicitDeny: every kind of policy whose Allow is missing.
struct Decision {
  Effect effect = Effect::kImplicitDeny;
  std::vector<Reason> because = {};
};

// Decides in AWS's order. Pure: it reads nothing but its arguments.
// Source: IAM user guide, "Policy evaluation logic", "Permissions boundaries", "Session policies";
// Organizations user guide, "SCP evaluation", "RCP evaluation".
//
// 1. A Deny that applies, in any policy, is the end.
// 2. Each level of service control policies must hold an Allow; resource control policies only
//    deny. Neither binds service-linked roles; services and strangers have no service control.
// 3. Within one account a resource policy that names the caller itself is enough. One that names
//    the role or user behind a session replaces the identity policies, not the limits of boundary
//    and session policies. One that names the account replaces nothing.
// 4. Otherwise identity policies, boundary and session policies must all allow.
// 5. Across accounts, for roles' trust policies and for keys of KMS, 4 and the resource policy must
//    both allow. Services and anonymous callers have the resource policy only.
Decision decide(const Request& request, const Policies& policies);

// Every statement of identity, boundary, session and resource policies that applies and allows, or
// that applies and denies: what decide() heard, for who shows more than what was needed.
std::vector<Reason> statements_that(Effect effect, const Request& request,
                                    const Policies& policies);

// How AWS ends "User: X is not authorized to perform: A on resource: R ": "because no
// identity-based policy allows the A action", "with an explicit deny in a resource-based policy".
// One kind of policy is named, the first in order of evaluation. Empty for kAllow.
std::string denial_text(const Decision& decision, const Request& request);

}  // namespace angarium::policy
