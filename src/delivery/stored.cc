#include "delivery/stored.h"

#include "store/error.h"
#include "store/fields.h"

namespace angarium::delivery {
namespace {

using store::FieldReader;
using store::FieldWriter;

constexpr uint32_t kVersionField = 1;  // of every record here
constexpr uint64_t kVersion = 1;

FieldWriter begin() {
  FieldWriter writer;
  writer.number(kVersionField, kVersion);
  return writer;
}

base::Result<void> finish(const FieldReader& reader, uint64_t version, const char* what) {
  AG_CHECK(reader.status());
  if (version == 0) {
    return base::Error(store::StoreError::kCorrupt, std::string(what) + " without a version");
  }
  if (version > kVersion) {
    return base::Error(store::StoreError::kUnsupportedFormat,
                       std::string(what) + " of format version " + std::to_string(version));
  }
  return {};
}

std::string text(FieldReader& reader) { return std::string(reader.bytes()); }

void encode_entries(const std::map<std::string, std::string>& entries, uint32_t field,
                    FieldWriter& writer) {
  for (const auto& [name, value] : entries) {
    FieldWriter entry;
    entry.bytes(1, name);
    entry.bytes(2, value);
    writer.bytes(field, entry.take());
  }
}

std::string encode(const TransformSource& source) {
  FieldWriter writer = begin();
  writer.number(2, static_cast<uint64_t>(source.kind));
  writer.bytes(3, source.text);
  encode_entries(source.paths, 4, writer);
  return writer.take();
}

// Of a map.
base::Result<void> decode_entry(std::string_view stored,
                                std::map<std::string, std::string>& entries) {
  FieldReader reader(stored);
  std::string name;
  std::string value;
  while (reader.next()) {
    switch (reader.field()) {
      case 1: name = text(reader); break;
      case 2: value = text(reader); break;
    }
  }
  entries[std::move(name)] = std::move(value);
  return reader.status();
}

base::Result<std::shared_ptr<const Transform>> decode_transform(std::string_view stored) {
  FieldReader reader(stored);
  TransformSource source;
  uint64_t version = 0;
  uint64_t kind = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case kVersionField: version = reader.number(); break;
      case 2: kind = reader.number(); break;
      case 3: source.text = text(reader); break;
      case 4: AG_CHECK(decode_entry(reader.bytes(), source.paths)); break;
    }
  }
  AG_CHECK(finish(reader, version, "a transform"));
  if (kind > static_cast<uint64_t>(TransformSource::Kind::kTemplate)) {
    return base::Error(store::StoreError::kCorrupt, "a transform of an unknown kind");
  }
  source.kind = static_cast<TransformSource::Kind>(kind);
  return std::make_shared<const Transform>(Transform::of_stored(source));
}

std::string encode(const Route& route) {
  FieldWriter writer = begin();
  writer.bytes(2, route.subscription.text());
  writer.bytes(3, route.rule_arn.text());
  writer.bytes(4, route.target_arn.text());
  writer.bytes(5, route.target_id.text());
  if (!route.role_arn.empty()) writer.bytes(6, route.role_arn.text());
  writer.number(7, route.retry_policy.retries_max);
  writer.number(8, static_cast<uint64_t>(route.retry_policy.event_age_max.count()));
  if (!route.message_group_id.empty()) writer.bytes(9, route.message_group_id);
  if (route.transform) writer.bytes(10, encode(route.transform->source()));
  if (!route.dead_letter_arn.empty()) writer.bytes(11, route.dead_letter_arn.text());
  if (route.order != Order::kNone) writer.number(12, static_cast<uint64_t>(route.order));
  for (const std::string& value : route.http.path_values) writer.bytes(20, value);
  encode_entries(route.http.headers, 21, writer);
  encode_entries(route.http.query, 22, writer);
  if (!route.parameters.empty()) writer.bytes(30, route.parameters);
  return writer.take();
}

base::Result<Order> decode_order(uint64_t stored) {
  if (stored > static_cast<uint64_t>(Order::kGroup)) {
    return base::Error(store::StoreError::kCorrupt, "a route of an unknown order");
  }
  return static_cast<Order>(stored);
}

base::Result<Route> decode_route(std::string_view stored) {
  FieldReader reader(stored);
  Route route;
  uint64_t version = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case kVersionField: version = reader.number(); break;
      case 2: route.subscription = SubscriptionId(reader.bytes()); break;
      case 3: route.rule_arn = RuleArn(reader.bytes()); break;
      case 4: route.target_arn = TargetArn(reader.bytes()); break;
      case 5: route.target_id = TargetId(reader.bytes()); break;
      case 6: route.role_arn = RoleArn(reader.bytes()); break;
      case 7: route.retry_policy.retries_max = static_cast<uint32_t>(reader.number()); break;
      case 8:
        route.retry_policy.event_age_max = base::Seconds(static_cast<int64_t>(reader.number()));
        break;
      case 9: route.message_group_id = text(reader); break;
      case 10: {
        AG_TRY(transform, decode_transform(reader.bytes()));
        route.transform = std::move(transform);
        break;
      }
      case 11: route.dead_letter_arn = DeadLetterArn(reader.bytes()); break;
      case 12: {
        AG_TRY(order, decode_order(reader.number()));
        route.order = order;
        break;
      }
      case 20: route.http.path_values.push_back(text(reader)); break;
      case 21: AG_CHECK(decode_entry(reader.bytes(), route.http.headers)); break;
      case 22: AG_CHECK(decode_entry(reader.bytes(), route.http.query)); break;
      case 30: route.parameters = text(reader); break;
    }
  }
  AG_CHECK(finish(reader, version, "a route"));
  return route;
}

}  // namespace

std::string encode(const LogRecord& record) {
  FieldWriter writer = begin();
  writer.bytes(2, record.event);
  for (const auto& route : record.owed) writer.bytes(3, encode(*route));
  for (const SubscriptionId& id : record.delivered) writer.bytes(4, id.text());
  return writer.take();
}

base::Result<LogRecord> decode_log_record(std::string_view stored) {
  FieldReader reader(stored);
  LogRecord record;
  uint64_t version = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case kVersionField: version = reader.number(); break;
      case 2: record.event = text(reader); break;
      case 3: {
        AG_TRY(route, decode_route(reader.bytes()));
        record.owed.push_back(std::make_shared<const Route>(std::move(route)));
        break;
      }
      case 4: record.delivered.emplace_back(reader.bytes()); break;
    }
  }
  AG_CHECK(finish(reader, version, "a log record"));
  return record;
}

std::string encode(const RetryEntry& entry) {
  FieldWriter writer = begin();
  writer.number(2, entry.log_offset);
  writer.bytes(3, encode(entry.route));
  writer.bytes(4, entry.event);
  return writer.take();
}

base::Result<RetryEntry> decode_retry_entry(std::string_view stored) {
  FieldReader reader(stored);
  RetryEntry entry;
  uint64_t version = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case kVersionField: version = reader.number(); break;
      case 2: entry.log_offset = reader.number(); break;
      case 3: {
        AG_TRY(route, decode_route(reader.bytes()));
        entry.route = std::move(route);
        break;
      }
      case 4: entry.event = text(reader); break;
    }
  }
  AG_CHECK(finish(reader, version, "a retry entry"));
  return entry;
}

std::string encode(const RetryState& state) {
  FieldWriter writer = begin();
  writer.number(2, state.attempts_made);
  writer.time(3, state.first_attempt_time);
  writer.bytes(4, state.error_code);
  writer.bytes(5, state.error_message);
  if (state.leased_until != base::Time{}) writer.time(7, state.leased_until);
  if (!state.dead_letter) return writer.take();
  FieldWriter letter;
  letter.number(1, static_cast<uint64_t>(state.dead_letter->reason));
  letter.number(2, state.dead_letter->attempts_made);
  letter.time(3, state.dead_letter->since);
  writer.bytes(6, letter.take());
  return writer.take();
}

namespace {

base::Result<DeadLetterState> decode_dead_letter(std::string_view stored) {
  FieldReader reader(stored);
  DeadLetterState letter;
  uint64_t reason = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case 1: reason = reader.number(); break;
      case 2: letter.attempts_made = static_cast<uint32_t>(reader.number()); break;
      case 3: letter.since = reader.time(); break;
    }
  }
  AG_CHECK(reader.status());
  if (reason > static_cast<uint64_t>(GiveUpReason::kUnreadable)) {
    return base::Error(store::StoreError::kCorrupt, "a dead letter given up for no known reason");
  }
  letter.reason = static_cast<GiveUpReason>(reason);
  return letter;
}

}  // namespace

base::Result<RetryState> decode_retry_state(std::string_view stored) {
  FieldReader reader(stored);
  RetryState state;
  uint64_t version = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case kVersionField: version = reader.number(); break;
      case 2: state.attempts_made = static_cast<uint32_t>(reader.number()); break;
      case 3: state.first_attempt_time = reader.time(); break;
      case 4: state.error_code = text(reader); break;
      case 5: state.error_message = text(reader); break;
      case 6: {
        AG_TRY(letter, decode_dead_letter(reader.bytes()));
        state.dead_letter = letter;
        break;
      }
      case 7: state.leased_until = reader.time(); break;
    }
  }
  AG_CHECK(finish(reader, version, "a retry state"));
  return state;
}

std::string encode(const RetryRegistration& registration) {
  FieldWriter writer = begin();
  writer.number(2, registration.bytes);
  return writer.take();
}

base::Result<RetryRegistration> decode_retry_registration(std::string_view stored) {
  RetryRegistration registration;
  if (stored.empty()) return registration;
  FieldReader reader(stored);
  uint64_t version = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case kVersionField: version = reader.number(); break;
      case 2: registration.bytes = reader.number(); break;
    }
  }
  AG_CHECK(finish(reader, version, "a retry queue's registration"));
  return registration;
}

std::string encode(const Cursor& cursor) {
  FieldWriter writer = begin();
  writer.number(2, cursor.next);
  return writer.take();
}

base::Result<Cursor> decode_cursor(std::string_view stored) {
  FieldReader reader(stored);
  Cursor cursor;
  uint64_t version = 0;
  while (reader.next()) {
    switch (reader.field()) {
      case kVersionField: version = reader.number(); break;
      case 2: cursor.next = reader.number(); break;
    }
  }
  AG_CHECK(finish(reader, version, "a cursor"));
  return cursor;
}

}  // namespace angarium::delivery
