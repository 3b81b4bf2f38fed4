#include "services/events/catalog.h"

#include <fmt/format.h>

#include "services/events/stored_items.h"

namespace angarium::services::events {
namespace {

BusId default_bus(const store::Partition& partition) {
  return {.partition = partition, .name = std::string(kDefaultBus)};
}

// All active rules of a bus at once: one by one, thirty thousand would take minutes.
void compile_all(Bus& bus) {
  std::vector<pattern::Rule> patterns;
  std::vector<bus::CompiledRule> compiled;
  for (const auto& [name, rule] : bus.rules) {
    if (!rule->is_active()) continue;
    patterns.push_back({rule->id, rule->pattern});
    compiled.push_back({rule->id, rule->subscriptions});
  }
  bus.compiled = std::make_shared<const bus::CompiledBus>(bus.patterns->change({}, patterns),
                                                          std::move(compiled));
}

// A stored pattern was within the limits of its day; lower ones must not make it unreadable.
constexpr pattern::Options kStoredPatternOptions{.limits = {.characters_max = SIZE_MAX,
                                                            .paths_max = SIZE_MAX,
                                                            .alternatives_max = SIZE_MAX,
                                                            .elements_max = SIZE_MAX,
                                                            .wildcard_complexity_max = UINT32_MAX}};

base::Result<std::shared_ptr<const pattern::Pattern>> stored_pattern(const RuleRecord& rule) {
  if (rule.pattern.empty()) return std::shared_ptr<const pattern::Pattern>();
  AG_TRY(parsed, pattern::Pattern::parse(rule.pattern, kStoredPatternOptions));
  return std::make_shared<const pattern::Pattern>(std::move(parsed));
}

}  // namespace

Catalog::Catalog(store::Ownership& ownership, bus::Engine& engine)
    : ownership_(ownership), engine_(engine) {}

base::Task<base::Result<void>> Catalog::load() {
  co_await base::resume_on(ownership_.executor());
  base::Result<std::vector<store::Partition>> partitions = ownership_.store().partitions();
  if (!partitions.ok()) co_return partitions.error();
  for (const store::Partition& partition : *partitions) {
    base::Result<void> loaded = load_partition(partition);
    if (!loaded.ok()) co_return loaded.error();
  }
  co_return base::Result<void>();
}

base::Result<void> Catalog::load_partition(const store::Partition& partition) {
  std::map<BusId, Bus> buses;
  AG_CHECK(load_buses(partition, buses));
  AG_CHECK(load_rules(partition, buses));
  for (auto& [id, bus] : buses) {
    compile_all(bus);
    put(std::make_shared<const Bus>(std::move(bus)));
  }
  return {};
}

base::Result<void> Catalog::load_buses(const store::Partition& partition,
                                       std::map<BusId, Bus>& buses) {
  return scan_all(ownership_.store(), partition, buses_key(),
                  [&](const store::TableItem& item) -> base::Result<void> {
                    AG_TRY(record, decode_bus(item.value));
                    BusId id{.partition = partition, .name = record.name};
                    AG_TRY(bus, with_record(empty_bus(id), std::move(record)));
                    buses.emplace(id, *bus);
                    return {};
                  });
}

base::Result<void> Catalog::load_rules(const store::Partition& partition,
                                       std::map<BusId, Bus>& buses) {
  return scan_all(
      ownership_.store(), partition, rules_key(),
      [&](const store::TableItem& item) -> base::Result<void> {
        AG_TRY(record, decode_rule(item.value));
        BusId id{.partition = partition, .name = record.bus};
        if (id.name == kDefaultBus) buses.try_emplace(id, empty_bus(id));
        auto found = buses.find(id);
        if (found == buses.end()) {
          return base::Error(store::StoreError::kCorrupt,
                             fmt::format("rule `{}` belongs to event bus `{}`, which is not stored",
                                         record.name, record.bus));
        }
        Bus& bus = found->second;
        AG_TRY(pattern, stored_pattern(record));
        std::string name = record.name;
        bus.rules[name] = make_rule(id, std::move(record), std::move(pattern), bus.next_rule_id++);
        return {};
      });
}

std::shared_ptr<const Bus> Catalog::find(const BusId& bus) const {
  {
    base::MutexLock lock(mutex_);
    auto found = buses_.find(bus);
    if (found != buses_.end()) return found->second;
  }
  if (bus.name != kDefaultBus) return nullptr;
  return std::make_shared<const Bus>(empty_bus(bus));
}

std::vector<std::shared_ptr<const Bus>> Catalog::all() const {
  std::vector<std::shared_ptr<const Bus>> buses;
  base::MutexLock lock(mutex_);
  buses.reserve(buses_.size());
  for (const auto& [id, bus] : buses_) buses.push_back(bus);
  return buses;
}

std::vector<std::shared_ptr<const Bus>> Catalog::list(const store::Partition& partition,
                                                      const std::string& prefix,
                                                      const std::string& after,
                                                      size_t count_max) const {
  std::shared_ptr<const Bus> implicit = find(default_bus(partition));
  std::vector<std::shared_ptr<const Bus>> buses;
  base::MutexLock lock(mutex_);
  auto it = buses_.upper_bound({.partition = partition, .name = after});
  auto take = [&](const std::shared_ptr<const Bus>& bus) {
    if (buses.size() < count_max && bus->id.name.starts_with(prefix)) buses.push_back(bus);
  };
  bool default_due = after < kDefaultBus;
  for (; it != buses_.end() && it->first.partition == partition; ++it) {
    if (buses.size() == count_max) return buses;
    if (default_due && it->first.name >= kDefaultBus) {
      if (it->first.name != kDefaultBus) take(implicit);
      default_due = false;
    }
    take(it->second);
  }
  if (default_due) take(implicit);
  return buses;
}

size_t Catalog::count(const store::Partition& partition) const {
  size_t count = 0;
  for (const std::string& name : names(partition)) count += name != kDefaultBus;
  return count;
}

std::vector<std::string> Catalog::names(const store::Partition& partition) const {
  std::vector<std::string> names;
  base::MutexLock lock(mutex_);
  for (auto it = buses_.lower_bound({.partition = partition, .name = ""});
       it != buses_.end() && it->first.partition == partition; ++it) {
    names.push_back(it->first.name);
  }
  return names;
}

bool Catalog::is_published(const BusId& bus) const {
  base::MutexLock lock(mutex_);
  return buses_.contains(bus);
}

void Catalog::put(std::shared_ptr<const Bus> bus) {
  engine_.publish(bus->id, bus->compiled);
  BusId id = bus->id;
  base::MutexLock lock(mutex_);
  buses_[id].swap(bus);  // the one before dies after the lock: parameters outlive locals
}

void Catalog::remove(const BusId& bus) {
  {
    base::MutexLock lock(mutex_);
    buses_.erase(bus);
  }
  engine_.remove(bus);
}

}  // namespace angarium::services::events
