#pragma once

#include "wire/error.h"
#include "wire/request_context.h"

namespace angarium::services::sts {

// Whether credentials of this kind may call the operation at all, whatever policies say.
// AccessDenied.
//
//   long-term, of users     all
//   long-term, of the root  all but AssumeRole, if `root_may_assume` doesn't say so
//   of a role's session     all but GetSessionToken and GetFederationToken
//   of GetSessionToken      AssumeRole and GetCallerIdentity
//   of GetFederationToken   GetCallerIdentity
//
// Source: IAM user guide, "Compare AWS STS credentials".
wire::Result<void> check_eligible(const wire::RequestContext& request,
                                  bool root_may_assume = false);

}  // namespace angarium::services::sts
