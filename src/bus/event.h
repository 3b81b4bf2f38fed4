#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace angarium::bus {

using EventId = base::Id<struct EventTag>;

// An event as a bus keeps it: a typed header and the payload as it was validated. A plain value.
//
// Stored in the numbered fields of store/fields.h (docs/formats/bus.md). Strings are UTF-8.
struct Event {
  EventId id;               // a UUID; the first bus that takes the event in gives it when empty
  base::Time ingest_time;   // given by that bus
  base::Time time;          // as the sender says, else the ingest time
  base::AccountId account;  // of the sender; kept from bus to bus, as the region is
  base::Region region;
  std::string source;
  std::string detail_type;
  std::vector<std::string> resources;
  uint32_t hop = 0;         // buses that passed it on
  std::string replay_name;  // of the replay that put it again; empty: none
  std::string trace_header;
  std::string group;             // events of one group keep their order, where a subscription asks
  std::string deduplication_id;  // the sender's
  std::string content_type;      // empty: JSON, and `payload` is the envelope's detail
  std::string payload;

  friend bool operator==(const Event&, const Event&) = default;
};

std::string encode(const Event& event);
// kCorrupt, or kUnsupportedFormat for a format version above this one's (both store::StoreError).
base::Result<Event> decode_event(std::string_view stored);

}  // namespace angarium::bus
