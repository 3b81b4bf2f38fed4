#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/task.h"
#include "bus/engine.h"
#include "services/events/arrivals.h"
#include "services/events/bus_shapes.h"
#include "services/events/call_rate.h"
#include "services/events/catalog.h"
#include "services/events/destinations.h"
#include "services/events/limits.h"
#include "services/events/put_events_metrics.h"
#include "services/events/put_events_shapes.h"
#include "services/events/rule_shapes.h"
#include "services/events/schedules.h"
#include "services/events/tag_shapes.h"
#include "services/events/target_shapes.h"
#include "services/events/unknown_buses.h"
#include "store/ownership.h"
#include "store/turns.h"
#include "wire/page_token.h"
#include "wire/principals.h"
#include "wire/service.h"

namespace angarium::services::events {

// What the service works with; all references outlive it.
struct Dependencies {
  store::Ownership& ownership;
  bus::Engine& engine;
  const base::Clock& clock;
  base::Random& random;
  base::Metrics& metrics;
  wire::Authorizer& authorizer;  // decides what rules may deliver
  wire::PageTokens page_tokens;
  const identity::Sealer& sealer;  // of what connections authorize themselves with
  CallMeans calls;                 // of API destinations, and of who authorizes them
  Quotas quotas = {};
  // An entry of PutEvents for a bus that does not exist fails, where AWS gives it an id and drops
  // it.
  bool refuses_unknown_buses = false;
  // Whom policies of buses and targets name. Null: names stay as they are given.
  const wire::Principals* principals = nullptr;
  Origins origins = Origins();
};

// What most plans load: the bus that a request is about, as it was when it was authorized.
struct RequestedBus {
  BusId id;
  std::shared_ptr<const Bus> bus = {};  // null: there is none
};

struct RequestedRule {
  RequestedBus on = {};
  std::shared_ptr<const pattern::Pattern> pattern = {};  // PutRule's; null: a schedule alone
};

// What has tags: a bus, or one of its rules.
struct RequestedResource {
  RequestedBus on = {};
  std::string rule = {};  // empty: the bus itself
};

struct RequestedEntries {
  struct Entry {
    RequestedBus to = {};
    std::optional<PutEventsResultEntry> refused = {};  // before anybody was asked
  };
  std::vector<Entry> entries = {};
};

// EventBridge's classic API: buses, rules, targets, permissions and PutEvents. Thread safe.
//
// Life: construct, load(), start() once the engine has, serve `table()`, stop() before the engine
// does. Requests are answered from the catalog; a change takes
// its partition's turn, is committed, shown in the catalog, answered.
class Events {
 public:
  explicit Events(const Dependencies& dependencies);

  // Reads what is stored and tells the engine. Once, before the engine starts: what earlier runs
  // still owe to a bus could not be delivered to one that the engine doesn't know.
  base::Task<base::Result<void>> load();
  // Rules with a schedule fire from here on, and up to there.
  void start();
  base::Task<void> stop();
  const Catalog& catalog() const { return catalog_; }
  // What stands behind an event bus's ARN as a rule's target; valid while this and the engine live.
  std::shared_ptr<delivery::Target> bus_target(const BusId& bus) const;
  // The same for the ARNs of API destinations.
  std::shared_ptr<delivery::Target> api_destination_target();
  static const wire::ServiceTable& table();
  // The entrance for rules that are elsewhere and can't sign, the API destinations of AWS among
  // them: POST /buses/NAME/events.
  static const wire::ServiceTable& entrance_table();

  // ---- Connections and API destinations: operations of the same API, on records of their own
  Destinations& destinations() { return destinations_; }

  template <class Input>
  using BusCall = wire::Authorized<Input, RequestedBus>;
  template <class Output>
  using Answer = base::Task<wire::Result<Output>>;
  using BusPlan = wire::Result<wire::Plan<RequestedBus>>;

  // ---- Buses (bus_operations.cc)
  BusPlan plan_create_event_bus(const wire::RequestContext&, const CreateEventBusRequest&);
  BusPlan plan_update_event_bus(const wire::RequestContext&, const UpdateEventBusRequest&);
  BusPlan plan_delete_event_bus(const wire::RequestContext&, const DeleteEventBusRequest&);
  BusPlan plan_describe_event_bus(const wire::RequestContext&, const DescribeEventBusRequest&);
  wire::Result<wire::Plan<>> plan_list_event_buses(const wire::RequestContext&,
                                                   const ListEventBusesRequest&);
  Answer<CreateEventBusResponse> create_event_bus(BusCall<CreateEventBusRequest> call);
  Answer<UpdateEventBusResponse> update_event_bus(BusCall<UpdateEventBusRequest> call);
  Answer<wire::NoOutput> delete_event_bus(BusCall<DeleteEventBusRequest> call);
  wire::Result<DescribeEventBusResponse> describe_event_bus(BusCall<DescribeEventBusRequest> call);
  wire::Result<ListEventBusesResponse> list_event_buses(
      wire::Authorized<ListEventBusesRequest> call);

  // ---- Permissions (permission_operations.cc)
  BusPlan plan_put_permission(const wire::RequestContext&, const PutPermissionRequest&);
  BusPlan plan_remove_permission(const wire::RequestContext&, const RemovePermissionRequest&);
  Answer<wire::NoOutput> put_permission(BusCall<PutPermissionRequest> call);
  Answer<wire::NoOutput> remove_permission(BusCall<RemovePermissionRequest> call);

  // ---- Changing rules (rule_operations.cc)
  wire::Result<wire::Plan<RequestedRule>> plan_put_rule(const wire::RequestContext&,
                                                        const PutRuleRequest&);
  BusPlan plan_delete_rule(const wire::RequestContext&, const DeleteRuleRequest&);
  BusPlan plan_enable_rule(const wire::RequestContext&, const EnableRuleRequest&);
  BusPlan plan_disable_rule(const wire::RequestContext&, const DisableRuleRequest&);
  Answer<PutRuleResponse> put_rule(wire::Authorized<PutRuleRequest, RequestedRule> call);
  Answer<wire::NoOutput> delete_rule(BusCall<DeleteRuleRequest> call);
  Answer<wire::NoOutput> enable_rule(BusCall<EnableRuleRequest> call);
  Answer<wire::NoOutput> disable_rule(BusCall<DisableRuleRequest> call);

  // ---- Rules that a service keeps on an account's bus (managed_rules.cc). Whoever owns the bus
  // sees them, and changes them with Force alone.
  // Adds the rule, or puts it in place of the one of its name that the same service manages.
  // `record.managed_by` is the service ("pipes.amazonaws.com"); its targets are taken as they are.
  Answer<wire::NoOutput> put_managed_rule(BusId bus, RuleRecord record);
  // With its targets. One that is not there is deleted already.
  Answer<wire::NoOutput> delete_managed_rule(BusId bus, std::string rule, std::string service);

  // ---- Looking at rules (rule_listing.cc)
  BusPlan plan_describe_rule(const wire::RequestContext&, const DescribeRuleRequest&);
  BusPlan plan_list_rules(const wire::RequestContext&, const ListRulesRequest&);
  BusPlan plan_list_rule_names_by_target(const wire::RequestContext&,
                                         const ListRuleNamesByTargetRequest&);
  wire::Result<DescribeRuleResponse> describe_rule(BusCall<DescribeRuleRequest> call);
  wire::Result<ListRulesResponse> list_rules(BusCall<ListRulesRequest> call);
  wire::Result<ListRuleNamesByTargetResponse> list_rule_names_by_target(
      BusCall<ListRuleNamesByTargetRequest> call);

  // ---- Tags (tag_operations.cc)
  template <class Input>
  using ResourceCall = wire::Authorized<Input, RequestedResource>;
  using ResourcePlan = wire::Result<wire::Plan<RequestedResource>>;
  ResourcePlan plan_tag_resource(const wire::RequestContext&, const TagResourceRequest&);
  ResourcePlan plan_untag_resource(const wire::RequestContext&, const UntagResourceRequest&);
  ResourcePlan plan_list_tags_for_resource(const wire::RequestContext&,
                                           const ListTagsForResourceRequest&);
  Answer<TagResourceResponse> tag_resource(ResourceCall<TagResourceRequest> call);
  Answer<UntagResourceResponse> untag_resource(ResourceCall<UntagResourceRequest> call);
  wire::Result<ListTagsForResourceResponse> list_tags_for_resource(
      ResourceCall<ListTagsForResourceRequest> call);

  // ---- Trying a pattern (test_event_pattern.cc)
  wire::Result<wire::Plan<>> plan_test_event_pattern(const wire::RequestContext&,
                                                     const TestEventPatternRequest&);
  wire::Result<TestEventPatternResponse> test_event_pattern(
      wire::Authorized<TestEventPatternRequest> call);

  // ---- Targets (target_operations.cc)
  BusPlan plan_put_targets(const wire::RequestContext&, const PutTargetsRequest&);
  BusPlan plan_remove_targets(const wire::RequestContext&, const RemoveTargetsRequest&);
  BusPlan plan_list_targets_by_rule(const wire::RequestContext&, const ListTargetsByRuleRequest&);
  Answer<PutTargetsResponse> put_targets(BusCall<PutTargetsRequest> call);
  Answer<RemoveTargetsResponse> remove_targets(BusCall<RemoveTargetsRequest> call);
  wire::Result<ListTargetsByRuleResponse> list_targets_by_rule(
      BusCall<ListTargetsByRuleRequest> call);

  // ---- Events (put_events.cc)
  wire::Result<wire::Plan<RequestedEntries>> plan_put_events(const wire::RequestContext&,
                                                             const PutEventsRequest&);
  Answer<PutEventsResponse> put_events(wire::Authorized<PutEventsRequest, RequestedEntries> call);

  // ---- Events that come by the entrance (arrivals.cc)
  BusPlan plan_arrive(const wire::RequestContext&, const ArrivalRequest&);
  Answer<ArrivalResponse> arrive(BusCall<ArrivalRequest> call);

  // ---- Events that AWS's services put themselves (service_events.cc): of a source `aws.*`, which
  // PutEvents refuses, and asking no policy. Who may cause one is the caller's business. Errors:
  // BusError.
  base::Task<base::Result<bus::EventId>> put_service_event(BusId bus, bus::Event event);

 private:
  // (requests.cc)
  RequestedBus requested(const wire::RequestContext& request,
                         const std::optional<std::string>& name_or_arn) const;
  wire::Result<RequestedResource> requested_resource(const wire::RequestContext& request,
                                                     const std::string& arn) const;
  wire::Result<std::string> page_position(const std::string& scope,
                                          const std::optional<std::string>& next_token) const;
  base::Task<wire::Result<void>> commit(store::Partition partition,
                                        std::vector<store::Operation> operations);
  // Commits the bus's record and shows it; the caller has the turn.
  base::Task<wire::Result<void>> change_record(std::shared_ptr<const Bus> bus, BusRecord record);
  // Commits one rule of a bus and shows it; the caller has the turn.
  base::Task<wire::Result<void>> change_rule(std::shared_ptr<const Bus> bus, RuleRecord record,
                                             std::shared_ptr<const pattern::Pattern> pattern);

  // ValidationException when EventBridge can't assume the role, if there is one, for the rule.
  wire::Result<void> check_assumable(const std::optional<std::string>& role_arn, const BusId& bus,
                                     const std::string& rule, base::Time now) const;
  base::Task<wire::Result<void>> remove_rule(std::shared_ptr<const Bus> bus, std::string rule);
  Answer<wire::NoOutput> switch_rule(RequestedBus on, std::string rule, bool enabled);
  // Puts `change(tags)` in the place of the resource's tags.
  using TagChange = std::function<wire::Result<Tags>(Tags tags)>;
  base::Task<wire::Result<void>> change_tags(RequestedResource resource, base::Time now,
                                             TagChange change);

  // Lets the engine take events for a default bus that nobody has used yet.
  base::Task<void> publish_default(BusId bus);
  wire::Error missing_bus(const wire::RequestContext& request, const RequestedBus& to) const;
  // The result of an entry for a bus that does not exist.
  PutEventsResultEntry dropped(const RequestedBus& to);
  base::Task<void> put_on_bus(const wire::RequestContext& request, RequestedBus to,
                              std::vector<size_t> indexes, PutEventsRequest& input,
                              PutEventsResponse& response);

  store::Ownership& ownership_;
  bus::Engine& engine_;
  base::Random& random_;
  const wire::PageTokens page_tokens_;
  const Quotas quotas_;
  wire::Authorizer& authorizer_;
  const wire::Principals* const principals_;
  const base::Clock& clock_;
  const bool refuses_unknown_buses_;
  const Origins origins_;
  Catalog catalog_;
  store::Turns turns_;
  Schedules schedules_;
  Destinations destinations_;
  delivery::targets::ApiDestinationCaller caller_;
  CallRate put_events_rate_;
  UnknownBuses unknown_buses_;
  base::Counter dropped_events_;
  PutEventsMetrics put_events_metrics_;
};

}  // namespace angarium::services::events
