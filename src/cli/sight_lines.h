#pragma once

#include <map>
#include <string>
#include <vector>

#include "json/value.h"

// What a server says of events (server/sight_json.h) in lines for a terminal. Plain functions.
namespace angarium::cli {

// Lines for a live view: an event's first with all its deliveries, later those that changed.
// Remembers what it has said of the last events, kRememberedMax of them.
class TailLines {
 public:
  static constexpr size_t kRememberedMax = 10'000;

  std::string lines(const json::Value& event);

 private:
  // Bus, offset-like place and id of an event, to what was said of each delivery.
  std::map<std::string, std::map<std::string, std::string>> said_;
  std::vector<std::string> order_;  // a ring of what said_ has, the oldest at next_
  size_t next_ = 0;
};

// One event's way over all buses, in the order of time.
std::string trace_lines(const json::Value& answer);

// The JSON of one event for programs: as it came, but "event" is the envelope itself.
std::string event_line(std::string_view raw_event);

}  // namespace angarium::cli
