#pragma once

#include <string>
#include <string_view>

#include "wire/authorizer.h"
#include "wire/error.h"

// The errors of STS, with AWS's codes and, where they are known, its words.
namespace angarium::services::sts {

wire::Error access_denied(std::string message);
// Of a role that the caller may not assume, or that isn't there: the same for both.
wire::Error may_not(const wire::RequestContext& request, std::string_view action,
                    std::string_view role_arn);
wire::Error validation_error(std::string message);
wire::Error invalid_parameter_value(std::string message);
wire::Error malformed_policy_document(std::string message);
wire::Error packed_policy_too_large(int64_t percent);

// Of web identities.
wire::Error invalid_identity_token(std::string message);
wire::Error expired_identity_token(std::string message);
wire::Error rejected_claim(std::string message);

}  // namespace angarium::services::sts
