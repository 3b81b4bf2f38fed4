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
      wire::unsupported("MessageDeduplicationId"),  // of FIFO queues
      wire::unsupported("MessageGroupId"),          // of FIFO and fair queues
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
      wire::unsupported("SequenceNumber"),  // of FIFO queues
  };
  static constexpr wire::Shape kShape{"SendMessageResult", kMembers};
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
      wire::unsupported("ReceiveRequestAttemptId"),  // of FIFO queues
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

const wire::Shape& DeleteMessageRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&DeleteMessageRequest::queue_url>("QueueUrl").required(),
      wire::member<&DeleteMessageRequest::receipt_handle>("ReceiptHandle").required(),
  };
  static constexpr wire::Shape kShape{"DeleteMessageRequest", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchRequestEntry::shape() {
  using Self = DeleteMessageBatchRequestEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::id>("Id").required(),
      wire::member<&Self::receipt_handle>("ReceiptHandle").required(),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchRequestEntry", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchRequest::shape() {
  using Self = DeleteMessageBatchRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::entries>("Entries").required().flattened(
          "DeleteMessageBatchRequestEntry"),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchRequest", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchResultEntry::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&DeleteMessageBatchResultEntry::id>("Id").required(),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchResultEntry", kMembers};
  return kShape;
}

const wire::Shape& BatchResultErrorEntry::shape() {
  using Self = BatchResultErrorEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::id>("Id").required(),
      wire::member<&Self::sender_fault>("SenderFault").required(),
      wire::member<&Self::code>("Code").required(),
      wire::member<&Self::message>("Message"),
  };
  static constexpr wire::Shape kShape{"BatchResultErrorEntry", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchResult::shape() {
  using Self = DeleteMessageBatchResult;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::successful>("Successful")
          .required()
          .flattened("DeleteMessageBatchResultEntry"),
      wire::member<&Self::failed>("Failed").required().flattened("BatchResultErrorEntry"),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchResult", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
