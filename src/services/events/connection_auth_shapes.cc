#include "services/events/connection_auth_shapes.h"

#include "services/events/destination_constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;
using wire::unsupported;

namespace {

constexpr std::array<std::string_view, 3> kTokenMethods{"GET", "POST", "PUT"};
constexpr int64_t kParametersMax = 100;

}  // namespace

const Shape& ConnectionHeaderParameter::shape() {
  using T = ConnectionHeaderParameter;
  static constexpr wire::Member kMembers[] = {
      at_most(member<&T::key>("Key"), 512).pattern(R"(^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$)"),
      at_most(member<&T::value>("Value"), 512)
          .pattern(R"(^[ \t]*[\x20-\x7E]+([ \t]+[\x20-\x7E]+)*[ \t]*$)"),
      member<&T::is_value_secret>("IsValueSecret"),
  };
  static constexpr Shape kShape{"ConnectionHeaderParameter", kMembers};
  return kShape;
}

const Shape& ConnectionQueryStringParameter::shape() {
  using T = ConnectionQueryStringParameter;
  static constexpr wire::Member kMembers[] = {
      at_most(member<&T::key>("Key"), 512).pattern(R"([^\x00-\x1F\x7F]+)"),
      at_most(member<&T::value>("Value"), 512).pattern(R"([^\x00-\x09\x0B\x0C\x0E-\x1F\x7F]+)"),
      member<&T::is_value_secret>("IsValueSecret"),
  };
  static constexpr Shape kShape{"ConnectionQueryStringParameter", kMembers};
  return kShape;
}

const Shape& ConnectionBodyParameter::shape() {
  using T = ConnectionBodyParameter;
  static constexpr wire::Member kMembers[] = {
      member<&T::key>("Key"),
      member<&T::value>("Value"),
      member<&T::is_value_secret>("IsValueSecret"),
  };
  static constexpr Shape kShape{"ConnectionBodyParameter", kMembers};
  return kShape;
}

const Shape& ConnectionHttpParameters::shape() {
  using T = ConnectionHttpParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::header>("HeaderParameters").items(0, kParametersMax),
      member<&T::query_string>("QueryStringParameters").items(0, kParametersMax),
      member<&T::body>("BodyParameters").items(0, kParametersMax),
  };
  static constexpr Shape kShape{"ConnectionHttpParameters", kMembers};
  return kShape;
}

const Shape& CreateConnectionBasicAuthRequestParameters::shape() {
  using T = CreateConnectionBasicAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      as_auth_header(member<&T::username>("Username").required()),
      as_auth_header(member<&T::password>("Password").required()),
  };
  static constexpr Shape kShape{"CreateConnectionBasicAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& CreateConnectionOAuthClientRequestParameters::shape() {
  using T = CreateConnectionOAuthClientRequestParameters;
  static constexpr wire::Member kMembers[] = {
      as_auth_header(member<&T::client_id>("ClientID").required()),
      as_auth_header(member<&T::client_secret>("ClientSecret").required()),
  };
  static constexpr Shape kShape{"CreateConnectionOAuthClientRequestParameters", kMembers};
  return kShape;
}

const Shape& CreateConnectionOAuthRequestParameters::shape() {
  using T = CreateConnectionOAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::client>("ClientParameters").required(),
      as_endpoint(member<&T::authorization_endpoint>("AuthorizationEndpoint").required()),
      member<&T::http_method>("HttpMethod").required().one_of(kTokenMethods),
      member<&T::http>("OAuthHttpParameters"),
  };
  static constexpr Shape kShape{"CreateConnectionOAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& CreateConnectionApiKeyAuthRequestParameters::shape() {
  using T = CreateConnectionApiKeyAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      as_auth_header(member<&T::name>("ApiKeyName").required()),
      as_auth_header(member<&T::value>("ApiKeyValue").required()),
  };
  static constexpr Shape kShape{"CreateConnectionApiKeyAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& CreateConnectionAuthRequestParameters::shape() {
  using T = CreateConnectionAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::basic>("BasicAuthParameters"),
      member<&T::oauth>("OAuthParameters"),
      member<&T::api_key>("ApiKeyAuthParameters"),
      member<&T::invocation>("InvocationHttpParameters"),
      unsupported("ConnectivityParameters"),
  };
  static constexpr Shape kShape{"CreateConnectionAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& UpdateConnectionBasicAuthRequestParameters::shape() {
  using T = UpdateConnectionBasicAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      as_auth_header(member<&T::username>("Username")),
      as_auth_header(member<&T::password>("Password")),
  };
  static constexpr Shape kShape{"UpdateConnectionBasicAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& UpdateConnectionOAuthClientRequestParameters::shape() {
  using T = UpdateConnectionOAuthClientRequestParameters;
  static constexpr wire::Member kMembers[] = {
      as_auth_header(member<&T::client_id>("ClientID")),
      as_auth_header(member<&T::client_secret>("ClientSecret")),
  };
  static constexpr Shape kShape{"UpdateConnectionOAuthClientRequestParameters", kMembers};
  return kShape;
}

const Shape& UpdateConnectionOAuthRequestParameters::shape() {
  using T = UpdateConnectionOAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::client>("ClientParameters"),
      as_endpoint(member<&T::authorization_endpoint>("AuthorizationEndpoint")),
      member<&T::http_method>("HttpMethod").one_of(kTokenMethods),
      member<&T::http>("OAuthHttpParameters"),
  };
  static constexpr Shape kShape{"UpdateConnectionOAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& UpdateConnectionApiKeyAuthRequestParameters::shape() {
  using T = UpdateConnectionApiKeyAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      as_auth_header(member<&T::name>("ApiKeyName")),
      as_auth_header(member<&T::value>("ApiKeyValue")),
  };
  static constexpr Shape kShape{"UpdateConnectionApiKeyAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& UpdateConnectionAuthRequestParameters::shape() {
  using T = UpdateConnectionAuthRequestParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::basic>("BasicAuthParameters"),
      member<&T::oauth>("OAuthParameters"),
      member<&T::api_key>("ApiKeyAuthParameters"),
      member<&T::invocation>("InvocationHttpParameters"),
      unsupported("ConnectivityParameters"),
  };
  static constexpr Shape kShape{"UpdateConnectionAuthRequestParameters", kMembers};
  return kShape;
}

const Shape& ConnectionBasicAuthResponseParameters::shape() {
  using T = ConnectionBasicAuthResponseParameters;
  static constexpr wire::Member kMembers[] = {as_auth_header(member<&T::username>("Username"))};
  static constexpr Shape kShape{"ConnectionBasicAuthResponseParameters", kMembers};
  return kShape;
}

const Shape& ConnectionOAuthClientResponseParameters::shape() {
  using T = ConnectionOAuthClientResponseParameters;
  static constexpr wire::Member kMembers[] = {as_auth_header(member<&T::client_id>("ClientID"))};
  static constexpr Shape kShape{"ConnectionOAuthClientResponseParameters", kMembers};
  return kShape;
}

const Shape& ConnectionOAuthResponseParameters::shape() {
  using T = ConnectionOAuthResponseParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::client>("ClientParameters"),
      as_endpoint(member<&T::authorization_endpoint>("AuthorizationEndpoint")),
      member<&T::http_method>("HttpMethod").one_of(kTokenMethods),
      member<&T::http>("OAuthHttpParameters"),
  };
  static constexpr Shape kShape{"ConnectionOAuthResponseParameters", kMembers};
  return kShape;
}

const Shape& ConnectionApiKeyAuthResponseParameters::shape() {
  using T = ConnectionApiKeyAuthResponseParameters;
  static constexpr wire::Member kMembers[] = {as_auth_header(member<&T::name>("ApiKeyName"))};
  static constexpr Shape kShape{"ConnectionApiKeyAuthResponseParameters", kMembers};
  return kShape;
}

const Shape& ConnectionAuthResponseParameters::shape() {
  using T = ConnectionAuthResponseParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::basic>("BasicAuthParameters"),
      member<&T::oauth>("OAuthParameters"),
      member<&T::api_key>("ApiKeyAuthParameters"),
      member<&T::invocation>("InvocationHttpParameters"),
      unsupported("ConnectivityParameters"),
  };
  static constexpr Shape kShape{"ConnectionAuthResponseParameters", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
