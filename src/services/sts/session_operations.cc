#include <fmt/format.h>

#include <algorithm>

#include "base/arn.h"
#include "services/sts/eligibility.h"
#include "services/sts/errors.h"
#include "services/sts/session_limits.h"
#include "services/sts/sts.h"

// The operations on the caller's own credentials.
namespace angarium::services::sts {
namespace {

constexpr base::Seconds kDefault{43'200};
// Source: STS API reference, GetSessionToken and GetFederationToken, "DurationSeconds": what the
// root user asks for beyond an hour is an hour.
constexpr base::Seconds kRootMax{3'600};

base::Seconds duration_of(const wire::Caller& caller, const std::optional<int32_t>& asked) {
  base::Seconds duration = asked ? base::Seconds(*asked) : kDefault;
  return caller.kind == wire::CallerKind::kRoot ? std::min(duration, kRootMax) : duration;
}

// A session of the caller's own: of whoever holds the long-term credentials.
wire::Session own_session(const wire::RequestContext& request,
                          const std::optional<int32_t>& duration_seconds) {
  wire::Session session;
  session.issuer_arn = request.caller.arn;
  session.issuer_id = request.caller.user_id;
  session.issued = request.time;
  session.expires = request.time + duration_of(request.caller, duration_seconds);
  return session;
}

}  // namespace

// AWS: no permission is needed, and an explicit Deny does not stop the call.
wire::Result<wire::Plan<>> Sts::plan_get_caller_identity(const wire::RequestContext&,
                                                         const GetCallerIdentityRequest&) const {
  return wire::Plan<>::nothing_to_decide();
}

wire::Result<GetCallerIdentityResponse> Sts::get_caller_identity(
    wire::Authorized<GetCallerIdentityRequest> call) const {
  const wire::Caller& caller = call.request().caller;
  return GetCallerIdentityResponse{
      .user_id = caller.user_id, .account = caller.account.text(), .arn = caller.arn};
}

// As for GetCallerIdentity: what it asks for is authentication.
wire::Result<wire::Plan<>> Sts::plan_get_session_token(const wire::RequestContext& request,
                                                       const GetSessionTokenRequest&) const {
  AG_CHECK(check_eligible(request));
  return wire::Plan<>::nothing_to_decide();
}

wire::Result<GetSessionTokenResponse> Sts::get_session_token(
    wire::Authorized<GetSessionTokenRequest> call) const {
  wire::Session session = own_session(call.request(), call.input().duration_seconds);
  return GetSessionTokenResponse{.credentials = issue(identity::session_caller(
                                     call.request().caller.kind, std::move(session)))};
}

wire::Result<wire::Plan<Assumption>> Sts::plan_get_federation_token(
    const wire::RequestContext& request, const GetFederationTokenRequest& input) const {
  AG_CHECK(check_eligible(request));
  const base::AccountId& account = request.caller.account;
  Assumption made;
  made.session = own_session(request, input.duration_seconds);
  made.session.name = input.name;
  AG_CHECK(read_policies(input.policy, input.policy_arns, needs_.directory, account, made.session));
  AG_CHECK(read_tags(input.tags, {}, nullptr, made.session));
  AG_TRY(percent, packed_percent(made.session));
  made.packed_policy_size = percent;

  wire::Check federate{.action = "sts:GetFederationToken"};
  federate.resource = base::Arn{.service = "sts",
                                .region = {},
                                .account = account,
                                .resource = "federated-user/" + input.name}
                          .text();
  add_tag_keys(input.tags, {}, federate.keys);
  std::vector<wire::Check> checks{federate};
  if (!input.tags.empty()) {
    checks.push_back(federate);
    checks.back().action = "sts:TagSession";
  }
  return wire::Plan<Assumption>(std::move(checks), std::move(made));
}

wire::Result<GetFederationTokenResponse> Sts::get_federation_token(
    wire::Authorized<GetFederationTokenRequest, Assumption> call) const {
  Assumption& made = call.loaded();
  wire::Caller federated =
      identity::session_caller(wire::CallerKind::kFederated, std::move(made.session));
  return GetFederationTokenResponse{
      .credentials = issue(federated),
      .federated_user = {.federated_user_id = federated.user_id, .arn = federated.arn},
      .packed_policy_size = made.packed_policy_size};
}

wire::Result<wire::Plan<>> Sts::plan_get_access_key_info(const wire::RequestContext& request,
                                                         const GetAccessKeyInfoRequest&) const {
  AG_CHECK(check_eligible(request));
  return wire::Plan<>(wire::Check{.action = "sts:GetAccessKeyInfo"});
}

wire::Result<GetAccessKeyInfoResponse> Sts::get_access_key_info(
    wire::Authorized<GetAccessKeyInfoRequest> call) const {
  const std::string& id = call.input().access_key_id;
  std::optional<base::AccountId> account = identity::account_of_temporary_key(id);
  if (auto key = needs_.directory.access_key(id)) account = key->account;
  if (!account) return validation_error(fmt::format("Invalid access key id: {}", id));
  return GetAccessKeyInfoResponse{.account = account->text()};
}

}  // namespace angarium::services::sts
