#include "services/sqs/selection.h"

#include <algorithm>
#include <utility>

#include "services/sqs/digest.h"
#include "services/sqs/errors.h"
#include "services/sqs/receipt_handle.h"

namespace angarium::services::sqs {
namespace {

// API reference, ReceiveMessage, MessageSystemAttributeNames. Those of FIFO queues are
// known and never there.
constexpr std::string_view kSystemNames[] = {
    "All",
    "AWSTraceHeader",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
};

// AttributeNames takes the names of queue attributes, too, for historical reasons (botocore's
// model).
bool is_known(const std::string& name) {
  return std::find(std::begin(kSystemNames), std::end(kSystemNames), name) !=
             std::end(kSystemNames) ||
         is_attribute_name(name);
}

}  // namespace

wire::Result<Selection> Selection::read(const ReceiveMessageRequest& input) {
  Selection selection;
  for (const auto* names : {&input.attribute_names, &input.message_system_attribute_names}) {
    for (const std::string& name : *names) {
      if (!is_known(name)) return invalid_attribute_name(name);
      selection.all_system_ |= name == "All";
      selection.system_names_.insert(name);
    }
  }
  for (const std::string& name : input.message_attribute_names) {
    // "bar.*" asks for all that begin with "bar", "bar" itself and "barrel" included.
    if (name == "All" || name == ".*" || name == "*") {
      selection.all_ = true;
    } else if (name.ends_with(".*")) {
      selection.prefixes_.push_back(name.substr(0, name.size() - 2));
    } else {
      selection.names_.insert(name);
    }
  }
  return selection;
}

bool Selection::wants(std::string_view attribute) const {
  return all_ || names_.contains(attribute) ||
         std::any_of(prefixes_.begin(), prefixes_.end(), [attribute](const std::string& prefix) {
           return attribute.starts_with(prefix);
         });
}

wire::Result<ReceivedMessage> Selection::show(const Queue& queue, const store::Message& message,
                                              base::Time received) const {
  AG_TRY(content, decode_message(message.body));
  AG_TRY(state, decode_state(message.state));
  ReceivedMessage shown;
  shown.message_id = message.id.text();
  shown.receipt_handle = make_receipt_handle(
      queue.handle_key, {.message = message.id, .lease = message.lease, .received = received});
  shown.md5_of_body = content.md5.empty() ? md5_of_body(content.body) : std::move(content.md5);
  AttributeMap system = system_attributes(queue, message, content, state);
  if (!system.empty()) shown.attributes = std::move(system);

  std::erase_if(content.attributes, [this](const auto& entry) { return !wants(entry.first); });
  if (!content.attributes.empty()) {
    shown.md5_of_message_attributes = md5_of_attributes(content.attributes);
    shown.message_attributes = to_values(content.attributes);
  }
  shown.body = std::move(content.body);
  return shown;
}

AttributeMap Selection::system_attributes(const Queue& queue, const store::Message& message,
                                          const MessageContent& content,
                                          const MessageState& state) const {
  AttributeMap shown;
  auto show = [&](const std::string& name, std::string value) {
    if (all_system_ || system_names_.contains(name)) shown.emplace(name, std::move(value));
  };
  show("SenderId", content.sender_id);
  show("SentTimestamp", std::to_string(base::to_unix_ms(message.sent)));
  show("ApproximateReceiveCount", std::to_string(message.receive_count));
  if (message.first_received) {
    show("ApproximateFirstReceiveTimestamp",
         std::to_string(base::to_unix_ms(*message.first_received)));
  }
  if (!content.trace_header.empty()) show("AWSTraceHeader", content.trace_header);
  if (!content.group_id.empty()) show("MessageGroupId", content.group_id);
  if (!content.deduplication_id.empty()) show("MessageDeduplicationId", content.deduplication_id);
  if (queue.is_fifo()) show("SequenceNumber", sequence_number(message.sequence));
  if (!state.dead_letter_source.empty()) {
    show("DeadLetterQueueSourceArn", state.dead_letter_source);
  }
  return shown;
}

}  // namespace angarium::services::sqs
