#include "identity/noting.h"

#include "wire/service.h"
#include "wire/session.h"

namespace angarium::identity {

base::Task<wire::Result<wire::Authenticated>> NotingAuthenticator::authenticate(
    const http::Request& request, const wire::ServiceTable& service, base::Time now) {
  auto checked = co_await checks_.authenticate(request, service, now);
  if (!checked.ok()) co_return checked;
  const wire::Caller& caller = checked->caller;
  // Sessions of users are neither: AWS tells of long-term keys and of roles.
  std::string id;
  if (!caller.session) id = caller.access_key_id;
  if (caller.kind == wire::CallerKind::kRoleSession) id = caller.session->issuer_id;
  if (!id.empty()) uses_.note(id, {now, std::string(service.name), checked->region.text()});
  co_return checked;
}

wire::Decision NotingAuthorizer::decide(const wire::ServiceCall& call, const wire::Check& check) {
  wire::Decision decision = decides_.decide(call, check);
  if (call.role_arn.empty() || !decision.allowed) return decision;
  const std::string_view arn = call.role_arn;
  if (auto role = directory_.role(call.account, arn.substr(arn.rfind('/') + 1))) {
    const std::string service = check.action.substr(0, check.action.find(':'));
    uses_.note(role->id, {call.time, service, call.region.text()});
  }
  return decision;
}

}  // namespace angarium::identity
