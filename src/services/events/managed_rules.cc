#include <fmt/format.h>

#include "base/assert.h"
#include "services/events/errors.h"
#include "services/events/requests.h"

namespace angarium::services::events {

Events::Answer<wire::NoOutput> Events::put_managed_rule(BusId id, RuleRecord record) {
  AG_ASSERT(record.managed_by);
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  const Rule* existing = bus->find_rule(record.name);
  if (existing && existing->record.managed_by != record.managed_by) {
    co_return rule_exists(id, record.name);
  }
  record.bus = id.name;
  if (existing) {
    record.created = existing->record.created;
    record.created_by = existing->record.created_by;
  }
  auto pattern = pattern::Pattern::parse(record.pattern);
  if (!pattern.ok()) co_return invalid_pattern(pattern.error().message());
  auto shared = std::make_shared<const pattern::Pattern>(std::move(*pattern));
  wire::Result<void> changed = co_await change_rule(bus, std::move(record), std::move(shared));
  if (!changed.ok()) co_return changed.error();
  co_return wire::NoOutput{};
}

Events::Answer<wire::NoOutput> Events::delete_managed_rule(BusId id, std::string name,
                                                           std::string service) {
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  const Rule* rule = bus ? bus->find_rule(name) : nullptr;
  if (!rule || rule->record.managed_by != service) co_return wire::NoOutput{};
  wire::Result<void> removed = co_await remove_rule(bus, std::move(name));
  if (!removed.ok()) co_return removed.error();
  co_return wire::NoOutput{};
}

}  // namespace angarium::services::events
