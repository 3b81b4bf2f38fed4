#include "services/events/schedules.h"

#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";
constexpr const char* kRuleArn = "arn:aws:events:eu-west-1:111111111111:rule/r";

class SchedulesTest : public EventsTest {  // begins at 08:30:00
 protected:
  void put_rule(const std::string& expression, const std::string& more = "",
                const std::string& name = "r") {
    ok("PutRule",
       fmt::format(R"({{"Name":"{}","ScheduleExpression":"{}"{}}})", name, expression, more));
  }
  void put_target(const std::string& rule = "r", const std::string& queue = kQueue,
                  const std::string& more = "") {
    ok("PutTargets",
       fmt::format(R"({{"Rule":"{}","Targets":[{{"Id":"t","Arn":"{}"{}}}]}})", rule, queue, more));
  }
  // The due times of the events that a queue got since the last call: "08:31:00".
  std::vector<std::string> fired(const std::string& arn = kQueue) {
    std::vector<std::string> times;
    for (const std::string& envelope : queue(arn)) {
      auto event = json::Document::parse(envelope);
      times.emplace_back(event->root().find("time")->string()->substr(11, 8));
    }
    queue(arn).clear();
    return times;
  }
  base::Time now() const { return process_->clock.now(); }
  // The server is stopped for that long.
  void stop_for(base::Milliseconds span) {
    start_ = now() + span;
    run(process_->events->stop());
    run(process_->engine->stop(1s));
    restart();
  }
  using EventsTest::run;
  void run(base::Task<void> task) {
    auto wait = [](base::Task<void> task) -> base::Task<bool> {
      co_await std::move(task);
      co_return true;
    };
    run(wait(std::move(task)));
  }
};

TEST_F(SchedulesTest, ARateFiresAwsScheduledEvent) {
  put_rule("rate(1 minute)");
  put_target();
  run_for(59s);
  EXPECT_THAT(queue(kQueue), IsEmpty());
  run_for(1s);
  ASSERT_EQ(queue(kQueue).size(), 1u);
  const std::string& envelope = queue(kQueue).front();
  EXPECT_THAT(envelope,
              HasSubstr(fmt::format(R"("detail-type":"Scheduled Event","source":"aws.events",)"
                                    R"("account":"111111111111","time":"2026-11-22T08:31:00Z",)"
                                    R"("region":"eu-west-1","resources":["{}"],"detail":{{}}}})",
                                    kRuleArn)));
  run_for(3min);
  EXPECT_THAT(fired(), ElementsAre("08:31:00", "08:32:00", "08:33:00", "08:34:00"));
  EXPECT_EQ(metric("angarium_scheduled_events_total"), 4);
}

TEST_F(SchedulesTest, CronFiresAtItsMinutes) {
  put_rule("cron(0/20 8-9 * * ? *)");
  put_target();
  run_for(2h);
  EXPECT_THAT(fired(), ElementsAre("08:40:00", "09:00:00", "09:20:00", "09:40:00"));
}

TEST_F(SchedulesTest, FiresForItsOwnTargetsOnly) {
  put_rule("rate(1 minute)", R"(,"EventPattern":"{\"source\":[\"shop\"]}")");
  put_target();
  ok("PutRule", R"({"Name":"all","EventPattern":"{\"source\":[\"aws.events\",\"shop\"]}"})");
  put_target("all", "arn:aws:sqs:eu-west-1:111111111111:other");
  run_for(1min);
  EXPECT_EQ(fired().size(), 1u);
  EXPECT_THAT(queue("arn:aws:sqs:eu-west-1:111111111111:other"), IsEmpty());
  put_event("default", "{}");
  run_for(1s);
  EXPECT_EQ(fired().size(), 1u) << "its pattern is matched as well";
}

TEST_F(SchedulesTest, ATargetsInputReplacesTheEvent) {
  put_rule("rate(1 minute)");
  put_target("r", kQueue, R"(,"Input":"{\"job\":1}")");
  run_for(1min);
  EXPECT_THAT(queue(kQueue), ElementsAre(R"({"job":1})"));
}

TEST_F(SchedulesTest, WhatTheLastAnswerSaidFires) {
  put_rule("rate(1 minute)");
  put_target();
  run_for(90s);
  EXPECT_EQ(fired().size(), 1u);
  put_rule("rate(1 minute)", R"(,"State":"DISABLED")");
  run_for(5min);
  EXPECT_THAT(fired(), IsEmpty());
  put_rule("rate(1 minute)");  // at 08:36:30
  run_for(61s);
  EXPECT_THAT(fired(), ElementsAre("08:37:30"));
  put_rule("rate(1 hour)");  // at 08:37:31
  run_for(1h);
  EXPECT_THAT(fired(), ElementsAre("09:37:31"));
  put_target("r", "arn:aws:sqs:eu-west-1:111111111111:new");
  run_for(1h);
  EXPECT_THAT(fired(), IsEmpty());
  EXPECT_EQ(fired("arn:aws:sqs:eu-west-1:111111111111:new").size(), 1u);
  ok("RemoveTargets", R"({"Rule":"r","Ids":["t"]})");
  ok("DeleteRule", R"({"Name":"r"})");
  run_for(3h);
  stop_for(3h);
  run_for(3h);
  EXPECT_THAT(fired("arn:aws:sqs:eu-west-1:111111111111:new"), IsEmpty());
}

TEST_F(SchedulesTest, DisabledItRestsAndEnabledItBeginsAnew) {
  put_rule("rate(1 minute)");
  put_target();
  run_for(30s);
  ok("DisableRule", R"({"Name":"r"})");
  run_for(5min);
  stop_for(5min);
  run_for(5min);
  EXPECT_THAT(fired(), IsEmpty());
  ok("EnableRule", R"({"Name":"r"})");  // at 08:45:30
  run_for(60s);
  EXPECT_THAT(fired(), ElementsAre("08:46:30"));
}

TEST_F(SchedulesTest, ARuleWithoutAScheduleAnyMoreFiresNothing) {
  put_rule("rate(1 minute)");
  put_target();
  ok("PutRule", R"({"Name":"r","EventPattern":"{\"source\":[\"shop\"]}"})");
  run_for(5min);
  EXPECT_THAT(fired(), IsEmpty());
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"r"})"), Not(HasSubstr("ScheduleExpression")));
}

TEST_F(SchedulesTest, PuttingTheSameRuleAgainKeepsItsRhythm) {
  put_rule("rate(10 minutes)");
  put_target();
  for (int i = 0; i < 6; ++i) {
    run_for(4min);
    put_rule("rate(10 minutes)", R"(,"Description":"again")");
  }
  EXPECT_THAT(fired(), ElementsAre("08:40:00", "08:50:00"));
}

TEST_F(SchedulesTest, RestartsNeitherRepeatNorLoseADueTime) {
  put_rule("rate(1 minute)");
  put_target();
  std::vector<std::string> expected;
  for (int minute = 31; minute < 41; ++minute) {
    run_for(minute % 3 == 0 ? 40s : 20s);
    stop_for(0s);
    run_for(minute % 3 == 0 ? 20s : 40s);  // stops and starts right at the due time, too
    stop_for(0s);
    expected.push_back(fmt::format("08:{}:00", minute));
  }
  EXPECT_EQ(fired(), expected);
  EXPECT_EQ(metric("angarium_scheduled_events_late_total"), 0);
}

TEST_F(SchedulesTest, OfWhatWasMissedTheLatestIsFired) {
  put_rule("rate(1 minute)");
  put_target();
  put_rule("cron(0 9 * * ? *)", "", "daily");
  put_target("daily", "arn:aws:sqs:eu-west-1:111111111111:daily");
  run_for(90s);
  EXPECT_THAT(fired(), ElementsAre("08:31:00"));
  stop_for(3h);  // until 11:31:30
  run_for(1s);
  EXPECT_THAT(fired(), ElementsAre("11:31:00"));
  EXPECT_THAT(fired("arn:aws:sqs:eu-west-1:111111111111:daily"), ElementsAre("09:00:00"));
  EXPECT_EQ(metric("angarium_scheduled_events_late_total"), 1) << "the daily one missed one only";
  run_for(30s);
  EXPECT_THAT(fired(), ElementsAre("11:32:00"));
}

TEST_F(SchedulesTest, WhatPassedBeforeThereWereTargetsIsNotMadeUpFor) {
  put_rule("rate(1 minute)");
  run_for(10min);
  put_target();
  stop_for(0s);
  run_for(59s);
  EXPECT_THAT(fired(), IsEmpty());
}

TEST_F(SchedulesTest, AClockThatIsSetBackFiresNothingTwice) {
  put_rule("rate(1 minute)");
  put_target();
  run_for(150s);
  EXPECT_THAT(fired(), ElementsAre("08:31:00", "08:32:00"));
  process_->clock.move(-1h);
  run_for(1h);
  EXPECT_THAT(fired(), IsEmpty());
  run_for(30s);
  EXPECT_THAT(fired(), ElementsAre("08:33:00"));
}

TEST_F(SchedulesTest, AClockThatIsSetForwardFiresTheLatest) {
  put_rule("rate(1 minute)");
  put_target();
  run_for(30s);
  process_->clock.move(2h);
  run_for(1min);  // within which it is noticed, and the timer for 08:31 rings before
  EXPECT_THAT(fired(), ElementsAre("10:31:00"));
  EXPECT_EQ(metric("angarium_scheduled_events_late_total"), 1);
}

TEST_F(SchedulesTest, WhatTheDiskRefusesIsFiredLater) {
  put_rule("rate(5 minutes)");
  put_target();
  run_for(299s);
  disk_is_full_ = true;
  run_for(100s);
  EXPECT_THAT(fired(), IsEmpty());
  disk_is_full_ = false;
  run_for(2s);
  EXPECT_THAT(fired(), ElementsAre("08:35:00"));
}

TEST_F(SchedulesTest, HundredsOfRulesAreDueAtOnce) {
  constexpr int kRules = 250;  // two commits' worth, and a half
  for (int i = 0; i < kRules; ++i) {
    put_rule("cron(* * * * ? *)", "", fmt::format("r{}", i));
    put_target(fmt::format("r{}", i));
  }
  const size_t before = static_cast<size_t>(kRules);
  run_for(1min);
  EXPECT_EQ(fired().size(), before);
  run_for(1min);
  EXPECT_EQ(fired().size(), before);
}

TEST_F(SchedulesTest, OneThatIsNeverDueIsTaken) {
  put_rule("cron(0 0 1 1 ? 2020)");
  put_target();
  run_for(24h);
  stop_for(0s);
  run_for(24h);
  EXPECT_THAT(fired(), IsEmpty());
}

TEST_F(SchedulesTest, IsShownAndRefusedAsAwsDoes) {
  const std::string shown = R"_("ScheduleExpression":"rate(5 minutes)")_";
  put_rule("rate(5 minutes)");
  EXPECT_THAT(ok("ListRules", "{}"), HasSubstr(shown));
  stop_for(0s);
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"r"})"), HasSubstr(shown));
  for (const char* wrong :
       {"rate(5 minute)", "cron(0 1 * * * *)", "5 minutes", "rate(0 minutes)"}) {
    EXPECT_EQ(error("PutRule", fmt::format(R"({{"Name":"r","ScheduleExpression":"{}"}})", wrong)),
              "ValidationException: Parameter ScheduleExpression is not valid.");
  }
  EXPECT_EQ(error("PutRule", R"({"Name":"r","ScheduleExpression":""})"),
            "ValidationException: Parameter(s) EventPattern or ScheduleExpression must be "
            "specified.");
  ok("CreateEventBus", R"({"Name":"orders"})");
  EXPECT_EQ(error("PutRule", R"({"Name":"r","EventBusName":"orders",)" + shown + "}"),
            "ValidationException: ScheduleExpression is supported only on the default event bus.");
}

// The server is killed between any two steps, and what was not synced is lost. Each due time has
// one event, however often that is delivered.
class SchedulesKillTest : public SchedulesTest {
 protected:
  void kill(base::Random& random, base::Milliseconds down) {
    start_ = now() + down;
    disk_.fail_writes(true);
    base::start(process_->events->stop());  // what is under way ends, in vain
    process_->executor.run_until_idle(100'000);
    end();
    disk_.lose_unsynced(random);
    disk_.fail_writes(false);
    begin();
  }
};

TEST_F(SchedulesKillTest, EachDueTimeHasOneEvent) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    base::SeededRandom random(seed);
    const std::string name = fmt::format("r{}", seed);
    const std::string arn = fmt::format("arn:aws:sqs:eu-west-1:111111111111:{}", name);
    put_rule("rate(1 minute)", "", name);
    put_target(name, arn);
    const base::Time since = std::chrono::floor<base::Seconds>(now());
    for (int i = 0; i < 12; ++i) {
      // To a little before a due time, and then some single steps around it.
      run_for(std::max<base::Milliseconds>(0s, 58s - (now() - since) % 60s));
      const uint64_t steps = random.below(40);
      for (uint64_t step = 0; step < steps; ++step) process_->executor.run_one();
      kill(random, base::Milliseconds(random.below(2'000)));
    }
    run_for(150s - (now() - since) % 60s);
    std::map<std::string, std::set<std::string>> ids;  // by due time
    for (const std::string& envelope : queue(arn)) {
      auto event = json::Document::parse(envelope);
      ids[std::string(*event->root().find("time")->string())].emplace(
          *event->root().find("id")->string());
    }
    const auto minutes = static_cast<size_t>((now() - since) / 1min);
    EXPECT_EQ(ids.size(), minutes);
    for (const auto& [due, events] : ids) EXPECT_EQ(events.size(), 1u) << due;
    ok("RemoveTargets", fmt::format(R"({{"Rule":"{}","Ids":["t"]}})", name));
    ok("DeleteRule", fmt::format(R"({{"Name":"{}"}})", name));
  }
}

TEST(ScheduleRecord, ComesBackAndIsRefusedWhenItCanNotBeRead) {
  const ScheduleRecord record{base::from_unix_ms(1'000), base::from_unix_ms(61'000)};
  EXPECT_EQ(*decode_schedule(encode(record)), record);
  EXPECT_FALSE(decode_schedule("").ok());
  EXPECT_FALSE(decode_schedule("\x08\x02").ok()) << "a later version";
  for (size_t length = 0; length < encode(record).size(); ++length) {
    (void)decode_schedule(encode(record).substr(0, length));
  }
}

}  // namespace
}  // namespace angarium::services::events
