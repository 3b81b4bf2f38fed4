#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "wire/shape.h"

namespace angarium::services::events {

struct CreateApiDestinationRequest {
  std::string name = {};
  std::optional<std::string> description = {};
  std::string connection_arn = {};
  std::string invocation_endpoint = {};
  std::string http_method = {};
  std::optional<int32_t> invocation_rate_limit_per_second = {};
  static const wire::Shape& shape();
};

// What the answers to a change have in common.
struct ChangedApiDestination {
  std::string arn = {};
  std::string state = {};
  base::Time creation_time = {};
  base::Time last_modified_time = {};
};
struct CreateApiDestinationResponse : ChangedApiDestination {
  static const wire::Shape& shape();
};

// What is left out stays as it is.
struct UpdateApiDestinationRequest {
  std::string name = {};
  std::optional<std::string> description = {};
  std::optional<std::string> connection_arn = {};
  std::optional<std::string> invocation_endpoint = {};
  std::optional<std::string> http_method = {};
  std::optional<int32_t> invocation_rate_limit_per_second = {};
  static const wire::Shape& shape();
};
struct UpdateApiDestinationResponse : ChangedApiDestination {
  static const wire::Shape& shape();
};

struct DeleteApiDestinationRequest {
  std::string name = {};
  static const wire::Shape& shape();
};
struct DeleteApiDestinationResponse {
  static const wire::Shape& shape();
};

struct DescribeApiDestinationRequest {
  std::string name = {};
  static const wire::Shape& shape();
};

// As a list shows it; DescribeApiDestination adds the description.
struct ApiDestinationItem {
  std::string arn = {};
  std::string name = {};
  std::string state = {};
  std::string connection_arn = {};
  std::string invocation_endpoint = {};
  std::string http_method = {};
  int32_t invocation_rate_limit_per_second = 0;
  base::Time creation_time = {};
  base::Time last_modified_time = {};
  static const wire::Shape& shape();
};
struct DescribeApiDestinationResponse : ApiDestinationItem {
  std::optional<std::string> description = {};
  static const wire::Shape& shape();
};

struct ListApiDestinationsRequest {
  std::optional<std::string> name_prefix = {};
  std::optional<std::string> connection_arn = {};
  std::optional<std::string> next_token = {};
  std::optional<int32_t> limit = {};
  static const wire::Shape& shape();
};

struct ListApiDestinationsResponse {
  std::vector<ApiDestinationItem> api_destinations = {};
  std::optional<std::string> next_token = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::events
