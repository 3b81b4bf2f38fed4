#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/iam/named.h"
#include "wire/error.h"

// Whose policies a simulation is about, and which they are.
namespace angarium::services::iam {

// Whom PolicySourceArn names; none of the three: nobody of that name.
struct PolicySource {
  std::string arn = {};
  std::string kind = {};  // "user", "group" or "role"
  std::string name = {};
  std::shared_ptr<const User> user = nullptr;
  std::shared_ptr<const Group> group = nullptr;
  std::shared_ptr<const Role> role = nullptr;

  bool is_found() const { return user || group || role; }
};

// InvalidInput for what is no ARN of a user, group or role. Of other accounts nobody is found.
wire::Result<PolicySource> policy_source(const identity::Directory& directory,
                                         const base::AccountId& account, const std::string& arn);

template <class Request>
using SourceCall = wire::Authorized<Request, PolicySource>;

// A policy and what the simulator calls it.
struct SimulatedPolicy {
  policy::PolicyPtr policy = nullptr;
  std::string id = {};
};

// All that are attached: inline ones as "user_NAME_POLICY", managed ones by their names; of a user
// its groups' too.
std::vector<SimulatedPolicy> policies_of(const identity::Directory& directory,
                                         const PolicySource& source);
std::optional<SimulatedPolicy> boundary_of(const identity::Directory& directory,
                                           const PolicySource& source);

// Documents of a request, as LIST.1, LIST.2...: InvalidInput.
wire::Result<std::vector<SimulatedPolicy>> given_policies(const std::vector<std::string>& texts,
                                                          std::string_view list);

}  // namespace angarium::services::iam
