#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

// How a connection authorizes itself: what requests say, and what answers show of it.
namespace angarium::services::events {

// One parameter that is added to a request. A secret one's value is taken and never shown.
struct ConnectionHeaderParameter {
  std::optional<std::string> key = {};
  std::optional<std::string> value = {};
  std::optional<bool> is_value_secret = {};
  static const wire::Shape& shape();
  friend bool operator==(const ConnectionHeaderParameter&,
                         const ConnectionHeaderParameter&) = default;
};
struct ConnectionQueryStringParameter {
  std::optional<std::string> key = {};
  std::optional<std::string> value = {};
  std::optional<bool> is_value_secret = {};
  static const wire::Shape& shape();
  friend bool operator==(const ConnectionQueryStringParameter&,
                         const ConnectionQueryStringParameter&) = default;
};
struct ConnectionBodyParameter {
  std::optional<std::string> key = {};
  std::optional<std::string> value = {};
  std::optional<bool> is_value_secret = {};
  static const wire::Shape& shape();
  friend bool operator==(const ConnectionBodyParameter&, const ConnectionBodyParameter&) = default;
};
struct ConnectionHttpParameters {
  std::optional<std::vector<ConnectionHeaderParameter>> header = {};
  std::optional<std::vector<ConnectionQueryStringParameter>> query_string = {};
  std::optional<std::vector<ConnectionBodyParameter>> body = {};
  static const wire::Shape& shape();
  friend bool operator==(const ConnectionHttpParameters&,
                         const ConnectionHttpParameters&) = default;
};

// ---- As CreateConnection takes them: whole.

struct CreateConnectionBasicAuthRequestParameters {
  std::string username = {};
  std::string password = {};
  static const wire::Shape& shape();
};
struct CreateConnectionOAuthClientRequestParameters {
  std::string client_id = {};
  std::string client_secret = {};
  static const wire::Shape& shape();
};
struct CreateConnectionOAuthRequestParameters {
  CreateConnectionOAuthClientRequestParameters client = {};
  std::string authorization_endpoint = {};
  std::string http_method = {};
  std::optional<ConnectionHttpParameters> http = {};
  static const wire::Shape& shape();
};
struct CreateConnectionApiKeyAuthRequestParameters {
  std::string name = {};
  std::string value = {};
  static const wire::Shape& shape();
};
struct CreateConnectionAuthRequestParameters {
  std::optional<CreateConnectionBasicAuthRequestParameters> basic = {};
  std::optional<CreateConnectionOAuthRequestParameters> oauth = {};
  std::optional<CreateConnectionApiKeyAuthRequestParameters> api_key = {};
  std::optional<ConnectionHttpParameters> invocation = {};
  static const wire::Shape& shape();
};

// ---- As UpdateConnection takes them: any part. And as they are kept, sealed, in a connection's
// record (docs/formats/events.md).

struct UpdateConnectionBasicAuthRequestParameters {
  std::optional<std::string> username = {};
  std::optional<std::string> password = {};
  static const wire::Shape& shape();
  friend bool operator==(const UpdateConnectionBasicAuthRequestParameters&,
                         const UpdateConnectionBasicAuthRequestParameters&) = default;
};
struct UpdateConnectionOAuthClientRequestParameters {
  std::optional<std::string> client_id = {};
  std::optional<std::string> client_secret = {};
  static const wire::Shape& shape();
  friend bool operator==(const UpdateConnectionOAuthClientRequestParameters&,
                         const UpdateConnectionOAuthClientRequestParameters&) = default;
};
struct UpdateConnectionOAuthRequestParameters {
  std::optional<UpdateConnectionOAuthClientRequestParameters> client = {};
  std::optional<std::string> authorization_endpoint = {};
  std::optional<std::string> http_method = {};
  std::optional<ConnectionHttpParameters> http = {};
  static const wire::Shape& shape();
  friend bool operator==(const UpdateConnectionOAuthRequestParameters&,
                         const UpdateConnectionOAuthRequestParameters&) = default;
};
struct UpdateConnectionApiKeyAuthRequestParameters {
  std::optional<std::string> name = {};
  std::optional<std::string> value = {};
  static const wire::Shape& shape();
  friend bool operator==(const UpdateConnectionApiKeyAuthRequestParameters&,
                         const UpdateConnectionApiKeyAuthRequestParameters&) = default;
};
struct UpdateConnectionAuthRequestParameters {
  std::optional<UpdateConnectionBasicAuthRequestParameters> basic = {};
  std::optional<UpdateConnectionOAuthRequestParameters> oauth = {};
  std::optional<UpdateConnectionApiKeyAuthRequestParameters> api_key = {};
  std::optional<ConnectionHttpParameters> invocation = {};
  static const wire::Shape& shape();
  friend bool operator==(const UpdateConnectionAuthRequestParameters&,
                         const UpdateConnectionAuthRequestParameters&) = default;
};

// ---- As DescribeConnection shows them: without what is secret.

struct ConnectionBasicAuthResponseParameters {
  std::optional<std::string> username = {};
  static const wire::Shape& shape();
};
struct ConnectionOAuthClientResponseParameters {
  std::optional<std::string> client_id = {};
  static const wire::Shape& shape();
};
struct ConnectionOAuthResponseParameters {
  std::optional<ConnectionOAuthClientResponseParameters> client = {};
  std::optional<std::string> authorization_endpoint = {};
  std::optional<std::string> http_method = {};
  std::optional<ConnectionHttpParameters> http = {};
  static const wire::Shape& shape();
};
struct ConnectionApiKeyAuthResponseParameters {
  std::optional<std::string> name = {};
  static const wire::Shape& shape();
};
struct ConnectionAuthResponseParameters {
  std::optional<ConnectionBasicAuthResponseParameters> basic = {};
  std::optional<ConnectionOAuthResponseParameters> oauth = {};
  std::optional<ConnectionApiKeyAuthResponseParameters> api_key = {};
  std::optional<ConnectionHttpParameters> invocation = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::events
