#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace angarium::policy {

enum class PrincipalType : uint8_t {
  kUser,         // with keys of its own, or a session from GetSessionToken, which is still the user
  kRoleSession,  //
  kFederated,    // a session from GetFederationToken
  kRoot,         //
  kService,      // an AWS service calling as itself
  kAnonymous,    // unsigned
};

// Who asks. A service has neither account nor ARN; an anonymous caller has nothing.
struct Principal {
  base::AccountId account = {};
  std::string arn = {};  // user, session or root
  // What is behind a session: the role's ARN with its path, or the user who asked for the
  // federation token. Session ARNs lack the path, so it can't be found in `arn`.
  std::string issuer_arn = {};
  std::string service = {};  // "events.amazonaws.com"
  // AIDA.. of the user or AROA.. of the session's role. Policies that were stored with an ARN of
  // somebody who is gone name nothing else; empty: known to match no id.
  std::string unique_id = {};
  std::string federated_provider = {};  // of a web identity's unsigned AssumeRoleWithWebIdentity
};

// Told from what is there: service, else by the form of the ARN.
PrincipalType type_of(const Principal& principal);

// One question and all that is known about it.
struct Request {
  Principal principal = {};
  std::string action = {};    // "events:PutEvents"
  std::string resource = {};  // its ARN; "*" where the action has no resource
  // The condition keys that are present; an empty list is an absent key. Names ignore letter case.
  // What follows from the other members is filled in where it isn't given: aws:PrincipalArn,
  // aws:PrincipalAccount, PrincipalType, PrincipalIsAWSService, PrincipalServiceName and its list,
  // aws:username, aws:userid and aws:ResourceAccount. Times, addresses and tags are the caller's.
  std::map<std::string, std::vector<std::string>> context = {};
  // Who owns the resource; empty: the account in its ARN, else the principal's.
  base::AccountId resource_account = {};
};

// As `resource_account` says.
std::string_view owner_of(const Request& request);

}  // namespace angarium::policy
