#include "bus/event.h"

#include "store/error.h"
#include "store/fields.h"

namespace angarium::bus {
namespace {

constexpr uint64_t kVersion = 1;

// Strings that are usually empty take no room.
void optional_text(store::FieldWriter& writer, uint32_t field, const std::string& text) {
  if (!text.empty()) writer.bytes(field, text);
}

void read_field(store::FieldReader& reader, Event& event, uint64_t& version) {
  switch (reader.field()) {
    case 1: version = reader.number(); break;
    case 2: event.id = EventId(reader.bytes()); break;
    case 3: event.ingest_time = reader.time(); break;
    case 4: event.time = reader.time(); break;
    case 5: event.account = base::AccountId(reader.bytes()); break;
    case 6: event.region = base::Region(reader.bytes()); break;
    case 7: event.source = reader.bytes(); break;
    case 8: event.detail_type = reader.bytes(); break;
    case 9: event.resources.emplace_back(reader.bytes()); break;
    case 10: event.hop = static_cast<uint32_t>(reader.number()); break;
    case 11: event.replay_name = reader.bytes(); break;
    case 12: event.trace_header = reader.bytes(); break;
    case 13: event.group = reader.bytes(); break;
    case 14: event.deduplication_id = reader.bytes(); break;
    case 15: event.content_type = reader.bytes(); break;
    case 16: event.payload = reader.bytes(); break;
  }
}

}  // namespace

std::string encode(const Event& event) {
  store::FieldWriter writer;
  writer.number(1, kVersion);
  writer.bytes(2, event.id.text());
  writer.time(3, event.ingest_time);
  writer.time(4, event.time);
  writer.bytes(5, event.account.text());
  writer.bytes(6, event.region.text());
  writer.bytes(7, event.source);
  writer.bytes(8, event.detail_type);
  for (const std::string& resource : event.resources) writer.bytes(9, resource);
  if (event.hop != 0) writer.number(10, event.hop);
  optional_text(writer, 11, event.replay_name);
  optional_text(writer, 12, event.trace_header);
  optional_text(writer, 13, event.group);
  optional_text(writer, 14, event.deduplication_id);
  optional_text(writer, 15, event.content_type);
  writer.bytes(16, event.payload);
  return writer.take();
}

base::Result<Event> decode_event(std::string_view stored) {
  store::FieldReader reader(stored);
  Event event;
  uint64_t version = 0;
  while (reader.next()) read_field(reader, event, version);
  AG_CHECK(reader.status());
  if (version == 0) return base::Error(store::StoreError::kCorrupt, "an event without a version");
  if (version > kVersion) {
    return base::Error(store::StoreError::kUnsupportedFormat,
                       "an event of format version " + std::to_string(version));
  }
  return event;
}

}  // namespace angarium::bus
