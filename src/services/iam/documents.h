#pragma once

#include <string>
#include <string_view>

#include "identity/directory.h"
#include "policy/policy.h"
#include "wire/error.h"

namespace angarium::services::iam {

// A document as it was sent, ready to be kept: MalformedPolicyDocument, LimitExceeded.
wire::Result<policy::PolicyPtr> inline_document(std::string_view text);
wire::Result<policy::PolicyPtr> managed_document(std::string_view text);
// Its users and roles become ids (identity/principals.h); "Invalid principal in policy" when one of
// them isn't there.
wire::Result<policy::PolicyPtr> trust_document(std::string_view text,
                                               const identity::Directory& directory);

// How documents are shown: percent-encoded as RFC 3986 has it.
std::string shown(const policy::Policy& policy);
std::string shown_trust(const policy::Policy& policy, const identity::Directory& directory);

}  // namespace angarium::services::iam
