#include "services/events/record_fields.h"
#include "services/events/records.h"
#include "store/error.h"
#include "wire/json_codec.h"

namespace angarium::services::events {
namespace {

std::string encode_parameters(const TargetParameters& parameters) {
  std::string json;
  wire::encode_json(TargetParameters::shape(), &parameters, json);
  return json;
}

base::Result<TargetParameters> decode_parameters(std::string_view json) {
  TargetParameters parameters;
  wire::Result<void> read = wire::decode_own_json(json, TargetParameters::shape(), &parameters);
  if (read.ok()) return parameters;
  return base::Error(store::StoreError::kCorrupt,
                     "the parameters of a stored target: " + read.error().message);
}

base::Result<void> read_field(store::FieldReader& reader, TargetRecord& target) {
  auto text = [&] { return std::string(reader.bytes()); };
  switch (reader.field()) {
    case 1: target.id = text(); break;
    case 2: target.arn = text(); break;
    case 3: target.retries_max = static_cast<uint32_t>(reader.number()); break;
    case 4: target.event_age_seconds_max = static_cast<uint32_t>(reader.number()); break;
    case 5: target.role_arn = text(); break;
    case 6: target.input = text(); break;
    case 7: target.input_path = text(); break;
    case 8: return read_entry(reader, target.input_paths_map);
    case 9: target.input_template = text(); break;
    case 10: {
      AG_TRY(parameters, decode_parameters(reader.bytes()));
      target.parameters = std::move(parameters);
      break;
    }
    case 11: target.dead_letter_arn = text(); break;
    default: break;
  }
  return {};
}

}  // namespace

std::string encode(const TargetRecord& target) {
  store::FieldWriter writer;
  writer.bytes(1, target.id);
  writer.bytes(2, target.arn);
  if (target.retries_max) writer.number(3, *target.retries_max);
  if (target.event_age_seconds_max) writer.number(4, *target.event_age_seconds_max);
  write_optional(writer, 5, target.role_arn);
  write_optional(writer, 6, target.input);
  write_optional(writer, 7, target.input_path);
  write_entries(writer, 8, target.input_paths_map);
  write_optional(writer, 9, target.input_template);
  if (target.parameters != TargetParameters()) {
    writer.bytes(10, encode_parameters(target.parameters));
  }
  write_optional(writer, 11, target.dead_letter_arn);
  return writer.take();
}

base::Result<TargetRecord> decode_target(std::string_view stored) {
  TargetRecord target;
  store::FieldReader reader(stored);
  while (reader.next()) AG_CHECK(read_field(reader, target));
  AG_CHECK(reader.status());
  return target;
}

}  // namespace angarium::services::events
