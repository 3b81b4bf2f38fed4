#pragma once

#include <string>
#include <string_view>

#include "policy/request.h"
#include "wire/authorizer.h"
#include "wire/session.h"

// The global condition keys that this server knows. Those that follow from the principal alone
// (aws:PrincipalArn, aws:userid...) are policy::Request's to fill in.
// Source: IAM user guide, "AWS global condition context keys".
namespace angarium::identity {

// Of every request that comes in: time, address, region, transport, agent.
void add_request_keys(const wire::RequestContext& from, policy::Request& request);
// Of temporary credentials. Their tags take the place of the principal's own, letter case apart.
void add_session_keys(const wire::Session& session, policy::Request& request);
// Of what a service does by itself. It never leaves this process, so it counts as encrypted, and
// has no address.
void add_service_keys(const wire::ServiceCall& call, policy::Request& request);
// On whose behalf a service calls as itself: aws:SourceArn and aws:SourceAccount.
void add_source_keys(const wire::ServiceCall& call, policy::Request& request);

}  // namespace angarium::identity
