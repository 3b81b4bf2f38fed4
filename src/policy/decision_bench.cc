// The time of one decision over ten attached policies of ten statements; the limit is 5 us.
#include "policy/decision.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace angarium::policy {
namespace {

// Ten statements, of which none is for `last`: what stacks attach, with and without conditions.
PolicyPtr document(int number) {
  std::string statements;
  for (int i = 0; i < 10; ++i) {
    const char* const actions[] = {R"(["sqs:SendMessage","sqs:Get*"])", R"("s3:*")",
                                   R"(["events:PutEvents","events:Describe*"])", R"("sqs:*")",
                                   R"(["logs:CreateLogStream","logs:PutLogEvents"])"};
    const char* const conditions[] = {
        "", R"(,"Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}})",
        R"(,"Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]}})",
        R"(,"Condition":{"Bool":{"aws:SecureTransport":true}})",
        R"(,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin/*"}})"};
    statements += fmt::format(R"({}{{"Effect":"Allow","Action":{},)"
                              R"("Resource":["arn:aws:sqs:eu-west-1:111122223333:q{}-{}",)"
                              R"("arn:aws:events:*:111122223333:event-bus/team-{}/*",)"
                              R"("arn:aws:s3:::bucket/${{aws:username}}/*"]{}}})",
                              i > 0 ? "," : "", actions[(number + i) % 5], number, i, i,
                              conditions[(number * 3 + i) % 5]);
  }
  auto policy = Policy::parse(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}",
                              PolicyKind::kIdentity);
  return *policy;
}

Request request() {
  return {.principal = {.account = base::AccountId("111122223333"),
                        .arn = "arn:aws:sts::111122223333:assumed-role/courier/run-7",
                        .issuer_arn = "arn:aws:iam::111122223333:role/way/courier"},
          .action = "sqs:SendMessage",
          .resource = "arn:aws:sqs:eu-west-1:111122223333:jobs",
          .context = {{"aws:CurrentTime", {"2026-11-22T08:30:00Z"}},
                      {"aws:EpochTime", {"1795336200"}},
                      {"aws:PrincipalTag/team", {"blue"}},
                      {"aws:RequestedRegion", {"eu-west-1"}},
                      {"aws:SecureTransport", {"true"}},
                      {"aws:SourceIp", {"10.0.0.7"}},
                      {"aws:TokenIssueTime", {"2026-11-22T08:00:00Z"}},
                      {"aws:UserAgent", {"aws-cli/2.9"}},
                      {"aws:ViaAWSService", {"false"}},
                      {"events:source", {"shop.orders"}}}};
}

Policies attached() {
  Policies policies;
  for (int i = 0; i < 10; ++i) policies.identity.push_back(document(i));
  return policies;
}

// Nothing allows: every statement is read.
void decide_unallowed(benchmark::State& state) {
  Policies policies = attached();
  Request asked = request();
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(decide(asked, policies));
}
BENCHMARK(decide_unallowed);

// The last statement of the last policy allows.
void decide_allowed_last(benchmark::State& state) {
  Policies policies = attached();
  Request asked = request();
  asked.resource = "arn:aws:sqs:eu-west-1:111122223333:q9-9";
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(decide(asked, policies));
}
BENCHMARK(decide_allowed_last);

// Every statement is about the action, the resource and a condition that fails.
void decide_by_conditions(benchmark::State& state) {
  std::string statements;
  for (int i = 0; i < 10; ++i) {
    statements += fmt::format(
        R"({}{{"Effect":"Deny","Action":"sqs:*","Resource":"*","Condition":{{"StringNotEquals":)"
        R"({{"aws:PrincipalTag/team":["blue","red"]}},)"
        R"("NotIpAddress":{{"aws:SourceIp":"10.{}.0.0/16"}}}}}})",
        i > 0 ? "," : "", i);
  }
  Policies policies;
  for (int i = 0; i < 10; ++i) {
    policies.identity.push_back(*Policy::parse(
        R"({"Version":"2012-10-17","Statement":[)" + statements + "]}", PolicyKind::kIdentity));
  }
  Request asked = request();
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(decide(asked, policies));
}
BENCHMARK(decide_by_conditions);

void parse_document(benchmark::State& state) {
  std::string text = document(3)->text();
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(Policy::parse(text, PolicyKind::kIdentity));
}
BENCHMARK(parse_document);

}  // namespace
}  // namespace angarium::policy
