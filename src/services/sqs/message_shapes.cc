#include "services/sqs/message_shapes.h"

#include <fmt/format.h>

#include <utility>

#include "services/sqs/errors.h"

namespace angarium::services::sqs {

wire::Result<MessageAttributes> to_attributes(const AttributeValues& values) {
  MessageAttributes attributes;
  for (const auto& [name, value] : values) {
    MessageAttribute attribute{.data_type = value.data_type, .value = {}};
    std::string_view field = attribute.is_binary() ? "Binary" : "String";
    if (attribute.is_binary() ? value.string_value.has_value() : value.binary_value.has_value()) {
      return invalid_parameter_value(
          fmt::format("The message attribute '{}' with type '{}' must use field '{}'.", name,
                      value.data_type, field));
    }
    if (value.string_value) attribute.value = *value.string_value;
    if (value.binary_value) attribute.value = value.binary_value->bytes;
    attributes.emplace(name, std::move(attribute));
  }
  return attributes;
}

AttributeValues to_values(const MessageAttributes& attributes) {
  AttributeValues values;
  for (const auto& [name, attribute] : attributes) {
    AttributeValue& value = values[name];
    value.data_type = attribute.data_type;
    if (attribute.is_binary()) {
      value.binary_value = wire::Blob{attribute.value};
    } else {
      value.string_value = attribute.value;
    }
  }
  return values;
}

const wire::Shape& AttributeValue::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&AttributeValue::string_value>("StringValue"),
      wire::member<&AttributeValue::binary_value>("BinaryValue"),
      // "Not implemented. Reserved for future use." in AWS's own model.
      wire::unsupported("StringListValues").flattened("StringListValue"),
      wire::unsupported("BinaryListValues").flattened("BinaryListValue"),
      wire::member<&AttributeValue::data_type>("DataType").required(),
  };
  static constexpr wire::Shape kShape{"MessageAttributeValue", kMembers};
  return kShape;
}

const wire::Shape& SystemAttributeValue::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&SystemAttributeValue::string_value>("StringValue"),
      wire::member<&SystemAttributeValue::binary_value>("BinaryValue"),
      wire::unsupported("StringListValues").flattened("StringListValue"),
      wire::unsupported("BinaryListValues").flattened("BinaryListValue"),
      wire::member<&SystemAttributeValue::data_type>("DataType").required(),
  };
  static constexpr wire::Shape kShape{"MessageSystemAttributeValue", kMembers};
  return kShape;
}

const wire::Shape& SendMessageRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&SendMessageRequest::queue_url>("QueueUrl").required(),
      wire::member<&SendMessageRequest::message_body>("MessageBody").required(),
      wire::member<&SendMessageRequest::delay_seconds>("DelaySeconds"),
      wire::member<&SendMessageRequest::message_attributes>("MessageAttributes")
          .flattened_map("MessageAttribute", "Name", "Value"),
      wire::member<&SendMessageRequest::message_system_attributes>("MessageSystemAttributes")
          .flattened_map("MessageSystemAttribute", "Name", "Value"),
      wire::member<&SendMessageRequest::message_deduplication_id>("MessageDeduplicationId"),
      wire::member<&SendMessageRequest::message_group_id>("MessageGroupId"),
  };
  static constexpr wire::Shape kShape{"SendMessageRequest", kMembers};
  return kShape;
}

const wire::Shape& SendMessageResult::shape() {
  using Self = SendMessageResult;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::md5_of_message_body>("MD5OfMessageBody"),
      wire::member<&Self::md5_of_message_attributes>("MD5OfMessageAttributes"),
      wire::member<&Self::md5_of_message_system_attributes>("MD5OfMessageSystemAttributes"),
      wire::member<&Self::message_id>("MessageId"),
      wire::member<&Self::sequence_number>("SequenceNumber"),
  };
  static constexpr wire::Shape kShape{"SendMessageResult", kMembers};
  return kShape;
}

const wire::Shape& SendMessageBatchRequestEntry::shape() {
  using Self = SendMessageBatchRequestEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::id>("Id").required(),
      wire::member<&Self::message_body>("MessageBody").required(),
      wire::member<&Self::delay_seconds>("DelaySeconds"),
      wire::member<&Self::message_attributes>("MessageAttributes")
          .flattened_map("MessageAttribute", "Name", "Value"),
      wire::member<&Self::message_system_attributes>("MessageSystemAttributes")
          .flattened_map("MessageSystemAttribute", "Name", "Value"),
      wire::member<&Self::message_deduplication_id>("MessageDeduplicationId"),
      wire::member<&Self::message_group_id>("MessageGroupId"),
  };
  static constexpr wire::Shape kShape{"SendMessageBatchRequestEntry", kMembers};
  return kShape;
}

const wire::Shape& SendMessageBatchRequest::shape() {
  using Self = SendMessageBatchRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::entries>("Entries").required().flattened("SendMessageBatchRequestEntry"),
  };
  static constexpr wire::Shape kShape{"SendMessageBatchRequest", kMembers};
  return kShape;
}

const wire::Shape& SendMessageBatchResultEntry::shape() {
  using Self = SendMessageBatchResultEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::id>("Id").required(),
      wire::member<&Self::message_id>("MessageId").required(),
      wire::member<&Self::md5_of_message_body>("MD5OfMessageBody").required(),
      wire::member<&Self::md5_of_message_attributes>("MD5OfMessageAttributes"),
      wire::member<&Self::md5_of_message_system_attributes>("MD5OfMessageSystemAttributes"),
      wire::member<&Self::sequence_number>("SequenceNumber"),
  };
  static constexpr wire::Shape kShape{"SendMessageBatchResultEntry", kMembers};
  return kShape;
}

const wire::Shape& SendMessageBatchResult::shape() {
  using Self = SendMessageBatchResult;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::successful>("Successful")
          .required()
          .flattened("SendMessageBatchResultEntry"),
      wire::member<&Self::failed>("Failed").required().flattened("BatchResultErrorEntry"),
  };
  static constexpr wire::Shape kShape{"SendMessageBatchResult", kMembers};
  return kShape;
}

const wire::Shape& ReceiveMessageRequest::shape() {
  using Self = ReceiveMessageRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::attribute_names>("AttributeNames").flattened("AttributeName"),
      wire::member<&Self::message_system_attribute_names>("MessageSystemAttributeNames")
          .flattened("MessageSystemAttributeName"),
      wire::member<&Self::message_attribute_names>("MessageAttributeNames")
          .flattened("MessageAttributeName"),
      wire::member<&Self::messages_max>("MaxNumberOfMessages"),
      wire::member<&Self::visibility_timeout>("VisibilityTimeout"),
      wire::member<&Self::wait_time_seconds>("WaitTimeSeconds"),
      wire::member<&Self::receive_request_attempt_id>("ReceiveRequestAttemptId"),
  };
  static constexpr wire::Shape kShape{"ReceiveMessageRequest", kMembers};
  return kShape;
}

const wire::Shape& ReceivedMessage::shape() {
  using Self = ReceivedMessage;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::message_id>("MessageId"),
      wire::member<&Self::receipt_handle>("ReceiptHandle"),
      wire::member<&Self::md5_of_body>("MD5OfBody"),
      wire::member<&Self::body>("Body"),
      wire::member<&Self::attributes>("Attributes").flattened_map("Attribute", "Name", "Value"),
      wire::member<&Self::md5_of_message_attributes>("MD5OfMessageAttributes"),
      wire::member<&Self::message_attributes>("MessageAttributes")
          .flattened_map("MessageAttribute", "Name", "Value"),
  };
  static constexpr wire::Shape kShape{"Message", kMembers};
  return kShape;
}

const wire::Shape& ReceiveMessageResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ReceiveMessageResult::messages>("Messages").flattened("Message"),
  };
  static constexpr wire::Shape kShape{"ReceiveMessageResult", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
