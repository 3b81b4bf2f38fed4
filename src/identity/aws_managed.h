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
  // AWS's number of the document and the day on which AWS made it. Earlier versions aren't here.
  uint32_t version;
  base::Time version_made;
  std::string_view description;
  std::string_view document;
};

// Those that event-driven stacks attach by name. What each allows is what AWS's document of that
// version allows (AWS managed policy reference), written in our words; ReadOnlyAccess names the
// services that event-driven stacks are made of, where AWS's names all.
std::span<const AwsManagedPolicy> aws_managed_table();

// The same as entities of kAwsAccount, parsed.
std::vector<ManagedPolicy> aws_managed_policies();

}  // namespace angarium::identity
