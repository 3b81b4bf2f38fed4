#include "identity/known_principals.h"

#include "identity/principals.h"

namespace angarium::identity {

base::Result<std::string> KnownPrincipals::with_ids(std::string_view policy) const {
  return with_principal_ids(policy, directory_);
}

std::string KnownPrincipals::with_arns(std::string_view policy) const {
  return with_principal_arns(policy, directory_);
}

bool KnownPrincipals::may_assume(const wire::ServiceCall& call) const {
  // The first question about a role is whether it may be assumed.
  return decide(authorizer_.gather(call, {}).front(), call.account).allowed;
}

}  // namespace angarium::identity
