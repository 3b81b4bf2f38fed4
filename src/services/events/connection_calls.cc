#include "services/events/connection_calls.h"

#include "base/base64.h"

namespace angarium::services::events {
namespace {

using delivery::targets::AddedParameters;
using delivery::targets::FixedAuthorization;
using delivery::targets::OAuthClient;
using delivery::targets::OAuthSession;
using delivery::targets::Parameters;

template <class Parameter>
Parameters parameters_of(const std::optional<std::vector<Parameter>>& list) {
  Parameters parameters;
  if (!list) return parameters;
  for (const Parameter& one : *list) {
    parameters.emplace_back(one.key.value_or(""), one.value.value_or(""));
  }
  return parameters;
}

AddedParameters added_parameters(const std::optional<ConnectionHttpParameters>& http) {
  if (!http) return {};
  return {.headers = parameters_of(http->header),
          .query = parameters_of(http->query_string),
          .body = parameters_of(http->body)};
}

// Null: see connection_calls.
std::shared_ptr<OAuthSession> session_of(const UpdateConnectionOAuthRequestParameters& oauth,
                                         const CallMeans& means, OAuthSession::Report report) {
  auto endpoint = delivery::targets::parse_endpoint(oauth.authorization_endpoint.value_or(""),
                                                    means.allows_plain_http);
  if (!endpoint.ok() || !oauth.client) return nullptr;
  OAuthClient client{.id = oauth.client->client_id.value_or(""),
                     .secret = oauth.client->client_secret.value_or(""),
                     .endpoint = std::move(*endpoint),
                     .method = oauth.http_method.value_or("POST"),
                     .parameters = added_parameters(oauth.http)};
  return std::make_shared<OAuthSession>(std::move(client), means.pool, means.executor,
                                        std::move(report));
}

}  // namespace

std::shared_ptr<const delivery::targets::Connection> connection_calls(
    AuthorizationType type, const ConnectionParameters& parameters, const CallMeans& means,
    OAuthSession::Report report) {
  auto calls = std::make_shared<delivery::targets::Connection>();
  calls->parameters = added_parameters(parameters.invocation);
  if (type == AuthorizationType::kOAuth && parameters.oauth) {
    auto session = session_of(*parameters.oauth, means, std::move(report));
    if (!session) return nullptr;
    calls->authorization = std::move(session);
  } else if (type == AuthorizationType::kBasic && parameters.basic) {
    calls->authorization = FixedAuthorization{
        "Authorization",
        "Basic " + base::encode_base64(parameters.basic->username.value_or("") + ":" +
                                       parameters.basic->password.value_or(""))};
  } else if (parameters.api_key) {
    calls->authorization = FixedAuthorization{parameters.api_key->name.value_or(""),
                                              parameters.api_key->value.value_or("")};
  } else {
    return nullptr;
  }
  return calls;
}

}  // namespace angarium::services::events
