#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/tag_shapes.h"
#include "wire/shape.h"

namespace angarium::services::iam {

struct CreateOpenIDConnectProviderRequest {
  std::string url = {};
  std::optional<std::vector<std::string>> client_ids = {};
  std::optional<std::vector<std::string>> thumbprint_list = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct CreateOpenIDConnectProviderResponse {
  std::optional<std::string> provider_arn = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct GetOpenIDConnectProviderRequest {
  std::string provider_arn = {};
  static const wire::Shape& shape();
};

struct GetOpenIDConnectProviderResponse {
  std::optional<std::string> url = {};
  std::optional<std::vector<std::string>> client_ids = {};
  std::optional<std::vector<std::string>> thumbprint_list = {};
  std::optional<base::Time> create_date = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct ListOpenIDConnectProvidersRequest {
  static const wire::Shape& shape();
};

struct OpenIDConnectProviderListEntry {
  std::optional<std::string> arn = {};
  static const wire::Shape& shape();
};

struct ListOpenIDConnectProvidersResponse {
  std::optional<std::vector<OpenIDConnectProviderListEntry>> provider_list = {};
  static const wire::Shape& shape();
};

struct DeleteOpenIDConnectProviderRequest {
  std::string provider_arn = {};
  static const wire::Shape& shape();
};

struct UpdateOpenIDConnectProviderThumbprintRequest {
  std::string provider_arn = {};
  std::vector<std::string> thumbprint_list = {};
  static const wire::Shape& shape();
};

struct AddClientIDToOpenIDConnectProviderRequest {
  std::string provider_arn = {};
  std::string client_id = {};
  static const wire::Shape& shape();
};

struct RemoveClientIDFromOpenIDConnectProviderRequest {
  std::string provider_arn = {};
  std::string client_id = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
