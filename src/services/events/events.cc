#include "services/events/events.h"

#include "services/events/admission.h"
#include "services/events/bus_target.h"

namespace angarium::services::events {

Events::Events(const Dependencies& dependencies)
    : ownership_(dependencies.ownership),
      engine_(dependencies.engine),
      random_(dependencies.random),
      page_tokens_(dependencies.page_tokens),
      quotas_(dependencies.quotas),
      authorizer_(dependencies.authorizer),
      clock_(dependencies.clock),
      refuses_unknown_buses_(dependencies.refuses_unknown_buses),
      catalog_(dependencies.ownership, dependencies.engine),
      turns_(dependencies.ownership.executor()),
      schedules_({.ownership = dependencies.ownership,
                  .engine = dependencies.engine,
                  .clock = dependencies.clock,
                  .metrics = dependencies.metrics,
                  .catalog = catalog_,
                  .turns = turns_}),
      dropped_events_(dependencies.metrics.counter(
          "angarium_events_dropped_total",
          "Entries of PutEvents that named an event bus that does not exist")) {}

base::Task<base::Result<void>> Events::load() {
  base::Result<void> loaded = co_await catalog_.load();
  if (!loaded.ok()) co_return loaded;
  loaded = co_await schedules_.load();
  co_return loaded;
}

std::shared_ptr<delivery::Target> Events::bus_target(const BusId& bus) const {
  return std::make_shared<BusTarget>(bus, catalog_, engine_,
                                     Admission(catalog_, authorizer_, clock_));
}

const wire::ServiceTable& Events::table() {
  using wire::operation;
  using E = Events;
  static constexpr wire::Operation kOperations[] = {
      operation<&E::plan_create_event_bus, &E::create_event_bus>("CreateEventBus"),
      operation<&E::plan_delete_event_bus, &E::delete_event_bus>("DeleteEventBus"),
      operation<&E::plan_delete_rule, &E::delete_rule>("DeleteRule"),
      operation<&E::plan_describe_event_bus, &E::describe_event_bus>("DescribeEventBus"),
      operation<&E::plan_describe_rule, &E::describe_rule>("DescribeRule"),
      operation<&E::plan_disable_rule, &E::disable_rule>("DisableRule"),
      operation<&E::plan_enable_rule, &E::enable_rule>("EnableRule"),
      operation<&E::plan_list_event_buses, &E::list_event_buses>("ListEventBuses"),
      operation<&E::plan_list_rule_names_by_target, &E::list_rule_names_by_target>(
          "ListRuleNamesByTarget"),
      operation<&E::plan_list_rules, &E::list_rules>("ListRules"),
      operation<&E::plan_list_tags_for_resource, &E::list_tags_for_resource>("ListTagsForResource"),
      operation<&E::plan_list_targets_by_rule, &E::list_targets_by_rule>("ListTargetsByRule"),
      operation<&E::plan_put_events, &E::put_events>("PutEvents"),
      operation<&E::plan_put_permission, &E::put_permission>("PutPermission"),
      operation<&E::plan_put_rule, &E::put_rule>("PutRule"),
      operation<&E::plan_put_targets, &E::put_targets>("PutTargets"),
      operation<&E::plan_remove_permission, &E::remove_permission>("RemovePermission"),
      operation<&E::plan_remove_targets, &E::remove_targets>("RemoveTargets"),
      operation<&E::plan_tag_resource, &E::tag_resource>("TagResource"),
      operation<&E::plan_test_event_pattern, &E::test_event_pattern>("TestEventPattern"),
      operation<&E::plan_untag_resource, &E::untag_resource>("UntagResource"),
      operation<&E::plan_update_event_bus, &E::update_event_bus>("UpdateEventBus"),
  };
  static constexpr wire::ServiceTable kTable{
      .name = "events",
      .signing_name = "events",
      .target_prefix = "AWSEvents",
      .json_protocol = wire::Protocol::kJson11,
      .api_version = "2015-10-07",
      .query_namespace = "",
      .error_prefix = "",
      .operations = kOperations,
      .invalid = nullptr,
  };
  return kTable;
}

}  // namespace angarium::services::events
