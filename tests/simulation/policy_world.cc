#include "simulation/policy_world.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/value.h"
#include "json/writer.h"

namespace angarium::simulation {
namespace {

constexpr const char* kRole = "arn:aws:iam::111111111111:role/sender";
constexpr const char* kInboxArn = "arn:aws:events:eu-west-1:222222222222:event-bus/inbox";
constexpr const char* kRoleInboxArn = "arn:aws:events:eu-west-1:222222222222:event-bus/role-inbox";
constexpr base::Milliseconds kSyncMax{5};
std::string queue_arn(std::string_view account, std::string_view name) {
  return fmt::format("arn:aws:sqs:eu-west-1:{}:{}", account, name);
}

std::string quoted(const std::string& text) {
  std::string out;
  json::append_quoted(text, out);
  return out;
}

// Lets a rule do whatever it wants.
class Skipping final : public wire::Authorizer {
 public:
  wire::Decision decide(const wire::RequestContext&, const wire::Check&) override {
    return {.allowed = true};
  }
  wire::Decision decide(const wire::ServiceCall&, const wire::Check&) override {
    return {.allowed = true};
  }
};

// Answers what it answered the first time, whatever has changed since.
class Remembering final : public wire::Authorizer {
 public:
  explicit Remembering(const identity::Directory& directory) : real_(directory) {}

  wire::Decision decide(const wire::RequestContext& request, const wire::Check& check) override {
    return real_.decide(request, check);
  }
  wire::Decision decide(const wire::ServiceCall& call, const wire::Check& check) override {
    auto [found, is_new] = answers_.try_emplace({call.source_arn, check.resource});
    if (is_new) found->second = real_.decide(call, check);
    return found->second;
  }

 private:
  identity::Authorizer real_;
  std::map<std::pair<std::string, std::string>, wire::Decision> answers_;
};

// What a statement is about. `resource` is empty in a trust policy.
struct Grant {
  std::string principal, action, resource, rule;

  std::string statement(const char* effect) const {
    return fmt::format(
        R"({{"Effect":"{}","Principal":{},"Action":"{}"{},"Condition":{{"ArnEquals":)"
        R"({{"aws:SourceArn":"{}"}}}}}})",
        effect, principal, action, resource.empty() ? "" : R"(,"Resource":")" + resource + '"',
        rule);
  }
};

// Allow; or one of the ways not to.
std::string statements_of(base::Random& random, bool is_open, const Grant& grant) {
  const std::string allow = grant.statement("Allow");
  Grant other = grant;
  other.rule += "-other";
  if (is_open) return random.chance(0.5) ? allow : allow + "," + other.statement("Allow");
  switch (random.below(3)) {
    case 0: return other.statement("Allow");
    case 1:
      other.rule = grant.rule;
      other.principal = R"({"Service":"scheduler.amazonaws.com"})";
      return other.statement("Allow");
    default: return allow + "," + grant.statement("Deny");
  }
}

std::string document(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

}  // namespace

const std::array<std::vector<PolicyWorld::Gate>, PolicyWorld::kWays> PolicyWorld::kGatesOf = {
    {{kQueue}, {kTrust, kRoleSends}, {kFarQueue}, {kInbox}, {kTrust, kRolePuts, kRoleInbox}}};

PolicyWorld::PolicyWorld(uint64_t seed, Sabotage sabotage)
    : sabotage_(sabotage),
      random_(seed),
      executor_(seed),
      clock_(executor_, *base::parse_basic("20261122T083000Z")),
      driver_(store::make_executor_driver(
          executor_,
          [this]() -> base::Instant::duration {
            return base::Milliseconds(random_.below(static_cast<uint64_t>(kSyncMax.count()) + 1));
          })),
      store_(std::move(*store::Store::open(disk_, clock_, *driver_, {}))),
      ownership_(std::make_unique<store::Ownership>(*store_, executor_)),
      sealer_({{1, identity::SealKey{}}}, random_),
      directory_(std::move(*identity::Directory::open(*ownership_, sealer_))) {
  if (sabotage_ == Sabotage::kSkipsDecisions) {
    authorizer_ = std::make_unique<Skipping>();
  } else if (sabotage_ == Sabotage::kRemembersDecisions) {
    authorizer_ = std::make_unique<Remembering>(*directory_);
  } else {
    authorizer_ = std::make_unique<identity::Authorizer>(*directory_);
  }
  engine_ = std::make_unique<bus::Engine>(
      bus::Surroundings{*ownership_, executor_, clock_, random_, metrics_, *this}, bus::Limits{});
  events_ = std::make_unique<services::events::Events>(
      services::events::Dependencies{.ownership = *ownership_,
                                     .engine = *engine_,
                                     .clock = clock_,
                                     .random = random_,
                                     .metrics = metrics_,
                                     .authorizer = *authorizer_,
                                     .page_tokens = page_tokens_,
                                     .sealer = sealer_,
                                     .calls = {.pool = pool_, .executor = executor_}});
  sqs_ = std::move(
      *services::sqs::Sqs::open({*ownership_, clock_, random_, page_tokens_, *authorizer_}));
  client_ = std::make_unique<wire::TestClient>(
      std::vector{wire::Service(services::events::Events::table(), *events_), sqs_->service()},
      executor_, authorizer_.get());
}

PolicyWorld::~PolicyWorld() { executor_.drop_all(); }

base::Result<std::shared_ptr<delivery::Target>> PolicyWorld::resolve(const delivery::Route& route,
                                                                     const delivery::BusId&) {
  auto bus = services::events::parse_bus_arn(route.target_arn.text());
  return bus ? events_->bus_target(*bus) : sqs_->target();
}

std::string PolicyWorld::call(const std::string& operation, const std::string& body,
                              std::string_view account) {
  auto answer = client_->json(operation, body, account);
  if (answer.status != 200) {
    report_.problems.push_back(operation + " " + body + ": " + answer.body);
  }
  return answer.body;
}

void PolicyWorld::run_for(base::Milliseconds span) { executor_.run_until(executor_.now() + span); }

void PolicyWorld::make_queue(std::string_view account, const std::string& name) {
  call("AmazonSQS.CreateQueue", R"({"QueueName":")" + name + "\"}", account);
}

void PolicyWorld::add_way(Way way, const std::string& target_arn, const std::string& role) {
  const std::string rule = kNames[way].rule;
  call("AWSEvents.PutRule",
       fmt::format(R"({{"Name":"{}","EventPattern":"{{\"source\":[\"shop\"]}}"}})", rule), kNear);
  call("AWSEvents.PutTargets",
       fmt::format(R"({{"Rule":"{}","Targets":[{{"Id":"t","Arn":"{}"{}}}]}})", rule, target_arn,
                   role.empty() ? "" : R"(,"RoleArn":")" + role + '"'),
       kNear);
}

void PolicyWorld::add_receiving_bus(const std::string& bus, const std::string& queue) {
  call("AWSEvents.CreateEventBus", R"({"Name":")" + bus + "\"}", kFar);
  make_queue(kFar, queue);
  const std::string policy =
      document(R"({"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},)"
               R"("Action":"sqs:SendMessage","Resource":"*"})");
  call("AmazonSQS.SetQueueAttributes",
       fmt::format(R"({{"QueueUrl":"http://localhost/{}/{}","Attributes":{{"Policy":{}}}}})", kFar,
                   queue, quoted(policy)),
       kFar);
  call("AWSEvents.PutRule",
       fmt::format(R"({{"Name":"in","EventBusName":"{}","EventPattern":)"
                   R"("{{\"source\":[\"shop\"]}}"}})",
                   bus),
       kFar);
  call("AWSEvents.PutTargets",
       fmt::format(R"({{"Rule":"in","EventBusName":"{}","Targets":[{{"Id":"t","Arn":"{}"}}]}})",
                   bus, queue_arn(kFar, queue)),
       kFar);
}

void PolicyWorld::set_up() {
  auto start = [](PolicyWorld& world, bool& is_up) -> base::Task<void> {
    auto loaded = co_await world.events_->load();
    auto started = co_await world.engine_->start();
    is_up = loaded.ok() && started.ok();
  };
  bool is_up = false;
  base::start(start(*this, is_up));
  while (!is_up && executor_.run_one()) {
  }
  make_queue(kNear, kNames[kOwnQueue].queue);
  make_queue(kNear, kNames[kAsRole].queue);
  make_queue(kFar, kNames[kToFarQueue].queue);
  add_receiving_bus("inbox", kNames[kOverBus].queue);
  add_receiving_bus("role-inbox", kNames[kOverBusAsRole].queue);
  apply_roles();
  add_way(kOwnQueue, queue_arn(kNear, kNames[kOwnQueue].queue), "");
  add_way(kAsRole, queue_arn(kNear, kNames[kAsRole].queue), kRole);
  add_way(kToFarQueue, queue_arn(kFar, kNames[kToFarQueue].queue), "");
  add_way(kOverBus, kInboxArn, "");
  add_way(kOverBusAsRole, kRoleInboxArn, kRole);
  for (int gate = 0; gate < kGates; ++gate) {
    periods_[static_cast<size_t>(gate)].push_back({clock_.now(), clock_.now(), false});
  }
}

// The document that opens or closes a gate; empty: none at all.
std::string PolicyWorld::policy_of(Gate gate, bool is_open) {
  const std::string service = R"({"Service":"events.amazonaws.com"})";
  auto rule = [](Way way) {
    return fmt::format("arn:aws:events:eu-west-1:{}:rule/{}", kNear, kNames[way].rule);
  };
  switch (gate) {
    case kQueue:
      return document(statements_of(random_, is_open,
                                    {service, "sqs:SendMessage",
                                     queue_arn(kNear, kNames[kOwnQueue].queue), rule(kOwnQueue)}));
    case kFarQueue:
      return document(
          statements_of(random_, is_open,
                        {service, "sqs:SendMessage", queue_arn(kFar, kNames[kToFarQueue].queue),
                         rule(kToFarQueue)}));
    case kInbox:
      return document(statements_of(
          random_, is_open,
          {R"({"AWS":"111111111111"})", "events:PutEvents", kInboxArn, rule(kOverBus)}));
    case kRoleInbox: {
      const char* allowed = is_open ? kRole : "arn:aws:iam::111111111111:role/another";
      return document(fmt::format(R"({{"Effect":"Allow","Principal":{{"AWS":"{}"}},"Action":)"
                                  R"("events:PutEvents","Resource":"{}"}})",
                                  allowed, kRoleInboxArn));
    }
    case kTrust:
      return document(statements_of(
          random_, is_open,
          {service, "sts:AssumeRole", "", "arn:aws:events:eu-west-1:111111111111:rule/*"}));
    case kRoleSends:
    case kRolePuts: {
      const char* action = gate == kRoleSends ? "sqs:SendMessage" : "events:PutEvents";
      const char* effect = is_open || random_.chance(0.5) ? "Allow" : "Deny";
      const char* resource = is_open ? "*" : "arn:aws:sqs:eu-west-1:111111111111:another";
      return document(fmt::format(R"({{"Effect":"{}","Action":"{}","Resource":"{}"}})", effect,
                                  action, resource));
    }
    case kGates: break;
  }
  return {};
}

void PolicyWorld::apply_roles() {
  using policy::Policy;
  using policy::PolicyKind;
  identity::Role role;
  role.account = base::AccountId(kNear);
  role.name = "sender";
  role.id = "AROASENDER";
  role.trust = *Policy::parse(policy_of(kTrust, open_[kTrust]), PolicyKind::kTrust);
  for (Gate gate : {kRoleSends, kRolePuts}) {
    role.inline_policies[gate == kRoleSends ? "sends" : "puts"] =
        *Policy::parse(policy_of(gate, open_[gate]), PolicyKind::kIdentity);
  }
  identity::Change change{.account = role.account};
  change.roles.replace(std::move(role));
  auto commit = [](identity::Directory& directory, identity::Change change,
                   bool& is_done) -> base::Task<void> {
    auto committed = co_await directory.commit(std::move(change));
    is_done = committed.ok();
  };
  bool is_done = false;
  base::start(commit(*directory_, std::move(change), is_done));
  while (!is_done && executor_.run_one()) {
  }
}

void PolicyWorld::apply(Gate gate, bool is_open) {
  if (gate == kTrust || gate == kRoleSends || gate == kRolePuts) return apply_roles();
  const std::string policy = policy_of(gate, is_open);
  if (gate == kInbox || gate == kRoleInbox) {
    const char* bus = gate == kInbox ? "inbox" : "role-inbox";
    call("AWSEvents.PutPermission",
         fmt::format(R"({{"EventBusName":"{}","Policy":{}}})", bus, quoted(policy)), kFar);
    return;
  }
  const std::string_view account = gate == kQueue ? kNear : kFar;
  const bool has_none = !is_open && random_.chance(0.25);
  call("AmazonSQS.SetQueueAttributes",
       fmt::format(R"({{"QueueUrl":"http://localhost/{}/{}","Attributes":{{"Policy":{}}}}})",
                   account, kNames[gate == kQueue ? kOwnQueue : kToFarQueue].queue,
                   has_none ? R"("")" : quoted(policy)),
       account);
}

void PolicyWorld::turn(Gate gate, bool is_open) {
  const base::Time since = clock_.now();
  open_[gate] = is_open;
  apply(gate, is_open);
  periods_[gate].push_back({since, clock_.now(), is_open});
}

void PolicyWorld::put_event() {
  const std::string number = std::to_string(put_.size());
  put_[number] = clock_.now();
  call("AWSEvents.PutEvents",
       fmt::format(R"({{"Entries":[{{"Source":"shop","DetailType":"order","Detail":)"
                   R"("{{\"n\":\"{}\"}}"}}]}})",
                   number),
       kNear);
}

PolicyWorld::Report PolicyWorld::run() {
  set_up();
  const uint64_t steps = 100 + random_.below(100);
  for (uint64_t step = 0; step < steps && report_.problems.empty(); ++step) {
    if (random_.chance(0.4)) {
      turn(static_cast<Gate>(random_.below(kGates)), random_.chance(0.6));
    } else {
      put_event();
    }
    run_for(base::Milliseconds(random_.below(random_.chance(0.3) ? 400 : 10)));
  }
  run_for(base::Milliseconds(5'000));
  judge();
  return std::move(report_);
}

}  // namespace angarium::simulation
