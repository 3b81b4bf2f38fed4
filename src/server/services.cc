#include "server/services.h"

#include <algorithm>

#include "base/block_on.h"
#include "bus/engine.h"
#include "server/remote_services.h"
#include "server/server.h"
#include "server/targets.h"
#include "services/events/events.h"
#include "services/events/names.h"
#include "services/events/requests.h"
#include "services/iam/api.h"
#include "services/peers/peers.h"
#include "services/sqs/sqs.h"
#include "services/sts/sts.h"

namespace angarium::server {
namespace {

services::sqs::Settings sqs_settings(const Config& config) {
  services::sqs::Settings settings;
  // Tests and people in development make, delete and make again.
  if (config.is_development) settings.deleted_name_wait = base::Seconds(0);
  return settings;
}

// One event may match every rule that quotas allow on a bus.
bus::Limits bus_limits(const Config& config) {
  bus::Limits limits;
  limits.matches_per_event_max =
      std::max(limits.matches_per_event_max, config.quotas.matches_per_event_max());
  return limits;
}

std::shared_ptr<bus::Histories> histories_of(const Config& config) {
  if (config.history_minutes == 0) return nullptr;
  bus::HistoryLimits limits;
  limits.age_max = std::chrono::minutes(config.history_minutes);
  limits.bytes_per_bus_max = static_cast<size_t>(config.history_mb_per_bus) << 20;
  limits.bytes_max = static_cast<size_t>(config.history_mb) << 20;
  return std::make_shared<bus::Histories>(limits);
}

// Who comes as which peer.
std::map<std::string, services::peers::Peer> peers_of(const Config& config) {
  std::map<std::string, services::peers::Peer> peers;
  for (const auto& [name, peer] : config.peers) {
    if (!peer.caller.empty()) peers[peer.caller] = {name, peer.accounts, peer.regions};
  }
  return peers;
}

// Who may bring whose events.
services::events::Origins origins_of(const Config& config) {
  std::map<std::string, services::events::Origin> by_caller;
  for (const auto& [name, arrivals] : config.arrivals) {
    by_caller[arrivals.caller] = {name, arrivals.accounts, arrivals.aws_sources};
  }
  return services::events::Origins(std::move(by_caller), config.trust_everybody);
}

std::shared_ptr<delivery::InvocationRates> invocation_rates(const Config& config) {
  return std::make_shared<delivery::InvocationRates>(
      [quotas = config.quotas](const base::AccountId& account) {
        return quotas.of(account).invocations_per_second_max;
      });
}

std::shared_ptr<delivery::Quotas> delivery_quotas(const Config& config) {
  return std::make_shared<delivery::Quotas>(
      [quotas = config.quotas](const base::AccountId& account) {
        return quotas.of(account).delivery();
      });
}

std::shared_ptr<delivery::RuleMetrics> rule_metrics(base::Metrics& metrics, const Config& config) {
  if (!config.metrics_per_rule) return nullptr;
  return std::make_shared<delivery::RuleMetrics>(metrics,
                                                 static_cast<size_t>(config.metrics_rules_max));
}

}  // namespace

std::vector<const wire::ServiceTable*> service_tables() {
  return {&services::events::Events::table(), &services::sqs::Api::table(),
          &services::sts::Sts::table(), &services::iam::Api::table()};
}

struct Services::State {
  State(const Surroundings& around, const Config& config)
      : around(around),
        regions(config.regions),
        page_tokens(around.page_token_key),
        histories(histories_of(config)),
        engine({.ownership = around.ownership,
                .executor = around.work,
                .clock = around.clock,
                .random = around.random,
                .metrics = around.metrics,
                .targets = targets,
                .rates = invocation_rates(config),
                .histories = histories,
                .rule_metrics = rule_metrics(around.metrics, config),
                .quotas = delivery_quotas(config)},
               bus_limits(config)),
        events({.ownership = around.ownership,
                .engine = engine,
                .clock = around.clock,
                .random = around.random,
                .metrics = around.metrics,
                .authorizer = around.authorizer,
                .page_tokens = page_tokens,
                .sealer = around.sealer,
                .calls = {.pool = around.calls,
                          .executor = around.work,
                          .allows_plain_http = config.destinations_allow_http},
                .quotas = config.quotas,
                .refuses_unknown_buses = config.refuse_unknown_buses,
                .principals = around.principals,
                .origins = origins_of(config)}),
        iam({.directory = around.directory,
             .clock = around.clock,
             .random = around.random,
             .page_tokens = page_tokens,
             .last_uses = around.last_uses}),
        sts({.directory = around.directory,
             .tokens = around.session_tokens,
             .web_identities = around.web_identities,
             .policies_decide = !config.trust_everybody}),
        peers({.peers = peers_of(config),
               .bus = [this](const std::string& arn) { return find_bus(arn); }}) {}

  base::Result<void> load(const Config& config);
  void connect_targets();
  // What a rule's target means whose ARN is of `events`.
  Targets::Found find_events(const base::Arn& arn, const delivery::Route& route,
                             const bus::BusId& from);
  Targets::Found find_bus(const std::string& arn);
  // Whether this server is the ARN's region and has its account; what is not here may be elsewhere.
  bool is_here(const base::Arn& arn) const;
  bool is_elsewhere(const base::Arn& arn) const {
    return !is_here(arn) && around.remote_services.has_endpoint(arn);
  }

  const Surroundings around;
  const std::vector<std::string> regions;
  const wire::PageTokens page_tokens;
  Targets targets;
  const std::shared_ptr<bus::Histories> histories;  // null: none are kept
  bus::Engine engine;
  services::events::Events events;
  std::unique_ptr<services::sqs::Sqs> sqs;
  services::iam::Api iam;
  services::sts::Sts sts;
  services::peers::Peers peers;
};

base::Result<void> Services::State::load(const Config& config) {
  AG_TRY(opened, services::sqs::Sqs::open({.ownership = around.ownership,
                                           .clock = around.clock,
                                           .random = around.random,
                                           .page_tokens = page_tokens,
                                           .authorizer = around.authorizer,
                                           .settings = sqs_settings(config),
                                           .principals = around.principals}));
  sqs = std::move(opened);
  connect_targets();
  return base::block_on(around.work, events.load());
}

bool Services::State::is_here(const base::Arn& arn) const {
  const bool is_region =
      std::find(regions.begin(), regions.end(), arn.region.text()) != regions.end();
  return is_region && (around.accounts == nullptr || around.accounts->exists(arn.account));
}

Targets::Found Services::State::find_events(const base::Arn& arn, const delivery::Route& route,
                                            const bus::BusId& from) {
  if (services::events::parse_api_destination_arn(arn.text())) {
    return events.api_destination_target();
  }
  if (auto peer = is_here(arn) ? std::nullopt : around.remote_services.find_peer(arn)) return *peer;
  if (is_elsewhere(arn)) return around.remote_services.find(arn, route, from);
  return find_bus(arn.text());
}

Targets::Found Services::State::find_bus(const std::string& arn) {
  std::optional<bus::BusId> bus = services::events::parse_bus_arn(arn);
  if (bus) return events.bus_target(*bus);
  return base::Error(delivery::DeliveryError::kNoSuchTarget,
                     "`" + arn + "` is neither an event bus nor an API destination");
}

void Services::State::connect_targets() {
  using delivery::BusId;
  using delivery::Route;
  const RemoteServices& remote = around.remote_services;
  targets.add_others([&remote](const base::Arn& arn, const Route& route, const BusId& from) {
    return remote.find(arn, route, from);
  });
  targets.add("sqs", [this](const base::Arn& arn, const Route& route, const BusId& from) {
    if (is_elsewhere(arn)) return around.remote_services.find(arn, route, from);
    return Targets::Found(sqs->target());
  });
  targets.add("events", [this](const base::Arn& arn, const Route& route, const BusId& from) {
    return find_events(arn, route, from);
  });
}

Services::Services(std::unique_ptr<State> state) : state_(std::move(state)) {}
Services::~Services() = default;

base::Result<std::unique_ptr<Services>> Services::open(const Config& config,
                                                       const Surroundings& surroundings) {
  auto state = std::make_unique<State>(surroundings, config);
  base::Result<void> loaded = state->load(config);
  if (!loaded.ok()) return base::Error(StartError::kData, loaded.error().message());
  return std::unique_ptr<Services>(new Services(std::move(state)));
}

base::Result<void> Services::start() {
  base::Result<void> started = base::block_on(state_->around.work, state_->engine.start());
  if (!started.ok()) return base::Error(StartError::kData, started.error().message());
  state_->events.start();
  state_->sqs->start();
  return {};
}

void Services::end_long_polls() { state_->sqs->stop(); }

void Services::stop(base::Milliseconds grace) {
  base::block_on(state_->around.work, state_->events.stop());
  base::block_on(state_->around.work, state_->engine.stop(grace));
  base::block_on(state_->around.work, state_->sqs->ended());
}

std::vector<wire::Service> Services::wire_services() {
  std::vector<wire::Service> all = {
      wire::Service(services::events::Events::table(), state_->events),
      wire::Service(services::events::Events::entrance_table(), state_->events),
      state_->sqs->service(), wire::Service(services::sts::Sts::table(), state_->sts),
      wire::Service(services::iam::Api::table(), state_->iam)};
  if (state_->peers.has_peers()) all.emplace_back(services::peers::Peers::table(), state_->peers);
  return all;
}

std::shared_ptr<bus::Histories> Services::histories() const { return state_->histories; }

const services::events::Catalog& Services::catalog() const { return state_->events.catalog(); }

base::Task<base::Result<bus::EventId>> Services::put_service_event(delivery::BusId bus,
                                                                   bus::Event event) {
  return state_->events.put_service_event(std::move(bus), std::move(event));
}

wire::Check Services::check_on(const wire::RequestContext& request, const std::string& action,
                               const std::string& resource) const {
  wire::Check check{.action = action, .resource = resource};
  std::optional<base::Arn> arn = base::parse_arn(resource);
  if (!arn) return check;
  if (base::is_account_id(arn->account.text())) check.owner = arn->account;
  if (arn->service == "sqs") {
    return state_->sqs->check_on(request.caller.account, action, resource);
  }
  if (arn->service == "events" && action.starts_with("events:")) {
    std::string operation = action.substr(action.find(':') + 1);
    return services::events::check_on_resource(request, operation, resource,
                                               state_->events.catalog());
  }
  return check;
}

std::vector<ResourcePolicy> Services::resource_policies() const {
  std::vector<ResourcePolicy> policies;
  auto shown = [this](const policy::PolicyPtr& kept) {
    const wire::Principals* principals = state_->around.principals;
    auto parsed =
        policy::Policy::parse(principals ? principals->with_arns(kept->text()) : kept->text());
    return parsed.ok() ? *parsed : kept;
  };
  for (const auto& bus : state_->events.catalog().all()) {
    if (!bus->policy) continue;
    policies.push_back(
        {services::events::bus_arn(bus->id), bus->id.partition.account, shown(bus->policy)});
  }
  for (const auto& queue : state_->sqs->queues()) {
    if (!queue->attributes.policy) continue;
    policies.push_back(
        {queue->address.arn().text(), queue->address.account, shown(queue->attributes.policy)});
  }
  return policies;
}

std::optional<std::string> Services::holder_of(const std::string& resource) const {
  if (auto address = services::sqs::parse_queue_arn(resource)) {
    return state_->sqs->find(*address) ? resource : "";
  }
  auto named = services::events::parse_resource_arn(resource);
  if (!named) return std::nullopt;
  auto bus = state_->events.catalog().find(named->bus);
  if (!bus || (!named->rule.empty() && !bus->find_rule(named->rule))) return "";
  return services::events::bus_arn(named->bus);
}

}  // namespace angarium::server
