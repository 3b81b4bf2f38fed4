#include "identity/aws_managed.h"

#include <set>

#include "identity/fixture_test.h"
#include "policy/decision.h"

namespace angarium::identity {
namespace {

bool allows(std::string_view name, const std::string& action, const std::string& resource = "*",
            std::map<std::string, std::vector<std::string>> context = {}) {
  for (const ManagedPolicy& policy : aws_managed_policies()) {
    if (policy.name != name) continue;
    policy::Request request{.principal = {.account = base::AccountId("111122223333"),
                                          .arn = "arn:aws:iam::111122223333:user/ann"},
                            .action = action,
                            .resource = resource,
                            .context = std::move(context)};
    policy::Decision decision = policy::decide(request, {.identity = {policy.in_force()}});
    return decision.effect == policy::Effect::kAllow;
  }
  ADD_FAILURE() << "there is no " << name;
  return false;
}

TEST(AwsManaged, AllAreValidAndTellApart) {
  std::set<std::string> names, ids;
  for (const AwsManagedPolicy& row : aws_managed_table()) {
    auto parsed = policy::Policy::parse(row.document, policy::PolicyKind::kManaged);
    EXPECT_TRUE(parsed.ok()) << row.name << ": " << (parsed.ok() ? "" : parsed.error().message());
    EXPECT_LE(policy::counted_characters(row.document), 6'144u) << row.name;
    EXPECT_TRUE(row.id.starts_with("ANPA") && row.id.size() == 21) << row.id;
    EXPECT_TRUE(names.insert(folded(row.name)).second) << row.name;
    EXPECT_TRUE(ids.insert(std::string(row.id)).second) << row.id;
    EXPECT_TRUE(row.path == "/" || row.path == "/service-role/") << row.name;
  }
  EXPECT_GE(names.size(), 20u);
}

TEST(AwsManaged, AllowWhatTheirNamesSay) {
  EXPECT_TRUE(allows("AdministratorAccess", "iam:CreateUser"));
  EXPECT_TRUE(allows("PowerUserAccess", "sqs:DeleteQueue"));
  EXPECT_FALSE(allows("PowerUserAccess", "iam:CreateUser"));
  EXPECT_TRUE(allows("ReadOnlyAccess", "events:DescribeRule"));
  EXPECT_FALSE(allows("ReadOnlyAccess", "events:PutRule"));
  EXPECT_TRUE(allows("AmazonSQSFullAccess", "sqs:SendMessage"));
  EXPECT_FALSE(allows("AmazonSQSReadOnlyAccess", "sqs:ReceiveMessage"));
  EXPECT_TRUE(allows("AmazonSNSReadOnlyAccess", "sns:ListTopics"));
  EXPECT_FALSE(allows("AmazonSNSReadOnlyAccess", "sns:Publish"));
  EXPECT_TRUE(allows("AmazonEventBridgeFullAccess", "events:PutEvents"));
  EXPECT_FALSE(allows("AmazonEventBridgeReadOnlyAccess", "events:PutEvents"));
  EXPECT_TRUE(allows("AWSLambdaSQSQueueExecutionRole", "sqs:DeleteMessage"));
  EXPECT_FALSE(allows("AWSLambdaSQSQueueExecutionRole", "sqs:SendMessage"));
}

// As AWS's own of these versions.
TEST(AwsManaged, AllowNoMoreThanAwsDo) {
  EXPECT_FALSE(allows("AmazonSQSReadOnlyAccess", "sqs:ListQueueTags"));
  EXPECT_TRUE(allows("AmazonSNSReadOnlyAccess", "sns:GetSubscriptionAttributes"));
  EXPECT_FALSE(allows("AmazonSNSReadOnlyAccess", "sms-voice:DescribePhoneNumbers"));
  EXPECT_TRUE(allows("AmazonSNSReadOnlyAccess", "sms-voice:DescribePhoneNumbers", "*",
                     {{"aws:CalledViaLast", {"sns.amazonaws.com"}}}));
  EXPECT_FALSE(allows("AmazonSNSFullAccess", "sms-voice:SendTextMessage"));
  EXPECT_FALSE(allows("AmazonEventBridgeReadOnlyAccess", "events:ListTagsForResource"));
  EXPECT_FALSE(allows("AWSLambda_ReadOnlyAccess", "kms:DescribeKey"));
  EXPECT_TRUE(allows("AWSLambda_ReadOnlyAccess", "cloudformation:ListStacks"));
  EXPECT_TRUE(allows("AmazonDynamoDBFullAccess", "lambda:CreateFunction"));
  EXPECT_FALSE(allows("AmazonDynamoDBReadOnlyAccess", "dynamodb:GetRecords"));
  EXPECT_TRUE(allows("CloudWatchLogsFullAccess", "cloudwatch:GenerateQueryResultsSummary"));
  EXPECT_TRUE(allows("CloudWatchLogsReadOnlyAccess", "cloudwatch:GenerateQueryResultsSummary"));
  EXPECT_FALSE(allows("CloudWatchLogsReadOnlyAccess", "logs:PutLogEvents"));
  EXPECT_TRUE(allows("AWSLambda_ReadOnlyAccess", "logs:StartLiveTail",
                     "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f:*"));
  EXPECT_FALSE(allows("ReadOnlyAccess", "dynamodb:ConditionCheckItem"));
  EXPECT_FALSE(allows("ReadOnlyAccess", "s3:DescribeMultiRegionAccessPointOperation"));
  EXPECT_TRUE(allows("ReadOnlyAccess", "states:ValidateStateMachineDefinition"));
  EXPECT_TRUE(allows("PowerUserAccess", "account:GetPrimaryEmail"));
  for (const ManagedPolicy& policy : aws_managed_policies()) {
    if (policy.name != "AmazonEventBridgeFullAccess") continue;
    EXPECT_EQ(policy.default_version, 4u);
    EXPECT_EQ(base::format_iso_seconds(policy.updated), "2022-12-01T00:00:00Z");
  }
}

TEST(AwsManaged, RolesArePassedToTheirServicesOnly) {
  const std::string role = "arn:aws:iam::111122223333:role/r";
  auto passes = [&](const char* policy, const char* service) {
    return allows(policy, "iam:PassRole", role, {{"iam:PassedToService", {service}}});
  };
  EXPECT_TRUE(passes("AmazonEventBridgeFullAccess", "events.amazonaws.com"));
  EXPECT_FALSE(passes("AmazonEventBridgeFullAccess", "lambda.amazonaws.com"));
  EXPECT_TRUE(passes("AWSLambda_FullAccess", "lambda.amazonaws.com"));
  EXPECT_FALSE(passes("AWSLambda_FullAccess", "events.amazonaws.com"));
}

using AwsManagedDirectoryTest = IdentityTest;

TEST_F(AwsManagedDirectoryTest, AreThereFromTheBeginningAndAfterAReopening) {
  const char* arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  for (int i = 0; i < 2; ++i) {
    auto policy = directory_->managed_policy(arn);
    ASSERT_TRUE(policy);
    EXPECT_EQ(arn_of(*policy), arn);
    EXPECT_FALSE(directory_->managed_policy("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"));
    open();
  }
}

}  // namespace
}  // namespace angarium::identity
