#include "services/events/records.h"

#include <fmt/format.h>

#include "services/events/record_fields.h"
#include "store/error.h"

namespace angarium::services::events {
namespace {

using store::FieldReader;
using store::FieldWriter;

// Field 1 of every record: raised when a reader of the version before would misunderstand it.
constexpr uint64_t kFormatVersion = 1;

base::Result<void> check_version(uint64_t version, const char* what) {
  if (version >= 1 && version <= kFormatVersion) return {};
  if (version == 0) {
    return base::Error(store::StoreError::kCorrupt,
                       fmt::format("a stored {} has no format version", what));
  }
  return base::Error(store::StoreError::kUnsupportedFormat,
                     fmt::format("a stored {} has format version {}", what, version));
}

// One that is not known still asks for events: until RuleState had a third, it was a flag.
RuleState rule_state(uint64_t stored) {
  constexpr auto kMax = static_cast<uint64_t>(RuleState::kEnabledWithAllManagementEvents);
  return stored <= kMax ? static_cast<RuleState>(stored) : RuleState::kEnabled;
}

}  // namespace

std::string encode(const BusRecord& record) {
  FieldWriter writer;
  writer.number(1, kFormatVersion);
  writer.bytes(2, record.name);
  write_optional(writer, 3, record.description);
  if (!record.policy.empty()) writer.bytes(4, record.policy);
  writer.time(5, record.created);
  writer.time(6, record.modified);
  write_optional(writer, 7, record.dead_letter_arn);
  write_optional(writer, 8, record.log_level);
  write_optional(writer, 9, record.log_include_detail);
  write_entries(writer, 10, record.tags);
  return writer.take();
}

base::Result<BusRecord> decode_bus(std::string_view stored) {
  BusRecord record;
  uint64_t version = 0;
  FieldReader reader(stored);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: version = reader.number(); break;
      case 2: record.name = reader.bytes(); break;
      case 3: record.description = std::string(reader.bytes()); break;
      case 4: record.policy = reader.bytes(); break;
      case 5: record.created = reader.time(); break;
      case 6: record.modified = reader.time(); break;
      case 7: record.dead_letter_arn = std::string(reader.bytes()); break;
      case 8: record.log_level = std::string(reader.bytes()); break;
      case 9: record.log_include_detail = std::string(reader.bytes()); break;
      case 10: AG_CHECK(read_entry(reader, record.tags)); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  AG_CHECK(check_version(version, "event bus"));
  return record;
}

std::string encode(const RuleRecord& record) {
  FieldWriter writer;
  writer.number(1, kFormatVersion);
  writer.bytes(2, record.name);
  writer.bytes(3, record.bus);
  writer.bytes(4, record.pattern);
  writer.number(5, static_cast<uint64_t>(record.state));
  write_optional(writer, 6, record.description);
  writer.bytes(7, record.created_by.text());
  writer.time(8, record.created);
  for (const TargetRecord& target : record.targets) writer.bytes(9, encode(target));
  write_optional(writer, 10, record.schedule_expression);
  write_optional(writer, 11, record.role_arn);
  write_optional(writer, 12, record.managed_by);
  write_entries(writer, 13, record.tags);
  return writer.take();
}

base::Result<RuleRecord> decode_rule(std::string_view stored) {
  RuleRecord record;
  uint64_t version = 0;
  std::vector<std::string_view> targets;
  FieldReader reader(stored);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: version = reader.number(); break;
      case 2: record.name = reader.bytes(); break;
      case 3: record.bus = reader.bytes(); break;
      case 4: record.pattern = reader.bytes(); break;
      case 5: record.state = rule_state(reader.number()); break;
      case 6: record.description = std::string(reader.bytes()); break;
      case 7: record.created_by = base::AccountId(reader.bytes()); break;
      case 8: record.created = reader.time(); break;
      case 9: targets.push_back(reader.bytes()); break;
      case 10: record.schedule_expression = std::string(reader.bytes()); break;
      case 11: record.role_arn = std::string(reader.bytes()); break;
      case 12: record.managed_by = std::string(reader.bytes()); break;
      case 13: AG_CHECK(read_entry(reader, record.tags)); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  AG_CHECK(check_version(version, "rule"));
  for (std::string_view stored_target : targets) {
    AG_TRY(target, decode_target(stored_target));
    record.targets.push_back(std::move(target));
  }
  return record;
}

store::Key buses_key() { return store::Key::of({"events", "bus"}); }
store::Key rules_key() { return store::Key::of({"events", "rule"}); }
store::Key bus_key(std::string_view bus) { return buses_key().with(bus); }
store::Key rule_key(std::string_view bus, std::string_view rule) {
  return rules_key().with(bus).with(rule);
}

}  // namespace angarium::services::events
