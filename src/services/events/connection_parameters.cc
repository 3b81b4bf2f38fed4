#include "services/events/connection_parameters.h"

#include <fmt/format.h>

#include <algorithm>

#include "delivery/targets/endpoint.h"
#include "services/events/destination_constraints.h"
#include "services/events/errors.h"

namespace angarium::services::events {
namespace {

// ---- Updates

template <class T>
void replace(std::optional<T>& value, const std::optional<T>& given) {
  if (given) value = given;
}

template <class Parameter>
void replace_list(std::optional<std::vector<Parameter>>& list,
                  const std::optional<std::vector<Parameter>>& given) {
  if (!given) return;
  std::vector<Parameter> next = *given;
  for (Parameter& parameter : next) {
    if (parameter.value || !list) continue;
    auto before = std::find_if(list->begin(), list->end(),
                               [&](const Parameter& other) { return other.key == parameter.key; });
    if (before != list->end()) parameter.value = before->value;
  }
  list = std::move(next);
}

void replace_http(std::optional<ConnectionHttpParameters>& http,
                  const std::optional<ConnectionHttpParameters>& given) {
  if (!given) return;
  if (!http) http.emplace();
  replace_list(http->header, given->header);
  replace_list(http->query_string, given->query_string);
  replace_list(http->body, given->body);
}

void replace_oauth(ConnectionParameters& parameters,
                   const UpdateConnectionOAuthRequestParameters& given) {
  if (!parameters.oauth) parameters.oauth.emplace();
  UpdateConnectionOAuthRequestParameters& oauth = *parameters.oauth;
  if (given.client) {
    if (!oauth.client) oauth.client.emplace();
    replace(oauth.client->client_id, given.client->client_id);
    replace(oauth.client->client_secret, given.client->client_secret);
  }
  replace(oauth.authorization_endpoint, given.authorization_endpoint);
  replace(oauth.http_method, given.http_method);
  replace_http(oauth.http, given.http);
}

// ---- Checks

// RFC 9110, "token". AWS's own pattern lets more through.
bool is_field_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    return letter || digit || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

wire::Error missing(std::string_view what) {
  return validation(fmt::format("Parameter AuthParameters.{} is required.", what));
}

template <class Parameter>
wire::Result<void> check_list(const std::optional<std::vector<Parameter>>& list,
                              std::string_view name) {
  if (!list) return {};
  for (const Parameter& parameter : *list) {
    if (!parameter.key || parameter.key->empty()) {
      return validation(fmt::format("Each of {} needs a Key.", name));
    }
    if (!parameter.value) {
      return validation(fmt::format("{} `{}` needs a Value.", name, *parameter.key));
    }
  }
  return {};
}

wire::Result<void> check_http(const std::optional<ConnectionHttpParameters>& http) {
  if (!http) return {};
  AG_CHECK(check_list(http->header, "HeaderParameters"));
  AG_CHECK(check_list(http->query_string, "QueryStringParameters"));
  return check_list(http->body, "BodyParameters");
}

wire::Result<void> check_oauth(const ConnectionParameters& parameters, bool allow_plaintext) {
  if (!parameters.oauth) return missing("OAuthParameters");
  const UpdateConnectionOAuthRequestParameters& oauth = *parameters.oauth;
  if (!oauth.client || !oauth.client->client_id) {
    return missing("OAuthParameters.ClientParameters.ClientID");
  }
  if (!oauth.client->client_secret) {
    return missing("OAuthParameters.ClientParameters.ClientSecret");
  }
  if (!oauth.authorization_endpoint) return missing("OAuthParameters.AuthorizationEndpoint");
  if (!oauth.http_method) return missing("OAuthParameters.HttpMethod");
  AG_CHECK(check_endpoint(*oauth.authorization_endpoint, "AuthorizationEndpoint", allow_plaintext));
  return check_http(oauth.http);
}

wire::Result<void> check_basic(const ConnectionParameters& parameters) {
  if (!parameters.basic) return missing("BasicAuthParameters");
  if (!parameters.basic->username) return missing("BasicAuthParameters.Username");
  if (!parameters.basic->password) return missing("BasicAuthParameters.Password");
  return {};
}

wire::Result<void> check_api_key(const ConnectionParameters& parameters) {
  if (!parameters.api_key) return missing("ApiKeyAuthParameters");
  if (!parameters.api_key->name) return missing("ApiKeyAuthParameters.ApiKeyName");
  if (!parameters.api_key->value) return missing("ApiKeyAuthParameters.ApiKeyValue");
  if (is_field_name(*parameters.api_key->name)) return {};
  return validation(
      "ApiKeyName must be the name of an HTTP header field: letters, digits and any of "
      "!#$%&'*+-.^_`|~");
}

// ---- What is shown

template <class Parameter>
void hide_secrets(std::optional<std::vector<Parameter>>& list) {
  if (!list) return;
  for (Parameter& parameter : *list) {
    parameter.is_value_secret = parameter.is_value_secret.value_or(false);
    if (*parameter.is_value_secret) parameter.value.reset();
  }
}

std::optional<ConnectionHttpParameters> shown_http(std::optional<ConnectionHttpParameters> http) {
  if (!http) return http;
  hide_secrets(http->header);
  hide_secrets(http->query_string);
  hide_secrets(http->body);
  return http;
}

}  // namespace

ConnectionParameters parameters_of(const CreateConnectionAuthRequestParameters& given) {
  ConnectionParameters parameters;
  if (given.basic) {
    parameters.basic = {.username = given.basic->username, .password = given.basic->password};
  }
  if (given.api_key)
    parameters.api_key = {.name = given.api_key->name, .value = given.api_key->value};
  if (given.oauth) {
    parameters.oauth.emplace();
    parameters.oauth->client = {.client_id = given.oauth->client.client_id,
                                .client_secret = given.oauth->client.client_secret};
    parameters.oauth->authorization_endpoint = given.oauth->authorization_endpoint;
    parameters.oauth->http_method = given.oauth->http_method;
    parameters.oauth->http = given.oauth->http;
  }
  parameters.invocation = given.invocation;
  return parameters;
}

ConnectionParameters updated(ConnectionParameters parameters,
                             const UpdateConnectionAuthRequestParameters& given) {
  if (given.basic) {
    if (!parameters.basic) parameters.basic.emplace();
    replace(parameters.basic->username, given.basic->username);
    replace(parameters.basic->password, given.basic->password);
  }
  if (given.api_key) {
    if (!parameters.api_key) parameters.api_key.emplace();
    replace(parameters.api_key->name, given.api_key->name);
    replace(parameters.api_key->value, given.api_key->value);
  }
  if (given.oauth) replace_oauth(parameters, *given.oauth);
  replace_http(parameters.invocation, given.invocation);
  return parameters;
}

wire::Result<void> check_parameters(AuthorizationType type, const ConnectionParameters& parameters,
                                    bool allow_plaintext) {
  const int given =
      parameters.basic.has_value() + parameters.oauth.has_value() + parameters.api_key.has_value();
  if (given > 1) {
    return validation(fmt::format("AuthParameters must be those of AuthorizationType {} alone.",
                                  kAuthorizationTypes[static_cast<size_t>(type)]));
  }
  switch (type) {
    case AuthorizationType::kBasic: AG_CHECK(check_basic(parameters)); break;
    case AuthorizationType::kOAuth: AG_CHECK(check_oauth(parameters, allow_plaintext)); break;
    case AuthorizationType::kApiKey: AG_CHECK(check_api_key(parameters)); break;
  }
  return check_http(parameters.invocation);
}

wire::Result<void> check_endpoint(const std::string& url, std::string_view what,
                                  bool allow_plaintext) {
  auto endpoint = delivery::targets::parse_endpoint(url, allow_plaintext);
  if (endpoint.ok()) return {};
  return validation(
      fmt::format("Parameter {} is not valid. Reason: {}.", what, endpoint.error().message()));
}

ConnectionAuthResponseParameters shown(const ConnectionParameters& parameters) {
  ConnectionAuthResponseParameters response;
  if (parameters.basic) response.basic = {.username = parameters.basic->username};
  if (parameters.api_key) response.api_key = {.name = parameters.api_key->name};
  if (parameters.oauth) {
    const UpdateConnectionOAuthRequestParameters& oauth = *parameters.oauth;
    response.oauth.emplace();
    if (oauth.client) response.oauth->client = {.client_id = oauth.client->client_id};
    response.oauth->authorization_endpoint = oauth.authorization_endpoint;
    response.oauth->http_method = oauth.http_method;
    response.oauth->http = shown_http(oauth.http);
  }
  response.invocation = shown_http(parameters.invocation);
  return response;
}

}  // namespace angarium::services::events
