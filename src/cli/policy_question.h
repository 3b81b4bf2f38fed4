#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/decision.h"

namespace angarium::cli {

// "identity", "managed", "resource", "trust", "scp", "rcp".
std::optional<policy::PolicyKind> policy_kind(std::string_view name);

// A policy as it stands in a line: an object, or a string that holds a document's text.
struct PolicyText {
  std::string_view raw;
  std::string name;  // "identity_policies[0]": what answers call it
  policy::PolicyKind kind;
};

// One line of `angarium policy check`, taken apart. Refers to the line.
//
// A decision: {"request": {"principal": {"arn", "type", "account", "role_arn"}, "action",
// "resource", "resource_account", "context"}, "identity_policies", "resource_policy",
// "permissions_boundary", "session_policies", "scps", "rcps"}; a validation: {"policy", "kind"}.
// What is missing is empty, but for an account that stands in the principal's ARN; other members
// are passed over, so that lines can carry notes.
struct PolicyQuestion {
  static base::Result<PolicyQuestion> parse(std::string_view line);

  bool is_validation() const { return !policy.empty(); }

  policy::Request request = {};
  std::vector<PolicyText> identity = {}, resource = {}, boundary = {}, session = {};
  std::vector<std::vector<PolicyText>> service_control = {}, resource_control = {};
  std::vector<PolicyText> policy = {};  // of a validation: one
};

}  // namespace angarium::cli
