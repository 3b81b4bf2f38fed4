#include "services/sts/assumption.h"

#include <fmt/format.h>

#include "base/arn.h"
#include "services/sts/errors.h"

namespace angarium::services::sts {
namespace {

constexpr base::Seconds kDefault{3'600};
// Source: IAM user guide, "Roles terms and concepts", "Role chaining".
constexpr base::Seconds kChainedMax{3'600};

base::Seconds duration_of(const std::optional<int32_t>& asked) {
  return asked ? base::Seconds(*asked) : kDefault;
}

}  // namespace

wire::Result<base::AccountId> account_of_role(std::string_view arn) {
  std::optional<base::Arn> parsed = base::parse_arn(arn);
  bool is_role = parsed && parsed->service == "iam" && parsed->region.empty() &&
                 base::is_account_id(parsed->account.text()) &&
                 parsed->resource.starts_with("role/");
  if (!is_role) return validation_error(fmt::format("{} is invalid", arn));
  return parsed->account;
}

wire::Check role_check(std::string action, const identity::Role& role, const wire::Session& session,
                       const std::optional<int32_t>& duration_seconds) {
  wire::Check check{.action = std::move(action),
                    .resource = identity::arn_of(role),
                    .owner = role.account,
                    .resource_policy = role.trust};
  check.keys["sts:RoleSessionName"] = {session.name};
  check.keys["sts:DurationSeconds"] = {std::to_string(duration_of(duration_seconds).count())};
  if (!session.source_identity.empty()) {
    check.keys["sts:SourceIdentity"] = {session.source_identity};
  }
  for (const auto& [key, value] : role.tags) {
    check.keys["aws:ResourceTag/" + key] = {value};
    check.keys["iam:ResourceTag/" + key] = {value};
  }
  return check;
}

wire::Result<wire::Caller> assumed(const Assumption& assumption,
                                   const std::optional<int32_t>& duration_seconds, base::Time now) {
  const base::Seconds duration = duration_of(duration_seconds);
  wire::Session session = assumption.session;
  if (session.is_chained && duration > kChainedMax) {
    return validation_error(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
        "chaining.");
  }
  if (duration > assumption.role->session_time_max) {
    return validation_error(
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  session.issuer_arn = identity::arn_of(*assumption.role);
  session.issuer_id = assumption.role->id;
  session.issued = now;
  session.expires = now + duration;
  return identity::session_caller(wire::CallerKind::kRoleSession, std::move(session));
}

}  // namespace angarium::services::sts
