#pragma once

#include <string>
#include <string_view>

#include "base/id.h"

namespace angarium::services::iam {

// A service that may have a role of its own in an account. Source: IAM user guide, "AWS services
// that work with IAM", and each service's page on its service-linked role.
struct ServiceRole {
  std::string_view service;  // "events.amazonaws.com"
  std::string_view role_name;
  bool may_have_suffix = false;  // one account may have several
};

// Null: no service that is known to have one.
const ServiceRole* find_service_role(std::string_view service);

// "/aws-service-role/SERVICE/", where only services have roles.
std::string service_role_path(std::string_view service);
// Who may assume it: that service alone.
std::string service_trust(std::string_view service);

}  // namespace angarium::services::iam
