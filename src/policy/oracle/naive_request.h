#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

namespace angarium::policy::oracle {

// How often each condition operator did not hold, and did.
using Counts = std::map<std::string, std::array<size_t, 2>>;

struct NaiveRequest {
  std::string type;  // user, role-session, federated, root, service, anonymous
  std::string account, arn, issuer_arn, service, unique_id;
  std::string action, resource;
  std::string resource_account = {};
  std::map<std::string, std::vector<std::string>> context = {};

  // The values of a key, those that follow from the rest included; none: absent.
  std::vector<std::string> values(const std::string& key) const;
};

}  // namespace angarium::policy::oracle
