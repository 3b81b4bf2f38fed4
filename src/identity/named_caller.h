#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"
#include "identity/directory.h"
#include "wire/request_context.h"

namespace angarium::identity {

// Whom somebody means who asks about a caller by name: the ARN of a user, of a role (then one
// session of it, made at `now` without session policies), of a role's session, of an account's
// root; an account's number, which is its root; a service's name ("events.amazonaws.com"); or
// "anonymous". None for anything else, and for users and roles that don't exist.
std::optional<wire::Caller> named_caller(const Directory& directory, std::string_view name,
                                         base::Time now);

}  // namespace angarium::identity
