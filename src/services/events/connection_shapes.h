#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "services/events/connection_auth_shapes.h"

namespace angarium::services::events {

struct CreateConnectionRequest {
  std::string name = {};
  std::optional<std::string> description = {};
  std::string authorization_type = {};
  CreateConnectionAuthRequestParameters auth_parameters = {};
  static const wire::Shape& shape();
};

struct CreateConnectionResponse {
  std::string arn = {};
  std::string state = {};
  base::Time creation_time = {};
  base::Time last_modified_time = {};
  static const wire::Shape& shape();
};

// What is left out stays as it is.
struct UpdateConnectionRequest {
  std::string name = {};
  std::optional<std::string> description = {};
  std::optional<std::string> authorization_type = {};
  std::optional<UpdateConnectionAuthRequestParameters> auth_parameters = {};
  static const wire::Shape& shape();
};

// What the answers to a change have in common.
struct ChangedConnection {
  std::string arn = {};
  std::string state = {};
  base::Time creation_time = {};
  base::Time last_modified_time = {};
  std::optional<base::Time> last_authorized_time = {};
};
struct UpdateConnectionResponse : ChangedConnection {
  static const wire::Shape& shape();
};

struct DeauthorizeConnectionRequest {
  std::string name = {};
  static const wire::Shape& shape();
};
struct DeauthorizeConnectionResponse : ChangedConnection {
  static const wire::Shape& shape();
};

struct DeleteConnectionRequest {
  std::string name = {};
  static const wire::Shape& shape();
};
struct DeleteConnectionResponse : ChangedConnection {
  static const wire::Shape& shape();
};

struct DescribeConnectionRequest {
  std::string name = {};
  static const wire::Shape& shape();
};

struct DescribeConnectionResponse {
  std::string arn = {};
  std::string name = {};
  std::optional<std::string> description = {};
  std::string state = {};
  std::optional<std::string> state_reason = {};
  std::string authorization_type = {};
  std::optional<std::string> secret_arn = {};
  std::optional<ConnectionAuthResponseParameters> auth_parameters = {};
  base::Time creation_time = {};
  base::Time last_modified_time = {};
  std::optional<base::Time> last_authorized_time = {};
  static const wire::Shape& shape();
};

struct ListConnectionsRequest {
  std::optional<std::string> name_prefix = {};
  std::optional<std::string> state = {};
  std::optional<std::string> next_token = {};
  std::optional<int32_t> limit = {};
  static const wire::Shape& shape();
};

struct ConnectionItem {
  std::string arn = {};
  std::string name = {};
  std::string state = {};
  std::optional<std::string> state_reason = {};
  std::string authorization_type = {};
  base::Time creation_time = {};
  base::Time last_modified_time = {};
  std::optional<base::Time> last_authorized_time = {};
  static const wire::Shape& shape();
};

struct ListConnectionsResponse {
  std::vector<ConnectionItem> connections = {};
  std::optional<std::string> next_token = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::events
