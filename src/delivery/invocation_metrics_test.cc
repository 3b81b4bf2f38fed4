#include "delivery/invocation_metrics.h"

#include <gmock/gmock.h>

#include "delivery/dispatcher_fixture_test.h"

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::HasSubstr;
using testing::Not;

class InvocationMetricsTest : public DispatcherTest {
 protected:
  // The value on the line that begins so; -1 for no such line.
  double line(const std::string& begin) {
    const std::string text = metrics().text();
    const size_t at = text.find("\n" + begin);
    if (at == std::string::npos) return -1;
    const size_t end = text.find('\n', at + 1);
    const size_t space = text.rfind(' ', end);
    return std::stod(text.substr(space + 1, end - space - 1));
  }
};

TEST_F(InvocationMetricsTest, CountWhatEventBridgeCounts) {
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  a.script = {Attempt::retryable("Busy", "later"), Attempt::delivered(),
              Attempt::permanent("NO_PERMISSIONS", "no"), Attempt::delivered()};
  dead.script = {Attempt::retryable("Busy", "later"), Attempt::delivered(),
                 Attempt::permanent("NO_RESOURCE", "gone")};
  put("e1", {route("s", a, "dead")});
  run_for(5s);
  put("e2", {route("s", a, "dead")});
  run_for(5s);
  InvocationMetrics counted = invocations();
  EXPECT_EQ(counted.attempts.value(), 3) << "those to the dead-letter queue are not invocations";
  EXPECT_EQ(counted.retries.value(), 1);
  EXPECT_EQ(counted.successes.value(), 1);
  EXPECT_EQ(counted.invocations.value(), 2);
  EXPECT_EQ(counted.failed(GiveUpReason::kPermanent).value(), 1);
  EXPECT_EQ(counted.sent_to_dlq.value(), 1);
  a.script = {Attempt::permanent("NO_PERMISSIONS", "no")};
  put("e3", {route("s", a, "dead")});
  run_for(5s);
  EXPECT_EQ(invocations().failed_to_be_sent_to_dlq.value(), 1);
}

TEST_F(InvocationMetricsTest, LatenciesCountFromIngestion) {
  FakeTarget& a = target("a");
  a.delay = 50ms;
  a.script = {Attempt::retryable("Busy", "later"), Attempt::delivered()};
  put("e1", {route("s", a)});
  run_for(5s);
  const std::string name = "angarium_ingestion_to_invocation_";
  EXPECT_EQ(line(name + "start_latency_seconds_count"), 1);
  EXPECT_LT(line(name + "start_latency_seconds_sum"), 0.01);
  EXPECT_EQ(line(name + "complete_latency_seconds_count"), 1) << "of the first attempt";
  EXPECT_NEAR(line(name + "complete_latency_seconds_sum"), 0.05, 0.01);
  EXPECT_EQ(line(name + "success_latency_seconds_count"), 1);
  EXPECT_GT(line(name + "success_latency_seconds_sum"), 0.1);
}

TEST_F(InvocationMetricsTest, AreKeptPerRuleUpToTheCapOnRequest) {
  FakeTarget& a = target("a");
  put("e", {route("r1", a)});
  run_for(1s);
  EXPECT_THAT(metrics().text(), Not(HasSubstr("angarium_rule_")));
  rules_max_ = 2;
  restart();
  for (const char* rule : {"r1", "r2", "r3", "r4", "r1"}) put("e", {route(rule, a)});
  run_for(1s);
  auto attempts = [this](const std::string& rule) {
    return line(
        "angarium_rule_invocation_attempts_total{account=\"111111111111\",bus=\"orders\","
        "region=\"eu-west-1\",rule=\"" +
        rule + "\"}");
  };
  EXPECT_EQ(attempts("r1"), 2);
  EXPECT_EQ(attempts("r2"), 1);
  EXPECT_EQ(attempts("r3"), -1);
  EXPECT_EQ(line("angarium_rule_invocation_attempts_total{rule=\"other\"}"), 2);
}

}  // namespace
}  // namespace angarium::delivery
