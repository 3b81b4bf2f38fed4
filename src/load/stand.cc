#include "load/stand.h"

#include <fmt/format.h>

#include "base/arn.h"
#include "base/block_on.h"
#include "json/value.h"
#include "json/writer.h"
#include "load/event_load.h"

namespace angarium::load {
namespace {

std::string member_of(const std::string& answer, std::string_view name) {
  auto document = json::Document::parse(answer);
  if (!document.ok()) return "";
  auto member = document->root().find(name);
  return std::string(member ? member->string().value_or("") : "");
}

// A JSON object of texts.
std::string object_of(
    std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object();
  for (const auto& [name, value] : members) writer.key(name).string(value);
  writer.end_object();
  return body;
}

// EventBridge may send what the rules of this bus match to the queue.
std::string queue_policy(const std::string& queue_arn, const std::string& bus_arn) {
  const base::Arn bus = *base::parse_arn(bus_arn);
  return fmt::format(
      R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":)"
      R"("events.amazonaws.com"}},"Action":"sqs:SendMessage","Resource":"{}","Condition":)"
      R"({{"ArnLike":{{"aws:SourceArn":"arn:aws:events:{}:{}:rule/{}/*"}}}}}}]}})",
      queue_arn, bus.region.text(), bus.account.text(), bus.resource.substr(10));
}

}  // namespace

base::Result<void> Stand::put_up() {
  base::AsioExecutor executor("stand", 1);
  Connection connection(executor, endpoint_);
  return base::block_on(executor, make(connection));
}

std::vector<std::string> Stand::take_down() {
  base::AsioExecutor executor("stand", 1);
  Connection connection(executor, endpoint_);
  return base::block_on(executor, undo(connection));
}

base::Task<base::Result<void>> Stand::make(Connection& connection) {
  AG_CO_CHECK(connection.connect());
  AG_CO_CHECK(make_bus(connection));
  if (plan_.has_queue) AG_CO_CHECK(make_queue(connection));
  for (size_t i = 0; i < plan_.rules; ++i) AG_CO_CHECK(make_rule(connection, i));
  co_return base::Result<void>();
}

base::Task<base::Result<void>> Stand::make_bus(Connection& connection) {
  std::string body = object_of({{"Name", plan_.name}});
  AG_CO_TRY(answer, connection.call("events", "AWSEvents.CreateEventBus", body));
  undo_.push_back({"events", "AWSEvents.DeleteEventBus", body, "event bus " + plan_.name});
  bus_arn_ = member_of(answer, "EventBusArn");
  if (base::parse_arn(bus_arn_)) co_return base::Result<void>();
  co_return base::Error(LoadError::kRefused, "CreateEventBus answered no ARN: " + answer);
}

base::Task<base::Result<void>> Stand::make_queue(Connection& connection) {
  const base::Arn bus = *base::parse_arn(bus_arn_);
  queue_arn_ =
      fmt::format("arn:aws:sqs:{}:{}:{}", bus.region.text(), bus.account.text(), plan_.name);
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("QueueName").string(plan_.name).key("Attributes").begin_object();
  writer.key("Policy").string(queue_policy(queue_arn_, bus_arn_)).end_object().end_object();
  AG_CO_TRY(answer, connection.call("sqs", "AmazonSQS.CreateQueue", std::move(body)));
  queue_url_ = member_of(answer, "QueueUrl");
  undo_.push_back({"sqs", "AmazonSQS.DeleteQueue", object_of({{"QueueUrl", queue_url_}}),
                   "queue " + plan_.name});
  co_return base::Result<void>();
}

base::Task<base::Result<void>> Stand::make_rule(Connection& connection, size_t number) {
  const std::string name = fmt::format("rule-{}", number);
  const bool matches = number < plan_.matching;
  std::string rule =
      object_of({{"Name", name},
                 {"EventBusName", plan_.name},
                 {"EventPattern", matches ? matching_pattern() : other_pattern(number)}});
  AG_CO_CHECK(connection.call("events", "AWSEvents.PutRule", std::move(rule)));
  undo_.push_back({"events", "AWSEvents.DeleteRule",
                   object_of({{"Name", name}, {"EventBusName", plan_.name}}), "rule " + name});
  if (!plan_.has_queue) co_return base::Result<void>();
  // Those that never match have a target, too: without one a rule is not looked at.
  std::string targets =
      fmt::format(R"({{"Rule":"{}","EventBusName":"{}","Targets":[{{"Id":"queue","Arn":"{}"}}]}})",
                  name, plan_.name, queue_arn_);
  AG_CO_CHECK(connection.call("events", "AWSEvents.PutTargets", std::move(targets)));
  undo_.push_back(
      {"events", "AWSEvents.RemoveTargets",
       fmt::format(R"({{"Rule":"{}","EventBusName":"{}","Ids":["queue"]}})", name, plan_.name),
       "targets of rule " + name});
  co_return base::Result<void>();
}

base::Task<std::vector<std::string>> Stand::undo(Connection& connection) {
  std::vector<std::string> left;
  auto connected = co_await connection.connect();
  for (; !undo_.empty(); undo_.pop_back()) {
    Undo& step = undo_.back();
    if (connected.ok()) {
      auto done = co_await connection.call(step.service, step.target, std::move(step.body));
      if (done.ok()) continue;
    }
    left.push_back(step.what);
  }
  co_return left;
}

}  // namespace angarium::load
