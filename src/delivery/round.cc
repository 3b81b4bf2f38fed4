#include "delivery/round.h"

#include <charconv>

#include "delivery/keys.h"

namespace angarium::delivery {
namespace {

store::QueuePush push_of(const Delivery& delivery, base::Time not_before, const RetryState& state,
                         const std::string& group) {
  RetryEntry entry{delivery.log_offset, own_route(delivery), delivery.content->stored};
  return {Keys::retry_queue(delivery.bus.name, delivery.route->subscription),
          entry_id(delivery.log_offset),
          not_before,
          encode(entry),
          group,
          {},
          encode(state)};
}

store::Operation update_of(const Round::Update& update, const BusId& bus) {
  const store::Key queue = Keys::retry_queue(bus.name, update.subscription);
  const store::MessageId id = entry_id(update.log_offset);
  if (!update.release_until) return store::QueueDelete{queue, id};
  std::optional<std::string> state;
  if (update.state) state = encode(*update.state);
  return store::QueueRelease{queue, id, *update.release_until, std::move(state)};
}

// An entry can't be taken out of its group where it is. Under its id and without a group it is
// pushed again, behind all others.
void take_update(const Round::Update& update, const BusId& bus, RoundRequest& round) {
  auto& operations = round.request.operations;
  round.updates.push_back(operations.size());
  if (!update.leaves_group) return operations.push_back(update_of(update, bus));
  operations.push_back(update_of({update.subscription, update.log_offset}, bus));
  operations.push_back(
      push_of(update.leaves_group->delivery, *update.release_until, *update.state, {}));
}

// Where the letter is written down in place of the queue that could not take it.
void keep_letter(const Round::Letter& letter, const BusId& bus, base::Time now,
                 RoundRequest& round) {
  auto& operations = round.request.operations;
  const Delivery& delivery = letter.errand->delivery;
  const SubscriptionId& subscription = delivery.route->subscription;
  if (letter.stored == Errand::Stored::kInLog) {
    operations.push_back(store::TablePut{Keys::retry_registration(bus.name, subscription),
                                         encode(RetryRegistration{})});
    round.letters.push_back(operations.size());
    operations.push_back(push_of(delivery, now, letter.state, {}));
  } else {
    round.letters.push_back(operations.size());
    operations.push_back(
        update_of({subscription, delivery.log_offset, 0, {}, now, letter.state}, bus));
  }
}

void take_letter(const Round::Letter& letter, const BusId& bus, RoundRequest& round) {
  auto& operations = round.request.operations;
  const Delivery& delivery = letter.errand->delivery;
  round.letters.push_back(operations.size());
  if (letter.stored == Errand::Stored::kInQueue) {
    operations.push_back(update_of({delivery.route->subscription, delivery.log_offset}, bus));
  }
  for (const auto& operation : letter.commit.operations) operations.push_back(operation);
  for (const auto& condition : letter.commit.preconditions) {
    round.request.preconditions.push_back(condition);
  }
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

RoundRequest make_request(const Round& round, const BusId& bus, const Limits& limits,
                          base::Time now, bool letters_taken) {
  RoundRequest made{{bus.partition, 0, {}, {}}};
  auto& operations = made.request.operations;
  for (const auto& [id, bytes] : round.registrations) {
    operations.push_back(
        store::TablePut{Keys::retry_registration(bus.name, id), encode(RetryRegistration{bytes})});
  }
  made.spills_begin = operations.size();
  for (const Round::Spill& spill : round.spills) {
    operations.push_back(
        push_of(spill.errand->delivery, spill.not_before, spill.state, spill.group));
  }
  for (const Round::Update& update : round.updates) take_update(update, bus, made);
  made.leases_begin = operations.size();
  for (const Round::Lease& lease : round.leases) {
    operations.push_back(store::QueueLease{Keys::retry_queue(bus.name, lease.subscription),
                                           lease.messages_max, now + limits.spill_lease});
  }
  for (const SubscriptionId& id : round.drops) {
    operations.push_back(store::QueueDrop{Keys::retry_queue(bus.name, id)});
    operations.push_back(store::TableDelete{Keys::retry_registration(bus.name, id)});
  }
  for (const Round::Letter& letter : round.letters) {  // after drops: one may be needed again
    letters_taken ? take_letter(letter, bus, made) : keep_letter(letter, bus, now, made);
  }
  if (round.cursor) {
    operations.push_back(store::TablePut{Keys::cursor(bus.name), encode(Cursor{*round.cursor})});
    operations.push_back(store::LogTrim{Keys::log(bus.name), *round.cursor});
  }
  return made;
}

}  // namespace angarium::delivery
