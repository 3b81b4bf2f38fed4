#pragma once

#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "policy/oracle/naive_request.h"

namespace angarium::policy::oracle {

// The texts of all policies that have a say, in the words of the exchange form.
struct PolicyTexts {
  std::vector<std::string> identity, session;
  std::optional<std::string> resource, boundary;
  std::vector<std::vector<std::string>> scps, rcps;
};

class NaivePolicies {
 public:
  explicit NaivePolicies(const PolicyTexts& texts);

  // "Allow", "ExplicitDeny" or "ImplicitDeny".
  std::string decide(const NaiveRequest& request, Counts& counts) const;

 private:
  using Documents = std::vector<json::Document>;
  // What some documents say: "deny", "direct", "issuer", "account" or "none".
  std::string say(const Documents& documents, const NaiveRequest& request, Counts& counts) const;

  Documents identity_, session_, resource_, boundary_;
  std::vector<Documents> scps_, rcps_;
};

}  // namespace angarium::policy::oracle
