// Events and rules as AWS's own services have them: 1 to 4 KB, 300 rules (the quota of a bus), most
// of them about a source, a detail-type and something nested in the detail.
#include <fmt/format.h>

#include <array>

#include "base/random.h"
#include "bench/pattern/scenarios.h"

namespace angarium::bench {
namespace {

constexpr uint32_t kRules = 300;
constexpr size_t kEvents = 5'000;
constexpr uint32_t kNames = 60;  // buckets, clusters and the like that events name

uint32_t any(base::Random& random, uint32_t count) {
  return static_cast<uint32_t>(random.below(count));
}

std::string envelope(base::Random& random, std::string_view source, std::string_view detail_type,
                     std::string_view detail) {
  return fmt::format(R"({{"version":"0","id":"{}","detail-type":"{}","source":"{}",)"
                     R"("account":"123456789012","time":"2026-11-22T09:30:00Z",)"
                     R"("region":"eu-central-1","resources":["arn:aws:ec2:eu-central-1:)"
                     R"(123456789012:thing/{:08x}"],"detail":{}}})",
                     base::uuid(random), detail_type, source, any(random, 1 << 30), detail);
}

// `count` members of the sort that fills the details of real events.
std::string filling(base::Random& random, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) {
    out +=
        fmt::format(R"("attribute{}":{{"id":"{}","enabled":{},"size":{},"labels":["a{}","b"]}},)",
                    i, base::uuid(random), i % 2 == 0, any(random, 100'000), i);
  }
  return out;
}

std::string instance_event(base::Random& random) {
  static constexpr std::array kStates = {"pending", "running", "stopping", "stopped", "terminated"};
  return envelope(random, "aws.ec2", "EC2 Instance State-change Notification",
                  fmt::format(R"({{{}"instance-id":"i-{:012x}","state":"{}"}})", filling(random, 6),
                              random.next() >> 16, kStates[any(random, kStates.size())]));
}

std::string object_event(base::Random& random) {
  return envelope(
      random, "aws.s3", "Object Created",
      fmt::format(
          R"({{"version":"0","bucket":{{"name":"bucket-{}"}},"object":{{"key":)"
          R"("{}/2026/11/22/part-{}.{}","size":{},"etag":"{:016x}"}},{}"reason":"PutObject"}})",
          any(random, kNames), any(random, 2) == 0 ? "incoming" : "archive", any(random, 10'000),
          any(random, 3) == 0 ? "json.gz" : "parquet", any(random, 1 << 30), random.next(),
          filling(random, 8)));
}

std::string call_event(base::Random& random) {
  static constexpr std::array kCalls = {"CreateUser", "DeleteBucket", "RunInstances",
                                        "PutObject",  "AssumeRole",   "ConsoleLogin"};
  return envelope(
      random, "aws.iam", "AWS API Call via CloudTrail",
      fmt::format(R"({{"eventVersion":"1.08","userIdentity":{{"type":"AssumedRole","arn":)"
                  R"("arn:aws:sts::123456789012:assumed-role/role-{}/session"}},"eventSource":)"
                  R"("iam.amazonaws.com","eventName":"{}","sourceIPAddress":"10.{}.{}.{}",)"
                  R"({}"readOnly":false}})",
                  any(random, kNames), kCalls[any(random, kCalls.size())], any(random, 4),
                  any(random, 256), any(random, 256), filling(random, 24)));
}

std::string task_event(base::Random& random) {
  std::string containers;
  for (uint32_t i = 0; i < 6; ++i) {
    containers += fmt::format(R"({}{{"name":"worker-{}","lastStatus":"{}","exitCode":{},)"
                              R"("image":"registry/worker:{}","memory":"{}"}})",
                              i ? "," : "", i, any(random, 3) ? "RUNNING" : "STOPPED",
                              any(random, 3), any(random, 500), 128 << any(random, 5));
  }
  return envelope(random, "aws.ecs", "ECS Task State Change",
                  fmt::format(R"({{"clusterArn":"arn:aws:ecs:eu-central-1:123456789012:cluster/)"
                              R"(cluster-{}","containers":[{}],{}"lastStatus":"STOPPED",)"
                              R"("stoppedReason":"Essential container in task exited"}})",
                              any(random, kNames), containers, filling(random, 10)));
}

std::string finding_event(base::Random& random) {
  return envelope(
      random, "aws.guardduty", "GuardDuty Finding",
      fmt::format(R"({{"schemaVersion":"2.0",{}"type":"Recon:EC2/Port{}","severity":{}.{},)"
                  R"("title":"An unusual port was probed"}})",
                  filling(random, 18), any(random, kNames), any(random, 9), any(random, 10)));
}

// Rule i, about the (i / 5)th name of its service.
std::string pattern(uint32_t i) {
  uint32_t n = i / 5;
  auto two = [](std::string_view source, std::string_view detail_type, std::string_view detail) {
    return fmt::format(R"({{"source":["{}"],"detail-type":["{}"],"detail":{}}})", source,
                       detail_type, detail);
  };
  switch (i % 5) {
    case 0:
      return two("aws.ec2", "EC2 Instance State-change Notification",
                 fmt::format(R"({{"state":["stopped","terminated"],"instance-id":)"
                             R"([{{"prefix":"i-{:02x}"}}]}})",
                             n));
    case 1:
      return two("aws.s3", "Object Created",
                 fmt::format(R"({{"bucket":{{"name":["bucket-{}"]}},"object":{{"key":)"
                             R"([{{"wildcard":"incoming/*.json.gz"}}]}}}})",
                             n));
    case 2:
      return two(
          "aws.iam", "AWS API Call via CloudTrail",
          fmt::format(R"({{"eventName":["DeleteBucket","CreateUser"],"userIdentity":{{"arn":)"
                      R"([{{"suffix":"role-{}/session"}}]}},"sourceIPAddress":)"
                      R"([{{"cidr":"10.0.0.0/14"}}]}})",
                      n));
    case 3:
      return two(
          "aws.ecs", "ECS Task State Change",
          fmt::format(R"({{"clusterArn":[{{"suffix":"/cluster-{}"}}],"containers":)"
                      R"({{"exitCode":[{{"anything-but":[0]}}],"lastStatus":["STOPPED"]}}}})",
                      n));
    default:
      return two("aws.guardduty", "GuardDuty Finding",
                 fmt::format(R"({{"severity":[{{"numeric":[">=",7]}}],"type":)"
                             R"([{{"prefix":"Recon:EC2/Port{}"}}]}})",
                             n));
  }
}

Events service_events() {
  base::SeededRandom random(5);
  Events events;
  for (size_t i = 0; i < kEvents; ++i) {
    switch (i % 5) {
      case 0: events.add(instance_event(random)); break;
      case 1: events.add(object_event(random)); break;
      case 2: events.add(call_event(random)); break;
      case 3: events.add(task_event(random)); break;
      default: events.add(finding_event(random)); break;
    }
  }
  return events;
}

}  // namespace

void service(Harness& harness) {
  const Scenario scenarios[] = {
      {"service/300_rules", "mixed", Floor::kMembersOfDetail},
      {"service/300_rules_ingest", "mixed", Floor::kEveryToken, Entrance::kIngest}};
  for (const Scenario& scenario : scenarios) {
    if (!harness.wants(scenario.name)) continue;
    harness.compare(scenario, kRules, pattern, service_events());
  }
}

}  // namespace angarium::bench
