#include "wire/test_echo_service.h"

namespace angarium::wire {

const Shape& EchoRequest::shape() {
  static constexpr Member kMembers[] = {
      member<&EchoRequest::text>("Text").required().length(1, 20),
      member<&EchoRequest::entries>("Entries").flattened("Entry"),
  };
  static constexpr Shape kShape{"EchoRequest", kMembers};
  return kShape;
}

const Shape& EchoResponse::shape() {
  static constexpr Member kMembers[] = {
      member<&EchoResponse::text>("Text"),
      member<&EchoResponse::caller>("Caller"),
      member<&EchoResponse::entries>("Entries").flattened("Entry"),
  };
  static constexpr Shape kShape{"EchoResponse", kMembers};
  return kShape;
}

Result<Plan<int>> Echo::plan_echo(const RequestContext&, const EchoRequest& input) const {
  std::vector<Check> checks;
  checks.push_back({.action = "sqs:Echo", .resource = "arn:aws:sqs:r:a:" + input.text});
  for (size_t i = 0; i < input.entries.size(); ++i) {
    checks.push_back({.action = "sqs:EchoEntry", .resource = input.entries[i], .entry = i});
  }
  return Plan<int>(std::move(checks), 42);
}

base::Task<Result<EchoResponse>> Echo::echo(Authorized<EchoRequest, int> call) {
  ++calls;
  if (call.input().text == "throw") throw std::runtime_error("a library threw");
  if (call.input().text == "fail") {
    co_return Error{.code = "QueueDoesNotExist",
                    .message = "The specified queue <does> not exist.",
                    .query_code = "AWS.SimpleQueueService.NonExistentQueue"};
  }
  EchoResponse response{.text = call.input().text + std::to_string(call.loaded()),
                        .caller = call.request().caller.arn};
  for (size_t i = 0; i < call.input().entries.size(); ++i) {
    const Error* denied = call.denied(i);
    response.entries.push_back(denied != nullptr ? denied->message : call.input().entries[i]);
  }
  co_return response;
}

Result<NoOutput> Echo::nothing(Authorized<EchoRequest>) {
  ++calls;
  return NoOutput{};
}

const ServiceTable& Echo::table() {
  static constexpr Operation kOperations[] = {
      operation<&Echo::plan_echo, &Echo::echo>("Echo"),
      operation<&Echo::plan_nothing, &Echo::nothing>("Nothing"),
      operation<&Echo::plan_echo, &Echo::echo>("PublicEcho").anonymous_allowed(),
  };
  static constexpr ServiceTable kTable{
      .name = "sqs",
      .signing_name = "sqs",
      .target_prefix = "AmazonSQS",
      .json_protocol = Protocol::kJson10,
      .api_version = "2012-11-05",
      .query_namespace = "urn:sqs",
      .error_prefix = "com.amazonaws.sqs#",
      .is_query_compatible = true,
      .operations = kOperations,
  };
  return kTable;
}

}  // namespace angarium::wire
