#include "services/sqs/queue_target.h"

#include <utility>

#include "base/uuid.h"
#include "delivery/dead_letter.h"
#include "delivery/target_input.h"
#include "services/sqs/push.h"
#include "services/sqs/queue_check.h"
#include "wire/gatekeeper.h"

namespace angarium::services::sqs {
namespace {

using delivery::Attempt;
using delivery::TransformError;

constexpr std::string_view kEventsService = "events.amazonaws.com";

wire::ServiceCall service_call(const delivery::Delivery& delivery, base::Time now) {
  const delivery::Route& route = *delivery.route;
  const store::Partition& from = delivery.bus.partition;
  return {.service = std::string(kEventsService),
          .source_arn = route.rule_arn.text(),
          .account = from.account,
          .role_arn = route.role_arn.text(),
          .region = from.region,
          .time = now};
}

// As the rule's owner sees it.
Attempt not_permitted(const wire::ServiceCall& call, const wire::Check& check,
                      const wire::Decision& decision) {
  const std::string& who = call.role_arn.empty() ? call.service : call.role_arn;
  return Attempt::permanent("NO_PERMISSIONS", wire::denial(who, check, decision));
}

// JSON may hold U+FFFE and U+FFFF, an SQS message may not (its XML couldn't carry them). In JSON
// they can only stand inside strings, where an escape means the same.
std::string as_message_body(std::string_view json) {
  std::string body;
  body.reserve(json.size());
  while (true) {
    size_t at = json.find("\xEF\xBF");
    if (at == std::string_view::npos || at + 2 >= json.size()) break;
    char last = json[at + 2];
    bool is_refused = last == '\xBE' || last == '\xBF';
    body += json.substr(0, is_refused ? at : at + 3);
    if (is_refused) body += last == '\xBE' ? "\\ufffe" : "\\uffff";
    json.remove_prefix(at + 3);
  }
  body += json;
  return body;
}

// A sender may trace with characters that no message can carry; such a trace ends here.
std::string as_trace_header(const std::string& header) {
  return find_invalid_character(header) ? std::string() : header;
}

// Of a dead letter: why it is one. Any other event brings none.
MessageAttributes attributes_of(const delivery::Delivery& delivery) {
  MessageAttributes attributes;
  if (!delivery.dead_letter) return attributes;
  for (auto& [name, value] : delivery::attributes_of(*delivery.dead_letter)) {
    attributes[name] = {.data_type = "String", .value = with_valid_characters(value)};
  }
  return attributes;
}

// What the event becomes for this queue. An error is for good.
base::Result<MessageContent> content_of(const Queue& queue, const delivery::Delivery& delivery) {
  AG_TRY(input, delivery::TargetInput::of(delivery));
  MessageContent content{.body = as_message_body(input.text()),
                         .attributes = attributes_of(delivery),
                         .trace_header = as_trace_header(delivery.content->trace_header),
                         .sender_id = std::string(kEventsService)};
  if (message_size_bytes(content) > queue.attributes.message_size_bytes_max) {
    return base::Error(TransformError::kTooLarge,
                       "The event is larger than the queue's MaximumMessageSize.");
  }
  // An envelope is JSON in valid UTF-8 and has none; a transform may write text.
  if (delivery.route->transform && find_invalid_character(content.body)) {
    return base::Error(TransformError::kUnfit,
                       "The transformed event has a character that no message may hold.");
  }
  Grouping given;
  if (!delivery.route->message_group_id.empty()) given.group_id = delivery.route->message_group_id;
  auto grouping = check_grouping(std::move(given), queue.attributes.fifo, content.body);
  if (!grouping.ok()) return base::Error(TransformError::kUnfit, grouping.error().message);
  content.group_id = grouping->group_id.value_or("");
  content.deduplication_id = grouping->deduplication_id.value_or("");
  return content;
}

Attempt failed(const base::Error& error) {
  // What an earlier attempt put there has not been heard of.
  if (error.is(store::StoreError::kDuplicate)) return Attempt::delivered();
  if (error.is(store::StoreError::kPreconditionFailed)) {
    return Attempt::permanent("NO_RESOURCE", "The queue was deleted.");
  }
  if (error.is(store::StoreError::kTooLarge)) {
    return Attempt::permanent("MESSAGE_TOO_LARGE", "The event is larger than a message can be.");
  }
  return Attempt::retryable("SDK_CLIENT_ERROR", "The queue can't take messages at the moment.");
}

}  // namespace

QueueTarget::QueueTarget(const Dependencies& dependencies, const Catalog& catalog)
    : ownership_(dependencies.ownership),
      clock_(dependencies.clock),
      random_(dependencies.random),
      catalog_(catalog),
      authorizer_(dependencies.authorizer) {}

base::Task<Attempt> QueueTarget::attempt(delivery::Delivery delivery) {
  Admission admission = admit(delivery);
  if (!admission.queue) co_return admission.refusal;
  const Queue& queue = *admission.queue;
  store::CommitRequest request{.partition = partition_of(queue.address), .operations = {}};
  request.operations.emplace_back(push(queue, admission.content));
  request.preconditions.emplace_back(
      store::Unseen{delivery::deduplication_key(delivery), delivery::kRememberFor});
  request.preconditions.emplace_back(queue_exists(queue.address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return failed(committed.error());
  co_return Attempt::delivered();
}

std::optional<delivery::SameCommit> QueueTarget::same_commit(
    const delivery::Delivery& delivery, const store::Partition& bus_partition) {
  Admission admission = admit(delivery);
  if (!admission.queue || partition_of(admission.queue->address) != bus_partition) {
    return std::nullopt;
  }
  delivery::SameCommit commit;
  commit.operations.emplace_back(push(*admission.queue, admission.content));
  commit.preconditions.emplace_back(queue_exists(admission.queue->address.name));
  return commit;
}

QueueTarget::Admission QueueTarget::admit(const delivery::Delivery& delivery) const {
  const Attempt missing = Attempt::permanent("NO_RESOURCE", "The queue does not exist.");
  auto address = parse_queue_arn(delivery.route->target_arn.text());
  if (!address) return {nullptr, {}, missing};
  QueuePtr queue = catalog_.find(*address);
  bool is_own = address->account == delivery.bus.partition.account;
  if (!queue && is_own) return {nullptr, {}, missing};
  const wire::ServiceCall call = service_call(delivery, clock_.now());
  const wire::Check check = queue_check("sqs:SendMessage", *address, queue.get());
  wire::Decision decision = authorizer_.decide(call, check);
  if (!decision.allowed) return {nullptr, {}, not_permitted(call, check, decision)};
  if (!queue) return {nullptr, {}, missing};
  auto content = content_of(*queue, delivery);
  if (!content.ok()) return {nullptr, {}, delivery::refusal(content.error())};
  return {std::move(queue), std::move(*content)};
}

store::QueuePush QueueTarget::push(const Queue& queue, const MessageContent& content) const {
  const base::Time now = clock_.now();
  store::QueuePush push = message_push(queue, store::MessageId(base::uuid_in_order(now, random_)),
                                       content, now + queue.attributes.delay);
  push.id_is_new = true;
  return push;
}

}  // namespace angarium::services::sqs
