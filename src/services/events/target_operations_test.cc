#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";
constexpr const char* kNoFailures = R"({"FailedEntryCount":0,"FailedEntries":[]})";

class TargetOperationsTest : public EventsTest {
 protected:
  TargetOperationsTest() { put_rule(); }
  void put_rule(const std::string& more = "") {
    ok("PutRule", R"({"Name":"r","EventPattern":"{\"source\":[\"shop\"]}")" + more + "}");
  }
  static std::string target(const std::string& id, const std::string& arn = kQueue,
                            const std::string& more = "") {
    return fmt::format(R"({{"Id":"{}","Arn":"{}"{}}})", id, arn, more);
  }
  static std::string body(const std::string& targets) {
    return fmt::format(R"({{"Rule":"r","Targets":[{}]}})", targets);
  }
};

TEST_F(TargetOperationsTest, TargetsArePutListedReplacedAndRemoved) {
  std::string other = "arn:aws:events:us-east-1:222222222222:event-bus/in-box";
  EXPECT_EQ(ok("PutTargets", body(target("b") + "," + target("a", other))), kNoFailures);
  std::string retry = R"(,"RetryPolicy":{"MaximumRetryAttempts":3,"MaximumEventAgeInSeconds":60})";
  ok("PutTargets", body(target("b", kQueue, retry)));
  std::string listed =
      fmt::format(R"({{"Targets":[{},{}]}})", target("a", other), target("b", kQueue, retry));
  EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"), listed);
  put_rule(R"(,"State":"DISABLED")");  // keeps its targets
  restart();
  EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"), listed);
  EXPECT_EQ(error("DeleteRule", R"({"Name":"r"})"),
            "ValidationException: Rule can't be deleted since it has targets.");
  EXPECT_EQ(ok("RemoveTargets", R"({"Rule":"r","Ids":["a","b","never"]})"), kNoFailures);
  EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"), R"({"Targets":[]})");
  ok("DeleteRule", R"({"Name":"r"})");
}

TEST_F(TargetOperationsTest, NamesTheRuleThatIsNotThere) {
  const std::string expected =
      "ResourceNotFoundException: Rule x does not exist on EventBus default.";
  EXPECT_EQ(error("PutTargets", fmt::format(R"({{"Rule":"x","Targets":[{}]}})", target("a"))),
            expected);
  EXPECT_EQ(error("RemoveTargets", R"({"Rule":"x","Ids":["a"]})"), expected);
  EXPECT_EQ(error("ListTargetsByRule", R"({"Rule":"x"})"), expected);
}

TEST_F(TargetOperationsTest, RefusesArnsThatAreNone) {
  for (const char* arn : {"q", "arn:aws:sqs:eu-west-1:111111111111:", "arn:aws:sqs:eu-west-1:1:q",
                          "arn:aws:sqs::111111111111:q", "arn:aws:sqs:eu-west-1:111111111111:a/b",
                          "arn:aws-cn:sqs:cn-north-1:111111111111:q",
                          "arn:aws:events:eu-west-1:111111111111:event-bus/a b",
                          "arn:aws:s3:eu-west-1:111111111111:bucket",
                          "arn:aws:events:eu-west-1:111111111111:rule/r"}) {
    EXPECT_EQ(
        error("PutTargets", body(target("a", arn))),
        fmt::format("ValidationException: Parameter {} is not valid. Reason: Provided Arn is not "
                    "in correct format.",
                    arn));
  }
}

// One of each kind that AWS can't deliver to without a role, and their parameters.
const std::string kRole = R"(,"RoleArn":"arn:aws:iam::111111111111:role/r")";
const std::pair<const char*, std::string> kKindsWithRole[] = {
    {"arn:aws:kinesis:eu-west-1:111111111111:stream/s",
     R"(,"KinesisParameters":{"PartitionKeyPath":"$.detail.id"})"},
    {"arn:aws:ecs:eu-west-1:111111111111:cluster/c",
     R"(,"EcsParameters":{"TaskDefinitionArn":"arn:aws:ecs:x","TaskCount":2,)"
     R"("LaunchType":"FARGATE","NetworkConfiguration":{"awsvpcConfiguration":)"
     R"({"Subnets":["s"],"SecurityGroups":["g"],"AssignPublicIp":"ENABLED"}},)"
     R"("PlatformVersion":"1","Group":"g","CapacityProviderStrategy":)"
     R"([{"capacityProvider":"p","weight":1,"base":0}],"EnableECSManagedTags":true,)"
     R"("EnableExecuteCommand":false,"PlacementConstraints":[{"type":"memberOf",)"
     R"("expression":"e"}],"PlacementStrategy":[{"type":"spread","field":"f"}],)"
     R"("PropagateTags":"TASK_DEFINITION","ReferenceId":"i",)"
     R"("Tags":[{"Key":"k","Value":"v"}]})"},
    {"arn:aws:batch:eu-west-1:111111111111:job-queue/q",
     R"(,"BatchParameters":{"JobDefinition":"d","JobName":"n","ArrayProperties":{"Size":2},)"
     R"("RetryStrategy":{"Attempts":3}})"},
    {"arn:aws:events:eu-west-1:111111111111:api-destination/a/b",
     R"(,"HttpParameters":{"PathParameterValues":["p"],"HeaderParameters":{"X-A":"1"},)"
     R"("QueryStringParameters":{"q":"2"}})"},
    {"arn:aws:redshift:eu-west-1:111111111111:cluster:c",
     R"(,"RedshiftDataParameters":{"SecretManagerArn":"$.detail.a","Database":"d","DbUser":"u",)"
     R"("StatementName":"n","WithEvent":true,"Sqls":["select 1"]})"},
    {"arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p",
     R"(,"SageMakerPipelineParameters":{"PipelineParameterList":[{"Name":"n","Value":"v"}]})"},
    {"arn:aws:appsync:eu-west-1:111111111111:endpoints/graphql-api/a",
     R"(,"AppSyncParameters":{"GraphQLOperation":"mutation"})"},
    {"arn:aws:states:eu-west-1:111111111111:stateMachine:s", ""},
};

TEST_F(TargetOperationsTest, KeepsTheParametersOfEveryKind) {
  for (const auto& [arn, parameters] : kKindsWithRole) {
    EXPECT_EQ(error("PutTargets", body(target("a", arn, parameters))),
              fmt::format("ValidationException: RoleArn is required for target {}.", arn));
    ok("PutTargets", body(target("a", arn, kRole + parameters)));
    restart();
    EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"),
              fmt::format(R"({{"Targets":[{}]}})", target("a", arn, kRole + parameters)));
  }
}

TEST_F(TargetOperationsTest, KindsThatAreNotReachedYetAreTaken) {
  for (const char* arn :
       {"arn:aws:lambda:eu-west-1:111111111111:function:f", "arn:aws:sns:eu-west-1:111111111111:t",
        "arn:aws:logs:eu-west-1:111111111111:log-group:/g:*"}) {
    ok("PutTargets", body(target("a", arn)));
  }
}

std::string dead_letters(const std::string& arn) {
  return fmt::format(R"(,"DeadLetterConfig":{{"Arn":"{}"}})", arn);
}

TEST_F(TargetOperationsTest, ADeadLetterQueueIsAStandardQueueOfTheRulesRegion) {
  for (const char* arn :
       {"arn:aws:sqs:eu-west-1:111111111111:dead", "arn:aws:sqs:eu-west-1:222222222222:dead"}) {
    ok("PutTargets", body(target("a", kQueue, dead_letters(arn))));
    EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"),
              fmt::format(R"({{"Targets":[{}]}})", target("a", kQueue, dead_letters(arn))));
  }
  const std::pair<const char*, const char*> refused[] = {
      {"arn:aws:sqs:eu-west-1:111111111111:dead.fifo",
       "A dead-letter queue must be a standard queue, not a FIFO queue (target b)."},
      {"arn:aws:sqs:us-east-1:111111111111:dead",
       "A dead-letter queue must be in the region of its rule (target b)."},
      {"arn:aws:sns:eu-west-1:111111111111:dead", "Provided Arn is not in correct format."},
      {"dead", "Provided Arn is not in correct format."}};
  for (const auto& [arn, reason] : refused) {
    EXPECT_EQ(
        error("PutTargets", body(target("b", kQueue, dead_letters(arn)))),
        fmt::format("ValidationException: Parameter {} is not valid. Reason: {}", arn, reason));
  }
  ok("PutTargets", body(target("a", kQueue, R"(,"DeadLetterConfig":{})")));
}

TEST_F(TargetOperationsTest, AFifoQueueNeedsAGroup) {
  const std::string fifo = "arn:aws:sqs:eu-west-1:111111111111:q.fifo";
  EXPECT_EQ(error("PutTargets", body(target("a", fifo))),
            "ValidationException: Parameter(s) SqsParameters must be specified for target: a.");
  const std::string group = R"(,"SqsParameters":{"MessageGroupId":"g"})";
  ok("PutTargets", body(target("a", fifo, group)));
  EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"),
            fmt::format(R"({{"Targets":[{}]}})", target("a", fifo, group)));
}

TEST_F(TargetOperationsTest, RefusesParametersOfAnotherKind) {
  for (const auto& [arn, parameters] : kKindsWithRole) {
    if (parameters.empty()) continue;
    EXPECT_THAT(error("PutTargets", body(target("a", kQueue, parameters))),
                HasSubstr("not valid for target a: it is for targets of another kind"));
  }
}

TEST_F(TargetOperationsTest, ChecksMembersAsAwsDoes) {
  EXPECT_EQ(
      error("PutTargets", body(target("!@#"))),
      "ValidationException: 1 validation error detected: Value '!@#' at 'targets.1.member.id' "
      "failed to satisfy constraint: Member must satisfy regular expression pattern: "
      "[\\.\\-_A-Za-z0-9]+");
  EXPECT_EQ(
      error("PutTargets", body(target(std::string(65, 'x')))),
      fmt::format("ValidationException: 1 validation error detected: Value '{}' at "
                  "'targets.1.member.id' failed to satisfy constraint: Member must have length "
                  "less than or equal to 64",
                  std::string(65, 'x')));
  EXPECT_THAT(error("PutTargets", body("")), HasSubstr("'targets'"));
  EXPECT_THAT(error("PutTargets", body(target("a") + "," + target("a"))),
              HasSubstr("more than once"));
  for (const char* retry :
       {R"("MaximumRetryAttempts":186)", R"("MaximumRetryAttempts":-1)",
        R"("MaximumEventAgeInSeconds":59)", R"("MaximumEventAgeInSeconds":86401)"}) {
    std::string more = fmt::format(R"(,"RetryPolicy":{{{}}})", retry);
    EXPECT_THAT(error("PutTargets", body(target("a", kQueue, more))),
                StartsWith("ValidationException"));
  }
}

TEST_F(TargetOperationsTest, QuotasAtTheLimitAndBeyond) {
  std::string five = target("1");
  for (int i = 2; i <= 5; ++i) five += "," + target(std::to_string(i));
  ok("PutTargets", body(five));
  EXPECT_EQ(error("PutTargets", body(target("6"))),
            "LimitExceededException: The requested resource exceeds the maximum number allowed.");
  ok("PutTargets", body(target("5")));
  std::string ids = R"("1")";
  for (int i = 2; i <= 10; ++i) ids += fmt::format(R"(,"{}")", i);
  EXPECT_THAT(error("RemoveTargets", fmt::format(R"({{"Rule":"r","Ids":[{},"11"]}})", ids)),
              StartsWith("LimitExceededException"));
  ok("RemoveTargets", fmt::format(R"({{"Rule":"r","Ids":[{}]}})", ids));
}

TEST_F(TargetOperationsTest, ListsInPages) {
  std::string three = target("a") + "," + target("b") + "," + target("c");
  ok("PutTargets", body(three));
  std::string first = ok("ListTargetsByRule", R"({"Rule":"r","Limit":2})");
  std::string token(*json::Document::parse(first)->root().find("NextToken")->string());
  EXPECT_EQ(ok("ListTargetsByRule", fmt::format(R"({{"Rule":"r","NextToken":"{}"}})", token)),
            fmt::format(R"({{"Targets":[{}]}})", target("c")));
}

TEST_F(TargetOperationsTest, AsksWithTheArnsOfTheTargets) {
  ok("PutTargets", body(target("a")));
  EXPECT_EQ(authorizer_.asked.back().action, "events:PutTargets");
  EXPECT_EQ(authorizer_.asked.back().resource, "arn:aws:events:eu-west-1:111111111111:rule/r");
  EXPECT_EQ(authorizer_.asked.back().keys.at("events:TargetArn"), std::vector<std::string>{kQueue});
}

}  // namespace
}  // namespace angarium::services::events
