#pragma once

#include <string>

#include "json/value.h"
#include "policy/oracle/naive_request.h"

namespace angarium::policy::oracle {

// Whether `{operator_name: {key: wanted}}` holds.
bool condition_holds(const std::string& operator_name, const std::string& key,
                     const std::vector<std::string>& wanted, bool variables,
                     const NaiveRequest& request);

}  // namespace angarium::policy::oracle
