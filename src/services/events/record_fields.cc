#include "services/events/record_fields.h"

namespace angarium::services::events {

void write_optional(store::FieldWriter& writer, uint32_t field,
                    const std::optional<std::string>& text) {
  if (text) writer.bytes(field, *text);
}

void write_entries(store::FieldWriter& writer, uint32_t field,
                   const std::map<std::string, std::string>& entries) {
  for (const auto& [key, value] : entries) {
    store::FieldWriter entry;
    entry.bytes(1, key);
    entry.bytes(2, value);
    writer.bytes(field, entry.text());
  }
}

base::Result<void> read_entry(store::FieldReader& reader,
                              std::map<std::string, std::string>& entries) {
  store::FieldReader entry(reader.bytes());
  std::string key;
  std::string value;
  while (entry.next()) {
    if (entry.field() == 1) key = entry.bytes();
    if (entry.field() == 2) value = entry.bytes();
  }
  AG_CHECK(entry.status());
  entries[std::move(key)] = std::move(value);
  return {};
}

}  // namespace angarium::services::events
