#pragma once

#include "services/events/connection_shapes.h"
#include "services/events/destination_records.h"
#include "wire/error.h"

// What a connection's parameters may be, and what is shown of them. Plain functions.
namespace angarium::services::events {

ConnectionParameters parameters_of(const CreateConnectionAuthRequestParameters& given);

// `parameters` with what an update gives in place of it: each member alone, each list whole. A
// parameter that comes without its value keeps the one of its key: who edits what
// DescribeConnection showed does not know the secret ones.
ConnectionParameters updated(ConnectionParameters parameters,
                             const UpdateConnectionAuthRequestParameters& given);

// Whether the parameters are those of `type`, complete, and such that calls can be made of them.
// ValidationException says what is missing. Never shows a secret. Plain http:// is for
// `allow_plaintext`: AWS has none.
wire::Result<void> check_parameters(AuthorizationType type, const ConnectionParameters& parameters,
                                    bool allow_plaintext);
// ValidationException names `what`, the parameter that the URL is.
wire::Result<void> check_endpoint(const std::string& url, std::string_view what,
                                  bool allow_plaintext);

// Without passwords, client secrets, API keys, and values that are marked secret.
ConnectionAuthResponseParameters shown(const ConnectionParameters& parameters);

}  // namespace angarium::services::events
