#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "base/task.h"
#include "bus/engine.h"
#include "pattern/rule_index.h"
#include "policy/policy.h"
#include "services/events/limits.h"
#include "services/events/names.h"
#include "services/events/records.h"
#include "store/ownership.h"

namespace angarium::services::events {

// A rule as it is kept in memory. Immutable.
struct Rule {
  RuleRecord record;
  std::shared_ptr<const pattern::Pattern> pattern;  // null: it has a schedule alone
  bool has_wildcard = false;                        // in its pattern
  uint32_t id = 0;                               // in the bus's RuleIndex; another on each change
  std::vector<bus::Subscription> subscriptions;  // one for each target

  // Whether events are matched against it: a rule without targets asks for nothing.
  bool is_active() const {
    return pattern && record.state != RuleState::kDisabled && !subscriptions.empty();
  }
};

// A bus with all its rules at one moment. Immutable; a change makes the next one, which is put into
// the Catalog at once: the RuleIndex, the one thing that a bus's versions share, has changed.
struct Bus {
  BusId id;
  BusRecord record;
  bool is_stored = false;                        // false: a default bus without a record of its own
  std::shared_ptr<const policy::Policy> policy;  // null: none
  std::map<std::string, std::shared_ptr<const Rule>> rules;
  uint32_t next_rule_id = 1;                     // never given twice while the bus lives
  std::shared_ptr<pattern::RuleIndex> patterns;  // of the active rules
  std::shared_ptr<const bus::CompiledBus> compiled;

  const Rule* find_rule(const std::string& name) const;
};

// All buses and rules of this server, in memory: what requests are answered from and what the
// engine matches against. The store is the truth; a change is committed there first (api.h) and put
// here next, which is also when the engine starts to match by it.
//
// Thread safe. Changes of one partition must come one after another (store/turns.h).
// INVARIANT: what find() gives and what the engine matches against is what the store holds.
class Catalog {
 public:
  Catalog(store::Ownership& ownership, bus::Engine& engine);

  // Reads all that is stored and tells the engine. Once, before anything else.
  base::Task<base::Result<void>> load();

  // Null: no such bus. The default bus of every account and region exists.
  std::shared_ptr<const Bus> find(const BusId& bus) const;
  // Whether the engine knows it. Only a default bus that nobody has used can be found without.
  bool is_published(const BusId& bus) const;
  // The buses of one account and region by name, from the first after `after`, that begin with
  // `prefix`; at most `count_max`. The default bus is among them.
  std::vector<std::shared_ptr<const Bus>> list(const store::Partition& partition,
                                               const std::string& prefix, const std::string& after,
                                               size_t count_max) const;
  // Those that have been used, of every account and region, in order.
  std::vector<std::shared_ptr<const Bus>> all() const;
  size_t count(const store::Partition& partition) const;  // without the default bus
  std::vector<std::string> names(const store::Partition& partition) const;

  // Shows a bus to everybody: to the engine, then to find().
  void put(std::shared_ptr<const Bus> bus);
  void remove(const BusId& bus);

 private:
  using Buses = std::map<BusId, std::shared_ptr<const Bus>>;
  base::Result<void> load_partition(const store::Partition& partition);
  base::Result<void> load_buses(const store::Partition& partition, std::map<BusId, Bus>& buses);
  base::Result<void> load_rules(const store::Partition& partition, std::map<BusId, Bus>& buses);

  store::Ownership& ownership_;
  bus::Engine& engine_;
  mutable base::Mutex mutex_;
  Buses buses_ AG_GUARDED_BY(mutex_);
};

// ---- Making the next Bus from one.

std::shared_ptr<const Rule> make_rule(const BusId& bus, RuleRecord record,
                                      std::shared_ptr<const pattern::Pattern> pattern, uint32_t id);
// Whether any of its tests is a wildcard, which EventBridge has a quota for.
bool has_wildcard(const pattern::Pattern& pattern);
// With the rule put in place of the one of its name, or added; compiled anew.
std::shared_ptr<const Bus> with_rule(const Bus& bus, std::shared_ptr<const Rule> rule);
std::shared_ptr<const Bus> without_rule(const Bus& bus, const std::string& rule);
// With another record; its policy is parsed. The rules stay as they are compiled.
base::Result<std::shared_ptr<const Bus>> with_record(const Bus& bus, BusRecord record);
// A bus that has nothing yet.
Bus empty_bus(const BusId& id);

}  // namespace angarium::services::events
