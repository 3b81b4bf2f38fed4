#pragma once

#include <memory>
#include <string>

#include "identity/directory.h"
#include "identity/session_token.h"
#include "services/sts/role_shapes.h"
#include "services/sts/session_shapes.h"
#include "services/sts/web_identities.h"
#include "wire/service.h"

namespace angarium::services::sts {

// All outlive the service.
struct Dependencies {
  const identity::Directory& directory;
  const identity::SessionTokens& tokens;
  const WebIdentities& web_identities;
  // False in dev mode, whose callers are roots that may do everything, assume roles as well.
  bool policies_decide = true;
};

// A role that is being assumed, and the session that will come of it.
struct Assumption {
  std::shared_ptr<const identity::Role> role = nullptr;
  wire::Session session = {};
  std::optional<int32_t> packed_policy_size = {};
  std::string provider = {};  // of a web identity: who vouches, for whom, to whom
  std::string subject = {};
  std::string audience = {};
};

// The Security Token Service: who am I, and temporary credentials. It keeps nothing: a session is
// in its token. Thread safe.
class Sts {
 public:
  explicit Sts(Dependencies needs) : needs_(needs) {}

  using RolePlan = wire::Result<wire::Plan<Assumption>>;
  RolePlan plan_assume_role(const wire::RequestContext& request,
                            const AssumeRoleRequest& input) const;
  wire::Result<AssumeRoleResponse> assume_role(
      wire::Authorized<AssumeRoleRequest, Assumption> call) const;
  RolePlan plan_assume_role_with_web_identity(const wire::RequestContext& request,
                                              const AssumeRoleWithWebIdentityRequest& input) const;
  wire::Result<AssumeRoleWithWebIdentityResponse> assume_role_with_web_identity(
      wire::Authorized<AssumeRoleWithWebIdentityRequest, Assumption> call) const;

  wire::Result<wire::Plan<>> plan_get_session_token(const wire::RequestContext& request,
                                                    const GetSessionTokenRequest& input) const;
  wire::Result<GetSessionTokenResponse> get_session_token(
      wire::Authorized<GetSessionTokenRequest> call) const;
  wire::Result<wire::Plan<Assumption>> plan_get_federation_token(
      const wire::RequestContext& request, const GetFederationTokenRequest& input) const;
  wire::Result<GetFederationTokenResponse> get_federation_token(
      wire::Authorized<GetFederationTokenRequest, Assumption> call) const;

  wire::Result<wire::Plan<>> plan_get_caller_identity(const wire::RequestContext& request,
                                                      const GetCallerIdentityRequest& input) const;
  wire::Result<GetCallerIdentityResponse> get_caller_identity(
      wire::Authorized<GetCallerIdentityRequest> call) const;
  wire::Result<wire::Plan<>> plan_get_access_key_info(const wire::RequestContext& request,
                                                      const GetAccessKeyInfoRequest& input) const;
  wire::Result<GetAccessKeyInfoResponse> get_access_key_info(
      wire::Authorized<GetAccessKeyInfoRequest> call) const;

  static const wire::ServiceTable& table();

 private:
  // Null: there is no such role.
  std::shared_ptr<const identity::Role> find_role(std::string_view arn) const;
  Credentials issue(const wire::Caller& caller) const;

  const Dependencies needs_;
};

}  // namespace angarium::services::sts
