#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "store/key.h"

namespace angarium::services::events {

// What is remembered of the schedule of a rule while it runs (docs/formats/events.md). In the
// partition of the rule's bus, which is a default bus.
struct ScheduleRecord {
  base::Time since;     // it began: `rate` keeps the rhythm of this moment
  base::Time last_due;  // fired last; what is due after it is still to come. At first: since
  friend bool operator==(const ScheduleRecord&, const ScheduleRecord&) = default;
};

std::string encode(const ScheduleRecord& record);
base::Result<ScheduleRecord> decode_schedule(std::string_view stored);

store::Key schedules_key();  // prefix
store::Key schedule_key(std::string_view rule);

}  // namespace angarium::services::events
