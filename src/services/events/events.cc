#include "services/events/events.h"

#include "services/events/admission.h"
#include "services/events/api_destination_target.h"
#include "services/events/bus_target.h"

namespace angarium::services::events {

Events::Events(const Dependencies& dependencies)
    : ownership_(dependencies.ownership),
      engine_(dependencies.engine),
      random_(dependencies.random),
      page_tokens_(dependencies.page_tokens),
      quotas_(dependencies.quotas),
      authorizer_(dependencies.authorizer),
      principals_(dependencies.principals),
      clock_(dependencies.clock),
      refuses_unknown_buses_(dependencies.refuses_unknown_buses),
      origins_(dependencies.origins),
      catalog_(dependencies.ownership, dependencies.engine),
      turns_(dependencies.ownership.executor()),
      schedules_({.ownership = dependencies.ownership,
                  .engine = dependencies.engine,
                  .clock = dependencies.clock,
                  .metrics = dependencies.metrics,
                  .catalog = catalog_,
                  .turns = turns_}),
      destinations_({.ownership = dependencies.ownership,
                     .random = dependencies.random,
                     .page_tokens = dependencies.page_tokens,
                     .sealer = dependencies.sealer,
                     .quotas = quotas_,
                     .clock = dependencies.clock,
                     .means = dependencies.calls}),
      caller_(dependencies.calls.pool, dependencies.calls.executor, dependencies.clock),
      dropped_events_(dependencies.metrics.counter(
          "angarium_events_dropped_total",
          "Entries of PutEvents that named an event bus that does not exist")),
      put_events_metrics_(dependencies.metrics) {}

base::Task<base::Result<void>> Events::load() {
  base::Result<void> loaded = co_await catalog_.load();
  if (!loaded.ok()) co_return loaded;
  loaded = co_await destinations_.load();
  if (!loaded.ok()) co_return loaded;
  loaded = co_await schedules_.load();
  co_return loaded;
}

void Events::start() {
  schedules_.start();
  destinations_.start();
}

base::Task<void> Events::stop() {
  co_await schedules_.stop();
  co_await destinations_.stop();
}

std::shared_ptr<delivery::Target> Events::api_destination_target() {
  return std::make_shared<ApiDestinationTarget>(destinations_, authorizer_, clock_, caller_);
}

std::shared_ptr<delivery::Target> Events::bus_target(const BusId& bus) const {
  return std::make_shared<BusTarget>(bus, catalog_, engine_,
                                     Admission(catalog_, authorizer_, clock_));
}

const wire::ServiceTable& Events::table() {
  using wire::operation;
  using E = Events;
  using D = Destinations;
  static constexpr wire::Operation kOperations[] = {
      operation<&D::plan_create_api_destination, &D::create_api_destination, &E::destinations>(
          "CreateApiDestination"),
      operation<&D::plan_create_connection, &D::create_connection, &E::destinations>(
          "CreateConnection"),
      operation<&E::plan_create_event_bus, &E::create_event_bus>("CreateEventBus"),
      operation<&D::plan_deauthorize_connection, &D::deauthorize_connection, &E::destinations>(
          "DeauthorizeConnection"),
      operation<&D::plan_delete_api_destination, &D::delete_api_destination, &E::destinations>(
          "DeleteApiDestination"),
      operation<&D::plan_delete_connection, &D::delete_connection, &E::destinations>(
          "DeleteConnection"),
      operation<&E::plan_delete_event_bus, &E::delete_event_bus>("DeleteEventBus"),
      operation<&E::plan_delete_rule, &E::delete_rule>("DeleteRule"),
      operation<&D::plan_describe_api_destination, &D::describe_api_destination, &E::destinations>(
          "DescribeApiDestination"),
      operation<&D::plan_describe_connection, &D::describe_connection, &E::destinations>(
          "DescribeConnection"),
      operation<&E::plan_describe_event_bus, &E::describe_event_bus>("DescribeEventBus"),
      operation<&E::plan_describe_rule, &E::describe_rule>("DescribeRule"),
      operation<&E::plan_disable_rule, &E::disable_rule>("DisableRule"),
      operation<&E::plan_enable_rule, &E::enable_rule>("EnableRule"),
      operation<&D::plan_list_api_destinations, &D::list_api_destinations, &E::destinations>(
          "ListApiDestinations"),
      operation<&D::plan_list_connections, &D::list_connections, &E::destinations>(
          "ListConnections"),
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
      operation<&D::plan_update_api_destination, &D::update_api_destination, &E::destinations>(
          "UpdateApiDestination"),
      operation<&D::plan_update_connection, &D::update_connection, &E::destinations>(
          "UpdateConnection"),
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
