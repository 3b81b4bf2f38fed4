#include "services/sqs/sending.h"

#include <fmt/format.h>

#include <utility>

#include "base/uuid.h"
#include "services/sqs/digest.h"
#include "services/sqs/errors.h"
#include "services/sqs/parameters.h"
#include "services/sqs/push.h"

namespace angarium::services::sqs {
namespace {

constexpr std::string_view kTraceHeader = "AWSTraceHeader";

// What MD5OfMessageSystemAttributes is made of: the trace header, if it was sent.
wire::Result<MessageAttributes> read_system_attributes(const SystemAttributeValues& values) {
  MessageAttributes attributes;
  for (const auto& [name, value] : values) {
    if (name != kTraceHeader) {
      return invalid_parameter_value(
          fmt::format("Message system attribute name '{}' is invalid.", name));
    }
    if (value.data_type != "String" || !value.string_value || value.string_value->empty() ||
        find_invalid_character(*value.string_value)) {
      return invalid_parameter_value(fmt::format(
          "Message system attribute '{}' must have a non-empty value of type 'String'.", name));
    }
    attributes[name] = {value.data_type, *value.string_value};
  }
  return attributes;
}

std::optional<std::string> none_if_empty(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

int64_t Parcel::size_bytes() const {
  size_t size = body.size();
  for (const auto& [name, value] : attributes) {
    size += name.size() + value.data_type.size();
    if (value.string_value) size += value.string_value->size();
    if (value.binary_value) size += value.binary_value->bytes.size();
  }
  return static_cast<int64_t>(size);
}

void Outgoing::note(const Queue& queue, const store::OperationResult& pushed) {
  if (!queue.is_fifo()) return;
  result.message_id = pushed.id.text();
  result.sequence_number = sequence_number(pushed.sequence);
}

wire::Result<Outgoing> pack(Parcel parcel, const Queue& queue, const wire::Caller& sender,
                            base::Time now, base::Random& random) {
  const QueueAttributes& rules = queue.attributes;
  AG_TRY(delay, number_in(parcel.delay_seconds, rules.delay.count(), 0, kDelaySecondsMax,
                          "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."));
  // API reference, SendMessage: "When you set FifoQueue, you can't set DelaySeconds per message."
  // 0, which some clients always send, means the queue's.
  const bool has_own_delay = parcel.delay_seconds && *parcel.delay_seconds != 0;
  if (queue.is_fifo() && has_own_delay) {
    return not_valid_for_queue_type(std::to_string(*parcel.delay_seconds), "DelaySeconds");
  }
  if (queue.is_fifo()) delay = rules.delay.count();
  AG_TRY(grouping, check_grouping(std::move(parcel.grouping), rules.fifo, parcel.body));
  AG_TRY(system_attributes, read_system_attributes(parcel.system_attributes));
  AG_TRY(attributes, to_attributes(parcel.attributes));
  MessageContent content{.body = std::move(parcel.body),
                         .attributes = std::move(attributes),
                         .sender_id = sender.user_id};
  AG_CHECK(check_message(content, rules.message_size_bytes_max));
  if (!system_attributes.empty()) content.trace_header = system_attributes.begin()->second.value;

  if (grouping.group_id) content.group_id = *grouping.group_id;
  if (grouping.deduplication_id) content.deduplication_id = *grouping.deduplication_id;
  content.md5 = md5_of_body(content.body);

  SendMessageResult result{
      .md5_of_message_body = content.md5,
      .md5_of_message_attributes = none_if_empty(md5_of_attributes(content.attributes)),
      .md5_of_message_system_attributes = none_if_empty(md5_of_attributes(system_attributes)),
      .message_id = base::uuid_in_order(now, random),
      .sequence_number = {}};
  store::QueuePush push =
      message_push(queue, store::MessageId(result.message_id), content, now + base::Seconds(delay));
  push.id_is_new = true;
  return Outgoing{.push = std::move(push), .result = std::move(result)};
}

}  // namespace angarium::services::sqs
