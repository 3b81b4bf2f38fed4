#include "services/sqs/queue.h"

#include <utility>

#include "store/error.h"
#include "store/fields.h"

namespace angarium::services::sqs {
namespace {

// Field numbers: docs/formats/sqs.md. Never reuse one.
enum QueueField : uint32_t {
  kCreated = 1,
  kModified = 2,
  kHandleKey = 3,
  kVisibilityTimeout = 4,
  kDelay = 5,
  kMessageRetention = 6,
  kReceiveWait = 7,
  kMessageSizeBytesMax = 8,
  kPolicy = 9,
  kTag = 10,
  kPurged = 11,
  kRedrivePolicy = 12,
  kRedriveAllowPolicy = 13,
  kManagedEncryption = 14,
  kDataKeyReuse = 15,
  kContentBasedDeduplication = 20,
  kDeduplicationScope = 21,
  kFifoThroughputLimit = 22,
};
enum TagField : uint32_t { kTagKey = 1, kTagValue = 2 };
enum MessageField : uint32_t {
  kBody = 1,
  kAttribute = 2,
  kTraceHeader = 3,
  kSenderId = 4,
  kBodyMd5 = 5,
  kGroupId = 10,
  kDeduplicationId = 11,
};
enum StateField : uint32_t { kDeadLetterSource = 1 };
enum AttributeField : uint32_t { kName = 1, kDataType = 2, kValue = 3 };

uint64_t count(base::Seconds seconds) { return static_cast<uint64_t>(seconds.count()); }
base::Seconds seconds(uint64_t count) { return base::Seconds(static_cast<int64_t>(count)); }

base::Result<void> read_tag(std::string_view record, Tags& tags) {
  store::FieldReader reader(record);
  std::string key;
  std::string value;
  while (reader.next()) {
    if (reader.field() == kTagKey) key = reader.bytes();
    if (reader.field() == kTagValue) value = reader.bytes();
  }
  AG_CHECK(reader.status());
  tags[std::move(key)] = std::move(value);
  return {};
}

base::Result<void> read_attribute(std::string_view record, MessageAttributes& attributes) {
  store::FieldReader reader(record);
  std::string name;
  MessageAttribute attribute;
  while (reader.next()) {
    switch (reader.field()) {
      case kName: name = reader.bytes(); break;
      case kDataType: attribute.data_type = reader.bytes(); break;
      case kValue: attribute.value = reader.bytes(); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  attributes[std::move(name)] = std::move(attribute);
  return {};
}

base::Result<std::shared_ptr<const policy::Policy>> read_policy(std::string_view text) {
  auto parsed = policy::Policy::parse(text);
  // Written by a version that could evaluate it. Going on without it could allow what it denies.
  if (!parsed.ok()) {
    return base::Error(store::StoreError::kCorrupt,
                       "a queue's policy can't be read: " + parsed.error().message());
  }
  return std::move(*parsed);
}

// The fields of a FIFO queue; a standard queue has none of them.
void read_fifo_field(store::FieldReader& reader, FifoAttributes& fifo) {
  switch (reader.field()) {
    case kContentBasedDeduplication: fifo.content_based_deduplication = reader.flag(); break;
    case kDeduplicationScope: fifo.deduplicates_by_group = reader.flag(); break;
    case kFifoThroughputLimit: fifo.is_limited_by_group = reader.flag(); break;
    default: break;
  }
}

void write_fifo(const FifoAttributes& fifo, store::FieldWriter& writer) {
  writer.flag(kContentBasedDeduplication, fifo.content_based_deduplication);
  writer.flag(kDeduplicationScope, fifo.deduplicates_by_group);
  writer.flag(kFifoThroughputLimit, fifo.is_limited_by_group);
}

template <class Policy>
base::Result<void> read_redrive(std::string_view text, std::optional<Policy>& policy) {
  auto parsed = Policy::parse(text);
  if (!parsed.ok()) {
    return base::Error(store::StoreError::kCorrupt,
                       "a queue's redrive policy can't be read: " + parsed.error().message);
  }
  policy = std::move(*parsed);
  return {};
}

base::Result<void> read_queue_field(store::FieldReader& reader, Queue& queue) {
  QueueAttributes& attributes = queue.attributes;
  switch (reader.field()) {
    case kCreated: queue.created = reader.time(); break;
    case kModified: queue.modified = reader.time(); break;
    case kHandleKey: queue.handle_key = reader.bytes(); break;
    case kVisibilityTimeout: attributes.visibility_timeout = seconds(reader.number()); break;
    case kDelay: attributes.delay = seconds(reader.number()); break;
    case kMessageRetention: attributes.message_retention = seconds(reader.number()); break;
    case kReceiveWait: attributes.receive_wait = seconds(reader.number()); break;
    case kMessageSizeBytesMax:
      attributes.message_size_bytes_max = static_cast<int64_t>(reader.number());
      break;
    case kPolicy: {
      AG_TRY(policy, read_policy(reader.bytes()));
      attributes.policy = std::move(policy);
      break;
    }
    case kPurged: queue.purged = reader.time(); break;
    case kRedrivePolicy: return read_redrive(reader.bytes(), attributes.redrive);
    case kRedriveAllowPolicy: return read_redrive(reader.bytes(), attributes.redrive_allow);
    case kManagedEncryption: attributes.managed_encryption = reader.flag(); break;
    case kDataKeyReuse: attributes.data_key_reuse = seconds(reader.number()); break;
    case kTag: return read_tag(reader.bytes(), queue.tags);
    default:
      if (attributes.fifo) read_fifo_field(reader, *attributes.fifo);
      break;
  }
  return {};
}

}  // namespace

store::Partition partition_of(const QueueAddress& address) {
  return {.account = address.account, .region = address.region};
}

store::Key queue_records_prefix() { return store::Key::of({"sqs", "queue"}); }

store::Key queue_record_key(const QueueName& name) {
  return queue_records_prefix().with(name.text());
}

store::Key messages_key(const QueueName& name) {
  return store::Key::of({"sqs", "messages", name.text()});
}

std::string encode_queue(const Queue& queue) {
  const QueueAttributes& attributes = queue.attributes;
  store::FieldWriter writer;
  writer.time(kCreated, queue.created);
  writer.time(kModified, queue.modified);
  writer.bytes(kHandleKey, queue.handle_key);
  writer.number(kVisibilityTimeout, count(attributes.visibility_timeout));
  writer.number(kDelay, count(attributes.delay));
  writer.number(kMessageRetention, count(attributes.message_retention));
  writer.number(kReceiveWait, count(attributes.receive_wait));
  writer.number(kMessageSizeBytesMax, static_cast<uint64_t>(attributes.message_size_bytes_max));
  if (attributes.policy) writer.bytes(kPolicy, attributes.policy->text());
  if (attributes.fifo) write_fifo(*attributes.fifo, writer);
  if (attributes.redrive) writer.bytes(kRedrivePolicy, attributes.redrive->text);
  if (attributes.redrive_allow) writer.bytes(kRedriveAllowPolicy, attributes.redrive_allow->text);
  if (attributes.managed_encryption) writer.flag(kManagedEncryption, true);
  if (attributes.data_key_reuse) writer.number(kDataKeyReuse, count(*attributes.data_key_reuse));
  if (queue.purged) writer.time(kPurged, *queue.purged);
  for (const auto& [key, value] : queue.tags) {
    store::FieldWriter tag;
    tag.bytes(kTagKey, key);
    tag.bytes(kTagValue, value);
    writer.bytes(kTag, tag.text());
  }
  return writer.take();
}

base::Result<QueuePtr> decode_queue(const QueueAddress& address, std::string_view record) {
  auto queue = std::make_shared<Queue>();
  queue->address = address;
  queue->attributes = QueueAttributes::of(address.name);
  store::FieldReader reader(record);
  while (reader.next()) AG_CHECK(read_queue_field(reader, *queue));
  AG_CHECK(reader.status());
  if (queue->handle_key.size() != kHandleKeyBytes) {
    return base::Error(store::StoreError::kCorrupt, "a queue's record has no key for its handles");
  }
  return queue;
}

std::string encode_state(const MessageState& state) {
  store::FieldWriter writer;
  if (!state.dead_letter_source.empty()) writer.bytes(kDeadLetterSource, state.dead_letter_source);
  return writer.take();
}

base::Result<MessageState> decode_state(std::string_view record) {
  MessageState state;
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() == kDeadLetterSource) state.dead_letter_source = reader.bytes();
  }
  AG_CHECK(reader.status());
  return state;
}

std::string encode_message(const MessageContent& content) {
  store::FieldWriter writer;
  writer.bytes(kBody, content.body);
  for (const auto& [name, attribute] : content.attributes) {
    store::FieldWriter inner;
    inner.bytes(kName, name);
    inner.bytes(kDataType, attribute.data_type);
    inner.bytes(kValue, attribute.value);
    writer.bytes(kAttribute, inner.text());
  }
  if (!content.trace_header.empty()) writer.bytes(kTraceHeader, content.trace_header);
  if (!content.sender_id.empty()) writer.bytes(kSenderId, content.sender_id);
  if (!content.md5.empty()) writer.bytes(kBodyMd5, content.md5);
  if (!content.group_id.empty()) writer.bytes(kGroupId, content.group_id);
  if (!content.deduplication_id.empty()) {
    writer.bytes(kDeduplicationId, content.deduplication_id);
  }
  return writer.take();
}

base::Result<MessageContent> decode_message(std::string_view record) {
  MessageContent content;
  store::FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case kBody: content.body = reader.bytes(); break;
      case kAttribute: AG_CHECK(read_attribute(reader.bytes(), content.attributes)); break;
      case kTraceHeader: content.trace_header = reader.bytes(); break;
      case kSenderId: content.sender_id = reader.bytes(); break;
      case kBodyMd5: content.md5 = reader.bytes(); break;
      case kGroupId: content.group_id = reader.bytes(); break;
      case kDeduplicationId: content.deduplication_id = reader.bytes(); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  return content;
}

}  // namespace angarium::services::sqs
