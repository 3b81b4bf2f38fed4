#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "policy/policy.h"

namespace angarium::wire {

// What temporary credentials say of their bearer, besides who it is. Fixed when they were issued.
struct Session {
  std::string name = {};        // of a role's session, or the federated user's
  std::string issuer_arn = {};  // the role with its path, or the user who asked
  std::string issuer_id = {};   // AROA.. or AIDA..: another namesake is somebody else
  base::Time issued = {};
  base::Time expires = {};

  // Session policies, which limit what the issuer may do. Both empty: none were passed.
  std::vector<policy::PolicyPtr> policies = {};
  std::vector<std::string> policy_arns = {};  // managed ones, read when they are used

  std::map<std::string, std::string> tags = {};  // of this session, inherited ones too
  std::vector<std::string> transitive_tag_keys = {};
  std::string source_identity = {};
  std::string federated_provider = {};  // of a web identity
  bool is_chained = false;              // a role's session that was asked for by a session
};

}  // namespace angarium::wire
