#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "services/events/connection_auth_shapes.h"
#include "store/key.h"
#include "store/operations.h"

// What the service stores of connections and API destinations (docs/formats/events.md): records in
// the numbered fields of store/fields.h. Decoding errors are kCorrupt and kUnsupportedFormat.
namespace angarium::services::events {

// The values are stored; by kAuthorizationTypes (destination_constraints.h).
enum class AuthorizationType : uint8_t { kBasic = 0, kOAuth = 1, kApiKey = 2 };
// Likewise; by kConnectionStates. Those in between two others last no longer than a request here,
// and are never stored, but for kAuthorizing.
enum class ConnectionState : uint8_t {
  kDeleting = 2,
  kAuthorized = 3,
  kDeauthorized = 4,
  kAuthorizing = 5,
  kDeauthorizing = 6,
};

// Everything that a connection authorizes itself with and adds to its calls, secrets included.
using ConnectionParameters = UpdateConnectionAuthRequestParameters;

struct ConnectionRecord {
  std::string name = {};
  std::string id = {};  // a UUID: the last part of its ARN
  std::optional<std::string> description = {};
  AuthorizationType type = AuthorizationType::kBasic;
  ConnectionState state = ConnectionState::kAuthorized;
  std::string state_reason = {};  // empty: none
  std::string secret_id = {};     // the last part of its secret's ARN; empty: it has none
  std::string sealed = {};        // ConnectionParameters as JSON; empty: it has none
  base::Time created = {};
  base::Time modified = {};
  std::optional<base::Time> authorized = {};
  friend bool operator==(const ConnectionRecord&, const ConnectionRecord&) = default;
};

// AWS's default for InvocationRateLimitPerSecond.
inline constexpr uint32_t kPerSecondDefault = 300;

struct ApiDestinationRecord {
  std::string name = {};
  std::string id = {};  // a UUID: the last part of its ARN
  std::optional<std::string> description = {};
  std::string connection_arn = {};
  std::string endpoint = {};
  std::string method = {};
  std::optional<uint32_t> per_second_max = {};  // as given; none: AWS's default
  base::Time created = {};
  base::Time modified = {};
  friend bool operator==(const ApiDestinationRecord&, const ApiDestinationRecord&) = default;
};

std::string encode(const ConnectionRecord& record);
std::string encode(const ApiDestinationRecord& record);
base::Result<ConnectionRecord> decode_connection(std::string_view stored);
base::Result<ApiDestinationRecord> decode_api_destination(std::string_view stored);

store::Key connections_key();  // prefixes
store::Key api_destinations_key();
store::Key connection_key(std::string_view name);
store::Key api_destination_key(std::string_view name);

// What a sealed secret belongs to (identity/seal.h).
std::string seal_context(const store::Partition& partition, const ConnectionRecord& record);
// The text that is sealed, and back.
std::string encode(const ConnectionParameters& parameters);
base::Result<ConnectionParameters> decode_parameters(std::string_view json);

}  // namespace angarium::services::events
