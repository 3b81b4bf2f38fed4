#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "identity/entities.h"

namespace angarium::identity {

// A managed policy that is in every account, as AWS provides it: its ARN is
// arn:aws:iam::aws:policy followed by path and name.
struct AwsManagedPolicy {
  std::string_view name;
  std::string_view path;
  std::string_view id;  // the same in every Angarium, for ever
  std::string_view description;
  std::string_view document;
};

// Those that event-driven stacks attach by name. The documents are written from the actions that
// each service documents (Service Authorization Reference): what an action does here it does there,
// but AWS's own may list more actions of services that Angarium does not have.
std::span<const AwsManagedPolicy> aws_managed_table();

// The same as entities of kAwsAccount, parsed.
std::vector<ManagedPolicy> aws_managed_policies();

}  // namespace angarium::identity
