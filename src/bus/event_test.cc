#include "bus/event.h"

#include <gtest/gtest.h>

#include "bus/envelope.h"
#include "store/error.h"
#include "store/fields.h"

namespace angarium::bus {
namespace {

Event full() {
  Event event;
  event.id = EventId("11112222-3333-4444-8555-666677778888");
  event.ingest_time = base::from_unix_ms(1'800'000'000'123);
  event.time = base::from_unix_ms(-1);
  event.account = base::AccountId("123456789012");
  event.region = base::Region("eu-west-1");
  event.source = "shop";
  event.detail_type = "placed";
  event.resources = {"arn:aws:s3:::a", ""};
  event.hop = 3;
  event.replay_name = "again";
  event.trace_header = "Root=1";
  event.group = "g";
  event.deduplication_id = "d";
  event.content_type = "text/plain";
  event.payload = std::string("{\"a\":\"\0\"}", 9);
  return event;
}

TEST(Event, ComesBackAsItWasStored) {
  EXPECT_EQ(*decode_event(encode(full())), full());
  EXPECT_EQ(*decode_event(encode(Event())), Event());
}

TEST(Event, EveryCutOfAStoredEventIsAnErrorOrAnEvent) {
  const std::string stored = encode(full());
  for (size_t length = 0; length < stored.size(); ++length) {
    auto decoded = decode_event(std::string_view(stored).substr(0, length));
    EXPECT_FALSE(decoded.ok() && *decoded == full()) << length;
  }
  EXPECT_TRUE(decode_event("").error().is(store::StoreError::kCorrupt));
}

TEST(Event, UnknownFieldsAreSkippedAndNewerFormatsRefused) {
  store::FieldWriter more;
  more.bytes(99, "from the future");
  EXPECT_EQ(*decode_event(encode(full()) + more.text()), full());
  store::FieldWriter newer;
  newer.number(1, 2);
  EXPECT_TRUE(decode_event(newer.text()).error().is(store::StoreError::kUnsupportedFormat));
}

// The bytes of format version 1 (docs/formats/bus.md). Whoever changes them breaks stored buses.
TEST(Event, TheFormatStays) {
  Event event;
  event.id = EventId("e");
  event.ingest_time = base::from_unix_ms(1);
  event.time = base::from_unix_ms(2);
  event.account = base::AccountId("a");
  event.region = base::Region("r");
  event.source = "s";
  event.detail_type = "d";
  event.payload = "{}";
  EXPECT_EQ(encode(event), std::string("\x08\x01\x12\x01"
                                       "e\x18\x02\x20\x04\x2a\x01"
                                       "a\x32\x01"
                                       "r\x3a\x01"
                                       "s\x42\x01"
                                       "d\x82\x01\x02{}"));
}

TEST(Envelope, HasTheReplaysName) {
  Event event = full();
  event.payload = "{}";
  EXPECT_NE(
      render_envelope(event).find(R"("region":"eu-west-1","replay-name":"again","resources")"),
      std::string::npos);
}

}  // namespace
}  // namespace angarium::bus
