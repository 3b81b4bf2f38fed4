#include "services/sts/sts.h"

#include "base/arn.h"

namespace angarium::services::sts {

std::shared_ptr<const identity::Role> Sts::find_role(std::string_view arn) const {
  std::optional<base::Arn> parsed = base::parse_arn(arn);
  if (!parsed) return nullptr;
  auto role = needs_.directory.role(parsed->account,
                                    parsed->resource.substr(parsed->resource.rfind('/') + 1));
  return role && identity::arn_of(*role) == arn ? role : nullptr;
}

Credentials Sts::issue(const wire::Caller& caller) const {
  identity::TemporaryKey key = needs_.tokens.issue(caller);
  return {.access_key_id = std::move(key.id),
          .secret_access_key = std::move(key.secret),
          .session_token = std::move(key.session_token),
          .expiration = caller.session->expires};
}

const wire::ServiceTable& Sts::table() {
  static constexpr wire::Operation kOperations[] = {
      wire::operation<&Sts::plan_assume_role, &Sts::assume_role>("AssumeRole"),
      wire::operation<&Sts::plan_assume_role_with_web_identity,
                      &Sts::assume_role_with_web_identity>("AssumeRoleWithWebIdentity")
          .anonymous_allowed(),
      wire::operation<&Sts::plan_get_access_key_info, &Sts::get_access_key_info>(
          "GetAccessKeyInfo"),
      wire::operation<&Sts::plan_get_caller_identity, &Sts::get_caller_identity>(
          "GetCallerIdentity"),
      wire::operation<&Sts::plan_get_federation_token, &Sts::get_federation_token>(
          "GetFederationToken"),
      wire::operation<&Sts::plan_get_session_token, &Sts::get_session_token>("GetSessionToken"),
  };
  static constexpr wire::ServiceTable kTable{
      .name = "sts",
      .signing_name = "sts",
      .target_prefix = "",
      .api_version = "2011-06-15",
      .query_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
      .error_prefix = "",
      .is_global = true,
      .operations = kOperations,
      .invalid = nullptr,
  };
  return kTable;
}

}  // namespace angarium::services::sts
