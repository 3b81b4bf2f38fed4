#include "delivery/round.h"

#include <charconv>

#include "delivery/keys.h"

namespace angarium::delivery {
namespace {

store::QueuePush push_of(const Round::Spill& spill) {
  const Delivery& delivery = spill.errand->delivery;
  RetryEntry entry{delivery.log_offset, *delivery.route, delivery.content->stored};
  return {Keys::retry_queue(delivery.bus.name, delivery.route->subscription),
          entry_id(delivery.log_offset),
          spill.not_before,
          encode(entry),
          {},
          {},
          encode(spill.state)};
}

store::Operation update_of(const Round::Update& update, const BusId& bus) {
  const store::Key queue = Keys::retry_queue(bus.name, update.subscription);
  const store::MessageId id = entry_id(update.log_offset);
  if (!update.release_until) return store::QueueDelete{queue, id};
  std::optional<std::string> state;
  if (update.state) state = encode(*update.state);
  return store::QueueRelease{queue, id, *update.release_until, std::move(state)};
}

}  // namespace

store::MessageId entry_id(store::Offset log_offset) {
  return store::MessageId(std::to_string(log_offset));
}

store::Offset offset_of(const store::MessageId& id) {
  store::Offset offset = 0;
  const std::string& text = id.text();
  std::from_chars(text.data(), text.data() + text.size(), offset);
  return offset;
}

store::CommitRequest make_request(const Round& round, const BusId& bus, const Limits& limits,
                                  base::Time now) {
  store::CommitRequest request{bus.partition, 0, {}, {}};
  auto& operations = request.operations;
  for (const SubscriptionId& id : round.registrations) {
    operations.push_back(store::TablePut{Keys::retry_registration(bus.name, id), ""});
  }
  for (const Round::Spill& spill : round.spills) operations.push_back(push_of(spill));
  for (const Round::Update& update : round.updates) operations.push_back(update_of(update, bus));
  for (const Round::Lease& lease : round.leases) {
    operations.push_back(store::QueueLease{Keys::retry_queue(bus.name, lease.subscription),
                                           lease.messages_max, now + limits.spill_lease});
  }
  for (const SubscriptionId& id : round.drops) {
    operations.push_back(store::QueueDrop{Keys::retry_queue(bus.name, id)});
    operations.push_back(store::TableDelete{Keys::retry_registration(bus.name, id)});
  }
  if (round.cursor) {
    operations.push_back(store::TablePut{Keys::cursor(bus.name), encode(Cursor{*round.cursor})});
    operations.push_back(store::LogTrim{Keys::log(bus.name), *round.cursor});
  }
  return request;
}

}  // namespace angarium::delivery
