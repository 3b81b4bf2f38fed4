#pragma once

#include <string>
#include <string_view>

#include "identity/directory.h"

// A policy that names a user or role means the one who is there when it is stored. AWS keeps the
// unique id in its place, so that nobody who later gets the same name steps into the policy, and
// shows the ARN again for as long as its owner exists.
// Source: IAM user guide, "AWS JSON policy elements: Principal", "IAM role principals".
namespace angarium::identity {

// The document with the ARNs of users and roles in its Principal and NotPrincipal elements replaced
// by ids; everything else stays as it was written, byte for byte. kNoSuchPrincipal ("Invalid
// principal in policy: ...") names one that isn't there, by ARN or by id. `text` is a policy that
// policy::Policy::parse() took.
base::Result<std::string> with_principal_ids(std::string_view text, const Directory& directory);

// The other way. Ids of those who are gone stay.
std::string with_principal_arns(std::string_view text, const Directory& directory);

}  // namespace angarium::identity
