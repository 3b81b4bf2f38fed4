#include "services/events/schedule_record.h"

#include "store/error.h"
#include "store/fields.h"

namespace angarium::services::events {
namespace {

constexpr uint64_t kFormatVersion = 1;

}  // namespace

std::string encode(const ScheduleRecord& record) {
  store::FieldWriter writer;
  writer.number(1, kFormatVersion);
  writer.time(2, record.since);
  writer.time(3, record.last_due);
  return writer.take();
}

base::Result<ScheduleRecord> decode_schedule(std::string_view stored) {
  ScheduleRecord record;
  uint64_t version = 0;
  store::FieldReader reader(stored);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: version = reader.number(); break;
      case 2: record.since = reader.time(); break;
      case 3: record.last_due = reader.time(); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  if (version == 0) {
    return base::Error(store::StoreError::kCorrupt, "a stored schedule has no format version");
  }
  if (version > kFormatVersion) {
    return base::Error(store::StoreError::kUnsupportedFormat,
                       "a stored schedule has format version " + std::to_string(version));
  }
  return record;
}

store::Key schedules_key() { return store::Key::of({"events", "schedule"}); }
store::Key schedule_key(std::string_view rule) { return schedules_key().with(rule); }

}  // namespace angarium::services::events
