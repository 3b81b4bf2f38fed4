#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "delivery/route.h"
#include "services/events/target_parameters.h"
#include "store/key.h"

// What the service stores (docs/formats/events.md): records in the numbered fields of
// store/fields.h, under keys of the partition of the bus. Decoding errors are kCorrupt and
// kUnsupportedFormat.
namespace angarium::services::events {

using Tags = std::map<std::string, std::string>;

struct BusRecord {
  std::string name = {};
  std::optional<std::string> description = {};
  std::string policy = {};  // JSON, as given; empty: none
  base::Time created = {};
  base::Time modified = {};
  std::optional<std::string> dead_letter_arn = {};
  std::optional<std::string> log_level = {};
  std::optional<std::string> log_include_detail = {};
  Tags tags = {};
  friend bool operator==(const BusRecord&, const BusRecord&) = default;
};

struct TargetRecord {
  std::string id = {};
  std::string arn = {};
  std::optional<uint32_t> retries_max = {};  // as the owner gave them; none: the default
  std::optional<uint32_t> event_age_seconds_max = {};
  std::optional<std::string> role_arn = {};
  // What the target gets in place of the event: at most one of input, input_path, input_template.
  std::optional<std::string> input = {};                    // JSON
  std::optional<std::string> input_path = {};               // JSONPath
  std::map<std::string, std::string> input_paths_map = {};  // of the template's variables
  std::optional<std::string> input_template = {};
  TargetParameters parameters = {};
  std::optional<std::string> dead_letter_arn = {};
  friend bool operator==(const TargetRecord&, const TargetRecord&) = default;
};

// The values are stored.
enum class RuleState : uint8_t { kDisabled = 0, kEnabled = 1, kEnabledWithAllManagementEvents = 2 };

// A rule with its targets, which belong to it and are few.
struct RuleRecord {
  std::string name = {};
  std::string bus = {};
  std::string pattern = {};  // as given; empty: none
  RuleState state = RuleState::kEnabled;
  std::optional<std::string> description = {};
  base::AccountId created_by = {};
  base::Time created = {};
  std::vector<TargetRecord> targets = {};  // sorted by id
  std::optional<std::string> schedule_expression = {};
  std::optional<std::string> role_arn = {};
  std::optional<std::string> managed_by = {};  // the service that made it and alone may change it
  Tags tags = {};
  friend bool operator==(const RuleRecord&, const RuleRecord&) = default;
};

std::string encode(const BusRecord& record);
std::string encode(const RuleRecord& record);
std::string encode(const TargetRecord& record);  // inside its rule's
base::Result<BusRecord> decode_bus(std::string_view stored);
base::Result<RuleRecord> decode_rule(std::string_view stored);
base::Result<TargetRecord> decode_target(std::string_view stored);

store::Key buses_key();  // prefixes
store::Key rules_key();
store::Key bus_key(std::string_view bus);
store::Key rule_key(std::string_view bus, std::string_view rule);

}  // namespace angarium::services::events
