#include "server/sight_json.h"

#include "services/events/names.h"

namespace angarium::server {
namespace {

using bus::DeliverySeen;

std::string_view name(DeliverySeen::State state) {
  switch (state) {
    case DeliverySeen::State::kPending: return "pending";
    case DeliverySeen::State::kDelivered: return "delivered";
    case DeliverySeen::State::kGivenUp: return "given-up";
  }
  return "pending";
}

std::string_view name(delivery::Attempt::Outcome outcome) {
  switch (outcome) {
    case delivery::Attempt::Outcome::kDelivered: return "delivered";
    case delivery::Attempt::Outcome::kRetryable: return "retryable";
    case delivery::Attempt::Outcome::kPermanent: return "permanent";
    case delivery::Attempt::Outcome::kDeferred: return "deferred";
  }
  return "retryable";
}

void write_bus(const bus::BusId& bus, json::Writer& writer) {
  writer.key("account").string(bus.partition.account.text());
  writer.key("region").string(bus.partition.region.text()).key("bus").string(bus.name);
}

void write_attempt(const DeliverySeen::Attempt& attempt, json::Writer& writer) {
  writer.begin_object().key("number").integer(attempt.number);
  writer.key("began").string(base::format_iso_milliseconds(attempt.began));
  writer.key("ended").string(base::format_iso_milliseconds(attempt.ended));
  writer.key("outcome").string(name(attempt.ending.outcome));
  if (!attempt.ending.error_code.empty()) {
    writer.key("error_code").string(attempt.ending.error_code);
    writer.key("error_message").string(attempt.ending.error_message);
  }
  writer.end_object();
}

void write_letter(const DeliverySeen& delivery, json::Writer& writer) {
  writer.key("dead_letter").begin_object();
  writer.key("queue_arn").string(delivery.route->dead_letter_arn.text());
  writer.key("state").string(name(delivery.letter));
  if (delivery.letter_time != base::Time{}) {
    writer.key("time").string(base::format_iso_milliseconds(delivery.letter_time));
  }
  if (!delivery.letter_error.empty()) writer.key("error").string(delivery.letter_error);
  writer.end_object();
}

void write_delivery(const DeliverySeen& delivery, json::Writer& writer) {
  const delivery::Route& route = *delivery.route;
  auto rule = services::events::parse_resource_arn(route.rule_arn.text());
  writer.begin_object().key("rule").string(rule ? rule->rule : route.rule_arn.text());
  writer.key("rule_arn").string(route.rule_arn.text());
  writer.key("target_id").string(route.target_id.text());
  writer.key("target_arn").string(route.target_arn.text());
  writer.key("state").string(name(delivery.state));
  if (delivery.in_commit) writer.key("in_commit").boolean(true);
  writer.key("attempts_made").integer(delivery.attempts_made).key("attempts").begin_array();
  for (const auto& attempt : delivery.attempts) write_attempt(attempt, writer);
  writer.end_array();
  if (delivery.state == DeliverySeen::State::kGivenUp) {
    writer.key("reason").string(delivery::name(delivery.reason));
    writer.key("given_up").string(base::format_iso_milliseconds(delivery.given_up));
    if (!route.dead_letter_arn.empty()) write_letter(delivery, writer);
  }
  writer.end_object();
}

void write_why(const WhyNot& why, json::Writer& writer) {
  writer.key("why").begin_object().key("rule").string(why.rule);
  writer.key("matches").boolean(why.matches).key("text").string(why.text);
  writer.key("explanation").raw(why.explanation).end_object();
}

}  // namespace

void write_sight(const bus::EventSeen& event, const WhyNot* why, json::Writer& writer) {
  writer.begin_object().key("event_id").string(event.content->event_id);
  write_bus(event.bus, writer);
  writer.key("change").integer(static_cast<int64_t>(event.change));
  writer.key("received").string(base::format_iso_milliseconds(event.received));
  if (event.is_partial) {
    writer.key("partial").boolean(true);
  } else {
    writer.key("stored").string(base::format_iso_milliseconds(event.stored));
  }
  // What a process stored itself can be read; if it can't, the envelope still says it all.
  auto stored = bus::decode_event(event.content->stored);
  if (stored.ok()) {
    writer.key("source").string(stored->source).key("detail_type").string(stored->detail_type);
  }
  writer.key("event").string(event.content->envelope);
  if (event.from) {
    writer.key("from").begin_object();
    write_bus(*event.from, writer);
    writer.end_object();
  }
  if (event.hops_ended > 0) {
    writer.key("hops_ended").integer(static_cast<int64_t>(event.hops_ended));
  }
  writer.key("deliveries").begin_array();
  for (const DeliverySeen& delivery : event.deliveries) write_delivery(delivery, writer);
  writer.end_array();
  if (why != nullptr) write_why(*why, writer);
  writer.end_object();
}

}  // namespace angarium::server
