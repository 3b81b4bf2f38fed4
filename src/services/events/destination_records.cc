#include "services/events/destination_records.h"

#include <fmt/format.h>

#include "services/events/record_fields.h"
#include "store/error.h"
#include "wire/json_codec.h"

namespace angarium::services::events {
namespace {

using store::FieldReader;
using store::FieldWriter;

// Field 1 of every record: raised when a reader of the version before would misunderstand it.
constexpr uint64_t kFormatVersion = 1;

base::Result<void> check_version(uint64_t version, const char* what) {
  if (version == kFormatVersion) return {};
  if (version == 0) {
    return base::Error(store::StoreError::kCorrupt,
                       fmt::format("a stored {} has no format version", what));
  }
  return base::Error(store::StoreError::kUnsupportedFormat,
                     fmt::format("a stored {} has format version {}", what, version));
}

base::Result<void> check_connection(const ConnectionRecord& record) {
  const bool known_type = record.type <= AuthorizationType::kApiKey;
  const bool known_state = record.state == ConnectionState::kAuthorized ||
                           record.state == ConnectionState::kDeauthorized ||
                           record.state == ConnectionState::kAuthorizing;
  if (known_type && known_state) return {};
  return base::Error(store::StoreError::kCorrupt,
                     fmt::format("the stored connection `{}` has an unknown {}", record.name,
                                 known_type ? "state" : "authorization type"));
}

}  // namespace

std::string encode(const ConnectionRecord& record) {
  FieldWriter writer;
  writer.number(1, kFormatVersion);
  writer.bytes(2, record.name);
  writer.bytes(3, record.id);
  write_optional(writer, 4, record.description);
  writer.number(5, static_cast<uint64_t>(record.type));
  writer.number(6, static_cast<uint64_t>(record.state));
  if (!record.state_reason.empty()) writer.bytes(7, record.state_reason);
  if (!record.secret_id.empty()) writer.bytes(8, record.secret_id);
  if (!record.sealed.empty()) writer.bytes(9, record.sealed);
  writer.time(10, record.created);
  writer.time(11, record.modified);
  if (record.authorized) writer.time(12, *record.authorized);
  return writer.take();
}

base::Result<ConnectionRecord> decode_connection(std::string_view stored) {
  ConnectionRecord record;
  uint64_t version = 0;
  FieldReader reader(stored);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: version = reader.number(); break;
      case 2: record.name = reader.bytes(); break;
      case 3: record.id = reader.bytes(); break;
      case 4: record.description = std::string(reader.bytes()); break;
      case 5: record.type = static_cast<AuthorizationType>(reader.number()); break;
      case 6: record.state = static_cast<ConnectionState>(reader.number()); break;
      case 7: record.state_reason = reader.bytes(); break;
      case 8: record.secret_id = reader.bytes(); break;
      case 9: record.sealed = reader.bytes(); break;
      case 10: record.created = reader.time(); break;
      case 11: record.modified = reader.time(); break;
      case 12: record.authorized = reader.time(); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  AG_CHECK(check_version(version, "connection"));
  AG_CHECK(check_connection(record));
  return record;
}

std::string encode(const ApiDestinationRecord& record) {
  FieldWriter writer;
  writer.number(1, kFormatVersion);
  writer.bytes(2, record.name);
  writer.bytes(3, record.id);
  write_optional(writer, 4, record.description);
  writer.bytes(5, record.connection_arn);
  writer.bytes(6, record.endpoint);
  writer.bytes(7, record.method);
  if (record.per_second_max) writer.number(8, *record.per_second_max);
  writer.time(9, record.created);
  writer.time(10, record.modified);
  return writer.take();
}

base::Result<ApiDestinationRecord> decode_api_destination(std::string_view stored) {
  ApiDestinationRecord record;
  uint64_t version = 0;
  FieldReader reader(stored);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: version = reader.number(); break;
      case 2: record.name = reader.bytes(); break;
      case 3: record.id = reader.bytes(); break;
      case 4: record.description = std::string(reader.bytes()); break;
      case 5: record.connection_arn = reader.bytes(); break;
      case 6: record.endpoint = reader.bytes(); break;
      case 7: record.method = reader.bytes(); break;
      case 8: record.per_second_max = static_cast<uint32_t>(reader.number()); break;
      case 9: record.created = reader.time(); break;
      case 10: record.modified = reader.time(); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  AG_CHECK(check_version(version, "API destination"));
  return record;
}

store::Key connections_key() { return store::Key::of({"events", "connection"}); }
store::Key api_destinations_key() { return store::Key::of({"events", "api-destination"}); }
store::Key connection_key(std::string_view name) { return connections_key().with(name); }
store::Key api_destination_key(std::string_view name) { return api_destinations_key().with(name); }

std::string seal_context(const store::Partition& partition, const ConnectionRecord& record) {
  return fmt::format("connection/{}/{}/{}/{}", partition.account.text(), partition.region.text(),
                     record.name, record.id);
}

std::string encode(const ConnectionParameters& parameters) {
  std::string json;
  wire::encode_json(ConnectionParameters::shape(), &parameters, json);
  return json;
}

base::Result<ConnectionParameters> decode_parameters(std::string_view json) {
  ConnectionParameters parameters;
  wire::Result<void> read = wire::decode_own_json(json, ConnectionParameters::shape(), &parameters);
  if (read.ok()) return parameters;
  // Not the message, which may quote what is secret.
  return base::Error(store::StoreError::kCorrupt, "the parameters of a stored connection");
}

}  // namespace angarium::services::events
