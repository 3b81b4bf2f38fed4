#include "server/denial_log.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace angarium::server {
namespace {

constexpr const char* kBus = "arn:aws:events:eu-west-1:444455556666:event-bus/inbox";

TEST(ExplainCommand, HoldsWhatTheDecisionHad) {
  wire::Check check{.action = "events:PutEvents",
                    .resource = kBus,
                    .keys = {{"events:source", {"shop"}}, {"aws:TagKeys", {"a", "b"}}}};
  EXPECT_EQ(explain_command({"--data", "/data"}, "arn:aws:iam::111122223333:root", check,
                            {{"aws:SecureTransport", {"false"}}}),
            "angarium policy explain --data /data --as arn:aws:iam::111122223333:root "
            "--action events:PutEvents --resource "
            "arn:aws:events:eu-west-1:444455556666:event-bus/inbox --context aws:TagKeys=a "
            "--context aws:TagKeys=b --context events:source=shop "
            "--context aws:SecureTransport=false");
}

TEST(ExplainCommand, IsOneLineOfPlainWordsWhateverTheRequestHolds) {
  wire::Check check{.action = "events:PutEvents",
                    .resource = "*",
                    .keys = {{"events:source", {"it's $(reboot)\n`x`"}}}};
  EXPECT_EQ(explain_command({"--data", "/my data"}, "anonymous", check, {}),
            "angarium policy explain --data '/my data' --as anonymous --action events:PutEvents "
            "--resource '*' --context 'events:source=it'\\''s $(reboot)\\u000a`x`'");
}

TEST(ExplainCommand, LeavesOutWhatACallerMustKnow) {
  wire::Check check{
      .action = "sts:AssumeRole", .resource = "*", .keys = {{"STS:ExternalId", {"s3cret"}}}};
  EXPECT_EQ(explain_command({"--data", "d"}, "anonymous", check, {}).find("s3cret"),
            std::string::npos);
}

TEST(ExplainCommand, EndsWithTheKeysThatFit) {
  wire::Check check{.action = "sqs:TagQueue", .resource = "*"};
  auto keys_of = [&](size_t count) {
    check.keys["aws:TagKeys"].assign(count, "k");
    std::string command = explain_command({"--data", "d"}, "anonymous", check, {});
    size_t keys = 0;
    for (size_t at = 0; (at = command.find("--context", at)) != std::string::npos; ++at) ++keys;
    return keys;
  };
  EXPECT_EQ(keys_of(20), 20u);
  EXPECT_EQ(keys_of(21), 20u);
}

TEST(ExplainCommand, HoldsWhatLimitsTheSession) {
  wire::Check check{.action = "sqs:SendMessage", .resource = "*"};
  EXPECT_EQ(explain_command({"--data", "d"}, "r", check, {}, {"{\n\"Statement\":[]}", "arn:aws:x"}),
            "angarium policy explain --data d --as r --action sqs:SendMessage --resource '*' "
            "--session-policy '{ \"Statement\":[]}' --session-policy arn:aws:x");
}

class StoppedClock final : public base::Clock {
 public:
  base::Time now() const override { return time; }
  base::Time time{};
};

class DenyAll final : public wire::Authorizer {
 public:
  wire::Decision decide(const wire::RequestContext&, const wire::Check&) override { return {}; }
  wire::Decision decide(const wire::ServiceCall&, const wire::Check&) override { return {}; }
};

size_t lines_of(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(DenialLog, WritesNoMoreThanItsLimitInAStretchAndCountsTheRest) {
  DenyAll deny;
  StoppedClock clock;
  clock.time = base::Time(base::Seconds(1'000'000));
  DenialLog log(deny, clock);
  log.is_found_by({"--data", "d"});
  auto ask = [&](size_t times) {
    testing::internal::CaptureStderr();
    for (size_t i = 0; i < times; ++i) {
      EXPECT_FALSE(log.decide(wire::RequestContext(), wire::Check{.action = "a:B"}).allowed);
    }
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(lines_of(ask(DenialLog::kLinesMax)), 2 * DenialLog::kLinesMax);
  EXPECT_EQ(lines_of(ask(7)), 0u);
  clock.time += DenialLog::kStretch;
  EXPECT_NE(ask(1).find("unshown=7"), std::string::npos);
}

TEST(DenialLog, OffersNoCommandUntilTheServerCanBeAsked) {
  DenyAll deny;
  StoppedClock clock;
  DenialLog log(deny, clock);
  auto ask = [&] {
    testing::internal::CaptureStderr();
    EXPECT_FALSE(log.decide(wire::RequestContext(), wire::Check{.action = "a:B"}).allowed);
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(ask().find("to explain"), std::string::npos);
  log.is_found_by({"--data", "d"});
  EXPECT_NE(ask().find("policy explain --data d --as"), std::string::npos);
}

}  // namespace
}  // namespace angarium::server
