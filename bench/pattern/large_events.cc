// Arrays of ten thousand elements, and events of a megabyte with the wanted field at their end.
#include "bench/pattern/large_events.h"

#include <fmt/format.h>

#include "bench/pattern/scenarios.h"

namespace angarium::bench {
namespace {

constexpr size_t kElements = 10'000;
// More than the processor's second-level cache holds of them.
constexpr int kVariants = 8;

std::string envelope(std::string_view detail) {
  return fmt::format(R"({{"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718",)"
                     R"("detail-type":"Order Placed","source":"shop.orders",)"
                     R"("account":"123456789012","time":"2026-11-22T09:30:00Z",)"
                     R"("region":"eu-central-1","resources":[],"detail":{}}})",
                     detail);
}

std::string strings_event() {
  std::string ids;
  for (size_t i = 0; i < kElements; ++i) ids += fmt::format(R"({}"id-{:05}")", i ? "," : "", i);
  return envelope(fmt::format(R"({{"ids":[{}],"last":"y"}})", ids));
}

void one(Harness& harness, const Scenario& scenario, const Events& events,
         std::initializer_list<std::string_view> patterns) {
  if (!harness.wants(scenario.name)) return;
  auto pattern = [&](uint32_t i) { return std::string(patterns.begin()[i]); };
  harness.compare(scenario, static_cast<uint32_t>(patterns.size()), pattern, events);
}

void arrays(Harness& harness) {
  Events orders;
  orders.add(large_order(kElements));
  // The first is met by an element, the others by none, though by two elements together.
  one(harness, {"large/array_of_objects", "two leaves in an element"}, orders,
      {R"({"detail":{"items":{"sku":["A-00009999"],"count":[3]}}})",
       R"({"detail":{"items":{"sku":["A-00009999"],"count":[4]}}})",
       R"({"detail":{"items":{"sku":[{"prefix":"A-0000"}],"count":[99]}}})",
       R"({"detail":{"items":{"sku":["A-00000001"],"price":[{"numeric":[">",100]}]}}})",
       R"({"detail":{"items":{"sku":["A-00000002"],"note":[{"exists":true}]}}})"});
  Events strings;
  strings.add(strings_event());
  one(harness, {"large/array_of_strings", "exact"}, strings,
      {R"({"detail":{"ids":["id-09999"]}})", R"({"detail":{"ids":["id-10000"]}})",
       R"({"detail":{"ids":["id-10001"]}})", R"({"detail":{"ids":["id-10002"]}})",
       R"({"detail":{"ids":["id-10003"]}})"});
}

void last_field(Harness& harness) {
  Events events;
  for (int variant = 0; variant < kVariants; ++variant) events.add(megabyte_order(variant));
  auto rules = {std::string_view(R"({"detail":{"last":["the end"]}})")};
  one(harness, {"large/megabyte_last_field", "exact", Floor::kLastOfDetail}, events, rules);
  one(harness, {"large/megabyte_last_field_ingest", "exact", Floor::kEveryToken, Entrance::kIngest},
      events, rules);
}

}  // namespace

std::string large_order(size_t items) {
  std::string list;
  for (size_t i = 0; i < items; ++i) {
    list += fmt::format(
        R"({}{{"sku":"A-{:08}","count":{},"price":{}.{:02},"name":"Lamp, brass, number {}",)"
        R"("colours":["red","green"],"stock":{{"rostock":{},"riga":0}}}})",
        i ? "," : "", i, i % 4, i % 90, i % 100, i, i % 7);
  }
  return envelope(
      fmt::format(R"({{"customer":"customer-7","items":[{}],"last":"the end"}})", list));
}

std::string megabyte_order(int variant) {
  return large_order(7'360 + static_cast<size_t>(variant));
}

void large_events(Harness& harness) {
  arrays(harness);
  last_field(harness);
}

}  // namespace angarium::bench
