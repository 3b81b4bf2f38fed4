#pragma once

#include "services/sts/sts.h"

// What both ways to assume a role have in common.
namespace angarium::services::sts {

// Whose role the ARN names. ValidationError for what is no role's ARN.
wire::Result<base::AccountId> account_of_role(std::string_view arn);

// The check of one of STS's actions on the role, with what its trust policy may look at.
wire::Check role_check(std::string action, const identity::Role& role, const wire::Session& session,
                       const std::optional<int32_t>& duration_seconds);

// The session, from now on and for as long as was asked. ValidationError for longer than the role
// or a session of a session may last.
wire::Result<wire::Caller> assumed(const Assumption& assumption,
                                   const std::optional<int32_t>& duration_seconds, base::Time now);

}  // namespace angarium::services::sts
