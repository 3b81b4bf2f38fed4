#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wire/request_context.h"

namespace angarium::policy {
class Policy;
}

namespace angarium::wire {

// The values of each condition key that a check brings along ("events:source" -> {"shop"}). The
// gateway adds the keys that every request has (aws:SourceIp, aws:SecureTransport...).
using ConditionKeys = std::map<std::string, std::vector<std::string>>;

// One question to be answered before an operation runs.
struct Check {
  std::string action;          // "events:PutEvents"
  std::string resource = "*";  // the ARN, or "*" where the action has no resource
  // The account that owns the resource; empty: the caller's. A foreign owner's policy must allow.
  base::AccountId owner = {};
  // The resource's own policy, loaded by the plan; null when it has none.
  std::shared_ptr<const policy::Policy> resource_policy = nullptr;
  ConditionKeys keys = {};
  // The ARN or name of the identity provider that vouches for an unsigned caller
  // (sts:AssumeRoleWithWebIdentity); else empty.
  std::string federated_provider = {};
  // What a denied client hears, where AWS says less than who may not do what and why. Empty: that.
  std::string denial = {};
  // For entry i of a batch: a denial fails that entry. None: a denial fails the request.
  std::optional<size_t> entry = std::nullopt;
};

struct Decision {
  bool allowed = false;
  // Completes "User: X is not authorized to perform: A on resource: R ": "because no identity-based
  // policy allows the A action". Empty: nothing is added.
  std::string reason = {};
};

// A service of this server that acts because a resource tells it to: a rule that delivers.
struct ServiceCall {
  std::string service = {};      // "events.amazonaws.com"
  std::string source_arn = {};   // the resource: aws:SourceArn
  base::AccountId account = {};  // whose resource it is: aws:SourceAccount
  // The role that the service assumes for it; its trust policy must let it. Empty: the service asks
  // as itself, and the policy of the resource it asks for decides alone.
  std::string role_arn = {};
  base::Region region = {};
  base::Time time = {};
};

// Decides checks, by what is in force at that moment: identity/ does it by policies. Thread safe;
// called for every request and every delivery, so it neither waits nor reads the disk.
class Authorizer {
 public:
  virtual ~Authorizer() = default;
  // `request.caller` is the one who asks.
  virtual Decision decide(const RequestContext& request, const Check& check) = 0;
  virtual Decision decide(const ServiceCall& call, const Check& check) = 0;
};

// Dev mode, and tests of a single service: everybody may do everything.
class AllowAll final : public Authorizer {
 public:
  Decision decide(const RequestContext& request, const Check& check) override;
  Decision decide(const ServiceCall& call, const Check& check) override;
};

}  // namespace angarium::wire
