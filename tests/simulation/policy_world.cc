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

std::string queue_arn(std::string_view account, std::string_view name) {
  return fmt::format("arn:aws:sqs:eu-west-1:{}:{}", account, name);
}

std::string quoted(const std::string& text) {
  std::string out;
  json::append_quoted(text, out);
  return out;
}

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

PolicyWorld::PolicyWorld(uint64_t seed, PolicySabotage sabotage, size_t kills_max)
    : seed_(seed),
      sabotage_(sabotage),
      random_(seed),
      kills_left_(kills_max == 0 ? 0 : random_.below(kills_max + 1)) {}

PolicyWorld::~PolicyWorld() = default;

base::Result<std::shared_ptr<delivery::Target>> PolicyWorld::resolve(const delivery::Route& route,
                                                                     const delivery::BusId&) {
  auto bus = services::events::parse_bus_arn(route.target_arn.text());
  return bus ? server_->events->bus_target(*bus) : server_->sqs->target();
}

void PolicyWorld::boot() {
  constexpr uint64_t kLivesMax = 1'000;
  const base::Instant begin = server_ ? server_->executor.now() : base::Instant();
  server_.reset();
  server_ = std::make_unique<PolicyServer>(seed_ * kLivesMax + lives_.size(), begin,
                                           PolicyServer::World{random_, disk_, *this, sabotage_});
  if (!server_->start()) report_.problems.push_back("the server does not come up");
  lives_.push_back({now(), base::Time::max()});
}

// At any moment, or about when a question has been asked: answers come within milliseconds.
void PolicyWorld::plan_a_kill() {
  if (kills_left_ == 0) return;
  --kills_left_;
  if (random_.chance(0.5)) {
    kill_within(4'000);
  } else {
    questions_until_kill_ = random_.below(60);
  }
}

void PolicyWorld::kill_within(uint64_t span_ms) {
  const base::Milliseconds wait(random_.below(span_ms));
  server_->executor.post_at(server_->executor.now() + wait, [this] {
    disk_.process_dies();
    is_dying_ = true;
    lives_.back().end = now();
  });
}

void PolicyWorld::begin_question() {
  if (!questions_until_kill_ || (*questions_until_kill_)-- > 0) return;
  questions_until_kill_.reset();
  kill_within(8);
}

void PolicyWorld::reboot() {
  ++report_.kills;
  if (!server_->die(disk_, random_)) report_.problems.push_back("a dead server still works");
  is_dying_ = false;
  const uint64_t pause_ms = random_.below(random_.chance(0.2) ? 120'000 : 1'000);
  server_->executor.run_until(server_->executor.now() + base::Milliseconds(pause_ms));
  boot();
  plan_a_kill();
}

std::optional<std::string> PolicyWorld::call(const std::string& operation, const std::string& body,
                                             std::string_view account) {
  auto pending = server_->client->begin(wire::TestClient::json_request(operation, body, account));
  while (!pending->has_value() && !is_dying_ && server_->executor.run_one()) {
  }
  if (is_dying_) return std::nullopt;
  if (!pending->has_value() || pending->value().status != 200) {
    report_.problems.push_back(operation + " " + body + ": " +
                               (pending->has_value() ? pending->value().body : "no answer"));
    return "";
  }
  return pending->value().body;
}

void PolicyWorld::run_for(base::Milliseconds span) {
  server_->executor.run_until(server_->executor.now() + span);
  if (is_dying_) reboot();
}

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
  boot();
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
    periods_[static_cast<size_t>(gate)].push_back({now(), now(), false});
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

bool PolicyWorld::apply_roles() {
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
  base::start(commit(*server_->directory, std::move(change), is_done));
  while (!is_done && !is_dying_ && server_->executor.run_one()) {
  }
  return is_done && !is_dying_;
}

bool PolicyWorld::apply(Gate gate, bool is_open) {
  if (gate == kTrust || gate == kRoleSends || gate == kRolePuts) return apply_roles();
  const std::string policy = policy_of(gate, is_open);
  if (gate == kInbox || gate == kRoleInbox) {
    const char* bus = gate == kInbox ? "inbox" : "role-inbox";
    return call("AWSEvents.PutPermission",
                fmt::format(R"({{"EventBusName":"{}","Policy":{}}})", bus, quoted(policy)), kFar)
        .has_value();
  }
  const std::string_view account = gate == kQueue ? kNear : kFar;
  const bool has_none = !is_open && random_.chance(0.25);
  return call("AmazonSQS.SetQueueAttributes",
              fmt::format(R"({{"QueueUrl":"http://localhost/{}/{}","Attributes":{{"Policy":{}}}}})",
                          account, kNames[gate == kQueue ? kOwnQueue : kToFarQueue].queue,
                          has_none ? R"("")" : quoted(policy)),
              account)
      .has_value();
}

void PolicyWorld::turn(Gate gate, bool is_open) {
  const base::Time since = now();
  open_[gate] = is_open;
  begin_question();
  while (!apply(gate, is_open)) {
    ++report_.unanswered;
    reboot();
  }
  periods_[gate].push_back({since, now(), is_open});
}

void PolicyWorld::put_event() {
  const std::string number = std::to_string(put_.size());
  Put& put = put_[number];
  put.time = now();
  begin_question();
  auto answer = call("AWSEvents.PutEvents",
                     fmt::format(R"({{"Entries":[{{"Source":"shop","DetailType":"order","Detail":)"
                                 R"("{{\"n\":\"{}\"}}"}}]}})",
                                 number),
                     kNear);
  put.is_answered = answer.has_value();
  if (answer) return;
  ++report_.unanswered;
  reboot();
}

PolicyWorld::Report PolicyWorld::run() {
  set_up();
  plan_a_kill();
  const uint64_t steps = 100 + random_.below(100);
  for (uint64_t step = 0; step < steps && report_.problems.empty(); ++step) {
    if (random_.chance(0.4)) {
      turn(static_cast<Gate>(random_.below(kGates)), random_.chance(0.6));
    } else {
      put_event();
    }
    run_for(base::Milliseconds(random_.below(random_.chance(0.3) ? 400 : 10)));
  }
  kills_left_ = 0;
  questions_until_kill_.reset();
  run_for(base::Milliseconds(5'000));  // a kill that is still due comes here
  run_for(base::Milliseconds(5'000));
  judge();
  return std::move(report_);
}

}  // namespace angarium::simulation
