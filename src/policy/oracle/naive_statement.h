#pragma once

#include "json/value.h"
#include "policy/oracle/naive_request.h"

namespace angarium::policy::oracle {

// What a statement's Principal says of the caller: "none", "account", "issuer" (role or user behind
// the session) or "direct".
std::string principal_match(const json::Value& statement, const NaiveRequest& request,
                            bool has_boundary);

// Whether everything else of the statement fits: action, resource and conditions.
bool rest_fits(const json::Value& statement, bool variables, const NaiveRequest& request,
               Counts& counts);

}  // namespace angarium::policy::oracle
