#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "delivery/route.h"
#include "store/key.h"

// What the service stores (docs/formats/events.md): records in the numbered fields of
// store/fields.h, under keys of the partition of the bus. Decoding errors are kCorrupt and
// kUnsupportedFormat.
namespace angarium::services::events {

struct BusRecord {
  std::string name = {};
  std::optional<std::string> description = {};
  std::string policy = {};  // JSON; empty: none
  base::Time created = {};
  base::Time modified = {};
  friend bool operator==(const BusRecord&, const BusRecord&) = default;
};

struct TargetRecord {
  std::string id = {};
  std::string arn = {};
  std::optional<uint32_t> retries_max = {};  // as the owner gave them; none: the default
  std::optional<uint32_t> event_age_seconds_max = {};
  friend bool operator==(const TargetRecord&, const TargetRecord&) = default;
};

// A rule with its targets, which belong to it and are few.
struct RuleRecord {
  std::string name = {};
  std::string bus = {};
  std::string pattern = {};  // as given
  bool enabled = true;
  std::optional<std::string> description = {};
  base::AccountId created_by = {};
  base::Time created = {};
  std::vector<TargetRecord> targets = {};  // sorted by id
  friend bool operator==(const RuleRecord&, const RuleRecord&) = default;
};

std::string encode(const BusRecord& record);
std::string encode(const RuleRecord& record);
base::Result<BusRecord> decode_bus(std::string_view stored);
base::Result<RuleRecord> decode_rule(std::string_view stored);

store::Key buses_key();  // prefixes
store::Key rules_key();
store::Key bus_key(std::string_view bus);
store::Key rule_key(std::string_view bus, std::string_view rule);

}  // namespace angarium::services::events
