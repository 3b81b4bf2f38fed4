#include "store/records.h"

namespace angarium::store {

namespace {

base::Result<MarkRecord::Held> decode_held(std::string_view record) {
  MarkRecord::Held held;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: held.id = MessageId(reader.bytes()); break;
      case 2: held.lease = reader.number(); break;
    }
  }
  AG_CHECK(reader.status());
  return held;
}

}  // namespace

std::string PartitionRecord::encode() const {
  FieldWriter writer;
  writer.number(1, id);
  writer.number(2, epoch);
  writer.number(3, revision);
  writer.number(4, last_number);
  return writer.take();
}

base::Result<PartitionRecord> PartitionRecord::decode(std::string_view record) {
  PartitionRecord decoded;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: decoded.id = static_cast<layout::PartitionId>(reader.number()); break;
      case 2: decoded.epoch = reader.number(); break;
      case 3: decoded.revision = reader.number(); break;
      case 4: decoded.last_number = reader.number(); break;
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

std::string TableRecord::encode() const {
  FieldWriter writer;
  writer.number(1, revision);
  writer.bytes(2, value);
  return writer.take();
}

base::Result<TableRecord> TableRecord::decode(std::string_view record) {
  TableRecord decoded;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: decoded.revision = reader.number(); break;
      case 2: decoded.value = reader.bytes(); break;
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

std::string LogHead::encode() const {
  FieldWriter writer;
  writer.number(1, id);
  writer.number(2, floor);
  writer.number(3, end);
  writer.number(4, erased_to);
  writer.number(5, floor_bytes);
  writer.number(6, end_bytes);
  writer.time(7, last_time);
  return writer.take();
}

base::Result<LogHead> LogHead::decode(std::string_view record) {
  LogHead decoded;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: decoded.id = reader.number(); break;
      case 2: decoded.floor = reader.number(); break;
      case 3: decoded.end = reader.number(); break;
      case 4: decoded.erased_to = reader.number(); break;
      case 5: decoded.floor_bytes = reader.number(); break;
      case 6: decoded.end_bytes = reader.number(); break;
      case 7: decoded.last_time = reader.time(); break;
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

std::string LogRecord::encode() const {
  FieldWriter writer;
  writer.time(1, time);
  writer.number(2, bytes_before);
  writer.bytes(3, record);
  return writer.take();
}

base::Result<LogRecord> LogRecord::decode(std::string_view record) {
  LogRecord decoded;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: decoded.time = reader.time(); break;
      case 2: decoded.bytes_before = reader.number(); break;
      case 3: decoded.record = reader.bytes(); break;
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

std::string QueueHead::encode() const {
  FieldWriter writer;
  writer.number(1, id);
  writer.number(2, generation);
  writer.number(3, last_sequence);
  writer.number(4, total);
  writer.time(5, low.due);
  writer.number(6, low.sequence);
  later.encode(writer, 7);
  return writer.take();
}

base::Result<QueueHead> QueueHead::decode(std::string_view record) {
  QueueHead decoded;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: decoded.id = reader.number(); break;
      case 2: decoded.generation = reader.number(); break;
      case 3: decoded.last_sequence = reader.number(); break;
      case 4: decoded.total = reader.number(); break;
      case 5: decoded.low.due = reader.time(); break;
      case 6: decoded.low.sequence = reader.number(); break;
      case 7: decoded.later.decode_seen(reader.time()); break;
      case 8: AG_CHECK(decoded.later.decode_span(reader.bytes())); break;
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

std::string QueueEntry::encode() const {
  FieldWriter writer;
  writer.number(1, message.sequence);
  writer.time(2, message.not_before);
  writer.time(3, message.sent);
  if (message.first_received) writer.time(4, *message.first_received);
  if (message.receive_count > 0) writer.number(5, message.receive_count);
  if (message.lease > 0) writer.number(6, message.lease);
  if (!message.group.empty()) writer.bytes(7, message.group);
  if (!message.state.empty()) writer.bytes(8, message.state);
  if (behind_group) writer.flag(9, true);
  if (body_inside) writer.bytes(10, message.body);
  return writer.take();
}

base::Result<QueueEntry> QueueEntry::decode(std::string_view record, const MessageId& id) {
  QueueEntry decoded;
  decoded.body_inside = false;
  Message& message = decoded.message;
  message.id = id;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: message.sequence = reader.number(); break;
      case 2: message.not_before = reader.time(); break;
      case 3: message.sent = reader.time(); break;
      case 4: message.first_received = reader.time(); break;
      case 5: message.receive_count = static_cast<uint32_t>(reader.number()); break;
      case 6: message.lease = reader.number(); break;
      case 7: message.group = reader.bytes(); break;
      case 8: message.state = reader.bytes(); break;
      case 9: decoded.behind_group = reader.flag(); break;
      case 10:
        message.body = reader.bytes();
        decoded.body_inside = true;
        break;
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

std::string MarkRecord::encode() const {
  FieldWriter writer;
  writer.time(1, expires);
  if (sequence > 0) writer.number(2, sequence);
  if (!id.empty()) writer.bytes(3, id.text());
  for (const Held& one : held) {
    FieldWriter inner;
    inner.bytes(1, one.id.text());
    inner.number(2, one.lease);
    writer.bytes(4, inner.text());
  }
  if (!held.empty()) writer.time(5, held_until);
  return writer.take();
}

base::Result<MarkRecord> MarkRecord::decode(std::string_view record) {
  MarkRecord decoded;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: decoded.expires = reader.time(); break;
      case 2: decoded.sequence = reader.number(); break;
      case 3: decoded.id = MessageId(reader.bytes()); break;
      case 4: {
        AG_TRY(held, decode_held(reader.bytes()));
        decoded.held.push_back(std::move(held));
        break;
      }
      case 5: decoded.held_until = reader.time(); break;
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

}  // namespace angarium::store
