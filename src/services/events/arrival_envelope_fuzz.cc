// Bytes as an event that arrives: refused, or one whose envelope, written again, is read as the
// same.
#include "base/assert.h"
#include "bus/envelope.h"
#include "json/scanner.h"
#include "services/events/arrival_envelope.h"

namespace angarium::services::events {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto read = read_arrival({reinterpret_cast<const char*>(data), size});
  if (!read.ok()) {
    AG_ASSERT(read.error().status == 400 && json::is_utf8(read.error().message));
    return 0;
  }
  AG_ASSERT(json::validate_object(read->detail, 1000).ok());
  AG_ASSERT(size_bytes(*read) <= size + 14);
  bus::Event event;
  event.id = bus::EventId(read->id.empty() ? "none" : read->id);
  event.account = base::AccountId(read->account.empty() ? "111122223333" : read->account);
  event.region = base::Region(read->region.empty() ? "eu-west-1" : read->region);
  event.time = read->time.value_or(base::Time{});
  event.source = read->source;
  event.detail_type = read->detail_type;
  event.resources = read->resources;
  event.replay_name = read->replay_name;
  event.payload = read->detail;
  auto again = read_arrival(bus::render_envelope(event));
  AG_ASSERT(again.ok());
  AG_ASSERT(again->source == read->source && again->detail_type == read->detail_type);
  AG_ASSERT(again->detail == read->detail && again->resources == read->resources);
  AG_ASSERT(again->replay_name == read->replay_name && again->id == event.id.text());
  AG_ASSERT(read->account.empty() || again->account == read->account);
  AG_ASSERT(read->region.empty() || again->region == read->region);
  return 0;
}

}  // namespace angarium::services::events
