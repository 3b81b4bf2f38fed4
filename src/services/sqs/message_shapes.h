#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/sqs/attributes.h"
#include "services/sqs/batch_shapes.h"
#include "services/sqs/message.h"
#include "wire/shape.h"

// Requests and answers of sending and receiving; names are AWS's.
namespace angarium::services::sqs {

struct AttributeValue {  // MessageAttributeValue
  std::string data_type;
  std::optional<std::string> string_value;
  std::optional<wire::Blob> binary_value;
  static const wire::Shape& shape();
};
using AttributeValues = std::map<std::string, AttributeValue>;

struct SystemAttributeValue {  // MessageSystemAttributeValue, of the same form
  std::string data_type;
  std::optional<std::string> string_value;
  std::optional<wire::Blob> binary_value;
  static const wire::Shape& shape();
};
using SystemAttributeValues = std::map<std::string, SystemAttributeValue>;

// InvalidParameterValue when a value isn't in the field that its type asks for.
wire::Result<MessageAttributes> to_attributes(const AttributeValues& values);
AttributeValues to_values(const MessageAttributes& attributes);

struct SendMessageRequest {
  std::string queue_url;
  std::string message_body;
  std::optional<int32_t> delay_seconds;
  AttributeValues message_attributes;
  SystemAttributeValues message_system_attributes;
  std::optional<std::string> message_deduplication_id;
  std::optional<std::string> message_group_id;
  static const wire::Shape& shape();
};
struct SendMessageResult {
  std::string md5_of_message_body;
  std::optional<std::string> md5_of_message_attributes;
  std::optional<std::string> md5_of_message_system_attributes;
  std::string message_id;
  std::optional<std::string> sequence_number;  // of FIFO queues
  static const wire::Shape& shape();
};

struct SendMessageBatchRequestEntry {
  std::string id;
  std::string message_body;
  std::optional<int32_t> delay_seconds;
  AttributeValues message_attributes;
  SystemAttributeValues message_system_attributes;
  std::optional<std::string> message_deduplication_id;
  std::optional<std::string> message_group_id;
  static const wire::Shape& shape();
};
struct SendMessageBatchRequest {
  std::string queue_url;
  std::vector<SendMessageBatchRequestEntry> entries;
  static const wire::Shape& shape();
};
struct SendMessageBatchResultEntry {
  std::string id;
  std::string message_id;
  std::string md5_of_message_body;
  std::optional<std::string> md5_of_message_attributes;
  std::optional<std::string> md5_of_message_system_attributes;
  std::optional<std::string> sequence_number;
  static const wire::Shape& shape();
};
struct SendMessageBatchResult {
  std::vector<SendMessageBatchResultEntry> successful;
  std::vector<BatchResultErrorEntry> failed;
  static const wire::Shape& shape();
};

struct ReceiveMessageRequest {
  std::string queue_url;
  std::vector<std::string> attribute_names;  // what MessageSystemAttributeNames was called before
  std::vector<std::string> message_system_attribute_names;
  std::vector<std::string> message_attribute_names;
  std::optional<int32_t> messages_max;
  std::optional<int32_t> visibility_timeout;
  std::optional<int32_t> wait_time_seconds;
  std::optional<std::string> receive_request_attempt_id;
  static const wire::Shape& shape();
};
struct ReceivedMessage {
  std::string message_id;
  std::string receipt_handle;
  std::string md5_of_body;
  std::string body;
  std::optional<AttributeMap> attributes;
  std::optional<std::string> md5_of_message_attributes;
  std::optional<AttributeValues> message_attributes;
  static const wire::Shape& shape();
};
struct ReceiveMessageResult {
  std::optional<std::vector<ReceivedMessage>> messages;  // absent when there are none
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
