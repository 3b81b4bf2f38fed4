#include <fmt/format.h>

#include "services/iam/fixture_test.h"
#include "services/iam/quotas.h"

namespace angarium::services::iam {
namespace {

constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111122223333:q";
constexpr const char* kForeign = "arn:aws:sqs:eu-west-1:444455556666:q";
constexpr const char* kBob = "arn:aws:iam::111122223333:user/Bob";

std::string statement(std::string_view effect, std::string_view action,
                      std::string_view more = "") {
  return fmt::format(R"({{"Effect":"{}","Action":"{}","Resource":"*"{}}})", effect, action, more);
}
std::string document(std::string_view statements) {
  return fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", statements);
}
std::string queue_policy(std::string_view principal, std::string_view resource = kQueue) {
  return fmt::format(R"({{"Statement":{{"Effect":"Allow","Action":"sqs:SendMessage",)"
                     R"("Resource":"{}","Principal":{{"AWS":"{}"}}}}}})",
                     resource, principal);
}

class SimulationTest : public IamTest {
 protected:
  using Form = std::map<std::string, std::string>;

  static std::string form_of(const Form& members) {
    std::string form;
    for (const auto& [name, value] : members) form += name + "=" + encoded(value) + "&";
    return form.substr(0, form.size() - 1);
  }
  std::string custom(Form form) {
    form.try_emplace("PolicyInputList.member.1", document(statement("Allow", "sqs:SendMessage")));
    form.try_emplace("ActionNames.member.1", "sqs:SendMessage");
    return ok("SimulateCustomPolicy", form_of(form));
  }
  std::string decision(Form form) { return element(custom(std::move(form)), "EvalDecision"); }
  std::string custom_refusal(Form form) {
    form.try_emplace("PolicyInputList.member.1", document(statement("Allow", "sqs:SendMessage")));
    form.try_emplace("ActionNames.member.1", "sqs:SendMessage");
    return refusal("SimulateCustomPolicy", form_of(form));
  }
  std::string principal(const std::string& arn, Form form) {
    form.emplace("PolicySourceArn", arn);
    form.try_emplace("ActionNames.member.1", "sqs:SendMessage");
    return ok("SimulatePrincipalPolicy", form_of(form));
  }
  // The text between the tags, with what is nested in it.
  static std::string inside(const std::string& body, const std::string& name) {
    const size_t begin = body.find("<" + name + ">") + name.size() + 2;
    return body.substr(begin, body.rfind("</" + name + ">") - begin);
  }
};

TEST_F(SimulationTest, EveryActionIsDecided) {
  std::string answer =
      custom({{"ActionNames.member.2", "sqs:DeleteQueue"},
              {"ActionNames.member.3", "sns:Publish"},
              {"PolicyInputList.member.2", document(statement("Deny", "sqs:Delete*"))}});
  EXPECT_EQ(elements(answer, "EvalActionName"), "sqs:SendMessage,sqs:DeleteQueue,sns:Publish");
  EXPECT_EQ(elements(answer, "EvalDecision"), "allowed,explicitDeny,implicitDeny");
  EXPECT_EQ(elements(answer, "EvalResourceName"), "*,*,*");
  EXPECT_EQ(elements(answer, "SourcePolicyId"), "PolicyInputList.1,PolicyInputList.2");
  EXPECT_EQ(elements(answer, "SourcePolicyType"), "IAM Policy,IAM Policy");
  EXPECT_EQ(elements(answer, "Column"), "38,98,38,93");
  EXPECT_EQ(answer.find("EvalDecisionDetails"), std::string::npos);
  EXPECT_EQ(answer.find("ResourceSpecificResults"), std::string::npos);
  EXPECT_EQ(element(answer, "IsTruncated"), "false");
}

// What the service answers for one ARN, and for several.
TEST_F(SimulationTest, EveryResourceIsDecided) {
  std::string one = custom({{"ResourceArns.member.1", kQueue}});
  EXPECT_EQ(element(one, "EvalResourceName"), kQueue);
  EXPECT_NE(one.find("<EvalDecisionDetails></EvalDecisionDetails>"), std::string::npos) << one;
  std::string specific = inside(one, "ResourceSpecificResults");
  EXPECT_EQ(element(specific, "EvalResourceDecision"), "allowed");
  EXPECT_EQ(element(specific, "SourcePolicyId"), "PolicyInputList.1");
  EXPECT_EQ(specific.find("EvalDecisionDetails"), std::string::npos);

  const std::string only_one =
      fmt::format(R"({{"Effect":"Deny","Action":"*","Resource":"{}"}})", kForeign);
  std::string two = custom({{"ResourceArns.member.1", kQueue},
                            {"ResourceArns.member.2", kForeign},
                            {"PolicyInputList.member.2", document(only_one)}});
  EXPECT_EQ(elements(two, "EvalDecision"), "explicitDeny");
  EXPECT_EQ(elements(two, "EvalResourceDecision"), "allowed,explicitDeny");
  EXPECT_EQ(elements(two, "SourcePolicyId"), "PolicyInputList.1,PolicyInputList.2");
}

TEST_F(SimulationTest, ThePolicyOfTheResourceCountsWhenItIsGiven) {
  const Form nobody{{"ResourceArns.member.1", kForeign}};
  EXPECT_EQ(decision(nobody), "allowed");  // the resource's side is not asked
  const Form base{{"ResourceArns.member.1", kForeign},
                  {"CallerArn", kBob},
                  {"ResourcePolicy", queue_policy("111122223333", kForeign)}};
  std::string answer = custom(base);
  EXPECT_EQ(element(answer, "EvalDecision"), "allowed");
  EXPECT_NE(answer.find("<key>IAM Policy</key><value>allowed</value>"), std::string::npos);
  EXPECT_NE(answer.find("<key>Resource Policy</key><value>allowed</value>"), std::string::npos);
  EXPECT_EQ(elements(answer, "SourcePolicyType").substr(0, 26), "IAM Policy,Resource Policy");
  Form other = base;
  other["ResourcePolicy"] = queue_policy("777788889999", kForeign);
  answer = custom(other);
  EXPECT_EQ(element(answer, "EvalDecision"), "implicitDeny");
  EXPECT_NE(answer.find("<key>Resource Policy</key><value>implicitDeny</value>"),
            std::string::npos);
  EXPECT_NE(answer.find("<key>IAM Policy</key><value>allowed</value>"), std::string::npos);
  // In one account the user's name alone is enough; that of the account is not.
  Form home{{"ResourceArns.member.1", kQueue},
            {"CallerArn", kBob},
            {"ResourcePolicy", queue_policy(kBob)},
            {"PolicyInputList.member.1", document(statement("Allow", "sns:*"))}};
  answer = custom(home);
  EXPECT_EQ(element(answer, "EvalDecision"), "allowed");
  EXPECT_EQ(element(answer, "SourcePolicyId"), "ResourcePolicy");
  home["ResourcePolicy"] = queue_policy("111122223333");
  EXPECT_EQ(decision(home), "implicitDeny");
}

TEST_F(SimulationTest, TheOwnerOfWhatNamesNone) {
  const char* bucket = "arn:aws:s3:::b";
  const std::string policy = R"({"Statement":{"Effect":"Allow","Action":"s3:*","Principal":"*",)"
                             R"("Resource":"arn:aws:s3:::b"}})";
  Form form{{"ActionNames.member.1", "s3:ListBucket"},
            {"ResourceArns.member.1", bucket},
            {"CallerArn", kBob},
            {"ResourcePolicy", policy}};
  EXPECT_EQ(decision(form), "allowed");
  for (const char* owner : {"444455556666", "arn:aws:iam::444455556666:root"}) {
    form["ResourceOwner"] = owner;
    EXPECT_EQ(decision(form), "implicitDeny") << owner;  // and the identity policies say nothing
  }
  form["ResourceOwner"] = "arn:aws:iam::444455556666:user/x";
  EXPECT_EQ(custom_refusal(form),
            "400 InvalidInput: 'arn:aws:iam::444455556666:user/x' is not a valid as a "
            "Resource Owner.");
}

TEST_F(SimulationTest, ABoundaryLimits) {
  Form form{{"PermissionsBoundaryPolicyInputList.member.1", document(statement("Allow", "sns:*"))}};
  std::string answer = custom(form);
  EXPECT_EQ(element(answer, "EvalDecision"), "implicitDeny");
  EXPECT_EQ(element(answer, "AllowedByPermissionsBoundary"), "false");
  form["PermissionsBoundaryPolicyInputList.member.1"] = document(statement("Allow", "sqs:*"));
  answer = custom(form);
  EXPECT_EQ(element(answer, "EvalDecision"), "allowed");
  EXPECT_EQ(element(answer, "AllowedByPermissionsBoundary"), "true");
  EXPECT_EQ(elements(answer, "SourcePolicyId"), "PolicyInputList.1");
  form["PermissionsBoundaryPolicyInputList.member.1"] = document(statement("Deny", "sqs:*"));
  answer = custom(form);
  EXPECT_EQ(element(answer, "EvalDecision"), "explicitDeny");
  EXPECT_EQ(elements(answer, "SourcePolicyId"), "PermissionsBoundaryPolicyInputList.1");
  form["PermissionsBoundaryPolicyInputList.member.2"] = document(statement("Deny", "sqs:*"));
  EXPECT_EQ(custom_refusal(form),
            "400 InvalidInput: The list of Permissions Boundary policies cannot exceed 1 items.");
}

struct TypedValue {
  const char* type;
  const char* operation;
  const char* wanted;
  const char* value;
  const char* other;
  const char* bad;  // null: nothing is
};

TEST_F(SimulationTest, ContextOfEveryType) {
  for (const TypedValue& one : std::vector<TypedValue>{
           {"string", "StringEquals", "a", "a", "b", nullptr},
           {"stringList", "ForAnyValue:StringEquals", "a", "a", "b", nullptr},
           {"numeric", "NumericLessThan", "10", "9.5", "10", "ten"},
           {"numericList", "ForAnyValue:NumericLessThan", "10", "9", "11", "ten"},
           {"boolean", "Bool", "true", "true", "false", "yes"},
           {"booleanList", "ForAnyValue:Bool", "true", "true", "false", "yes"},
           {"ip", "IpAddress", "10.0.0.0/8", "10.1.2.3", "11.1.2.3", "10.1"},
           {"ipList", "ForAnyValue:IpAddress", "10.0.0.0/8", "10.1.2.3", "11.1.2.3", "10.1"},
           {"binary", "BinaryEquals", "QQ==", "QQ==", "Qg==", "Q"},
           {"binaryList", "ForAnyValue:BinaryEquals", "QQ==", "QQ==", "Qg==", "Q"},
           {"date", "DateLessThan", "2026-01-01", "2025-12-31T23:59:59Z", "2026-01-02", "soon"},
           {"dateList", "ForAnyValue:DateLessThan", "2026-01-01", "2025-12-31", "2026-01-02",
            "x"}}) {
    const std::string condition =
        fmt::format(R"(,"Condition":{{"{}":{{"aws:x":"{}"}}}})", one.operation, one.wanted);
    Form form{{"PolicyInputList.member.1", document(statement("Allow", "sqs:*", condition))},
              {"ContextEntries.member.1.ContextKeyName", "aws:X"},
              {"ContextEntries.member.1.ContextKeyType", one.type},
              {"ContextEntries.member.1.ContextKeyValues.member.1", one.value}};
    EXPECT_EQ(decision(form), "allowed") << one.type;
    form["ContextEntries.member.1.ContextKeyValues.member.1"] = one.other;
    EXPECT_EQ(decision(form), "implicitDeny") << one.type;
    form["ContextEntries.member.1.ContextKeyValues.member.2"] = one.value;
    const bool is_list = std::string_view(one.type).ends_with("List");
    EXPECT_EQ(is_list ? decision(form) : custom_refusal(form).substr(0, 17),
              is_list ? "allowed" : "400 InvalidInput:")
        << one.type;
    form.erase("ContextEntries.member.1.ContextKeyValues.member.2");
    if (!one.bad) continue;
    form["ContextEntries.member.1.ContextKeyValues.member.1"] = one.bad;
    EXPECT_EQ(custom_refusal(form).substr(0, 17), "400 InvalidInput:") << one.type;
  }
}

TEST_F(SimulationTest, KeysThatAreMissingAreNamed) {
  const std::string policy =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*",)"
      R"("Condition":{"StringEquals":{"aws:PrincipalTag/team":"${aws:username}"}}},)"
      R"({"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:userid}"}]})";
  Form form{{"PolicyInputList.member.1", policy}};
  auto missing = [](const std::string& body) {
    return elements(inside(body, "MissingContextValues"), "member");
  };
  EXPECT_EQ(missing(custom(form)), "aws:PrincipalTag/team,aws:username,aws:userid");
  form["CallerArn"] = kBob;
  EXPECT_EQ(missing(custom(form)), "aws:PrincipalTag/team,aws:userid");
  form["ContextEntries.member.1.ContextKeyName"] = "AWS:principaltag/team";
  form["ContextEntries.member.1.ContextKeyType"] = "string";
  form["ContextEntries.member.1.ContextKeyValues.member.1"] = "Bob";
  form["ResourceArns.member.1"] = kQueue;
  std::string answer = custom(form);
  EXPECT_EQ(element(answer, "EvalDecision"), "allowed");
  EXPECT_EQ(missing(inside(answer, "ResourceSpecificResults")), "aws:userid");
  form["ContextEntries.member.2.ContextKeyName"] = "aws:username";
  form["ContextEntries.member.2.ContextKeyType"] = "string";
  form["ContextEntries.member.2.ContextKeyValues.member.1"] = "Eve";
  EXPECT_EQ(decision(form), "implicitDeny");
  EXPECT_EQ(
      elements(ok("GetContextKeysForCustomPolicy", "PolicyInputList.member.1=" + encoded(policy)),
               "member"),
      "aws:PrincipalTag/team,aws:userid,aws:username");
}

class PrincipalSimulationTest : public SimulationTest {
 protected:
  PrincipalSimulationTest() {
    ok("CreateUser", "UserName=Bob");
    ok("CreateGroup", "GroupName=g");
    ok("CreateRole", "RoleName=r&AssumeRolePolicyDocument=" + encoded(trust_of("*")));
    ok("AddUserToGroup", "GroupName=g&UserName=Bob");
    auto put = [this](const char* kind, const char* name, const char* action) {
      ok(fmt::format("Put{}Policy", kind),
         fmt::format("{0}Name={1}&PolicyName=own&PolicyDocument={2}", kind, name,
                     encoded(document(statement("Allow", action)))));
    };
    put("User", "Bob", "sqs:SendMessage");
    put("Group", "g", "sqs:ReceiveMessage");
    put("Role", "r", "sqs:DeleteMessage");
    ok("AttachUserPolicy",
       "UserName=Bob&PolicyArn=" + encoded("arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess"));
  }
};

TEST_F(PrincipalSimulationTest, WhatIsAttachedDecides) {
  const Form all{{"ActionNames.member.2", "sqs:ReceiveMessage"},
                 {"ActionNames.member.3", "sqs:DeleteMessage"},
                 {"ActionNames.member.4", "sns:ListTopics"}};
  std::string bob = principal(kBob, all);
  EXPECT_EQ(elements(bob, "EvalDecision"), "allowed,allowed,implicitDeny,allowed");
  EXPECT_EQ(elements(bob, "SourcePolicyId"), "user_Bob_own,group_g_own,AmazonSNSReadOnlyAccess");
  EXPECT_EQ(elements(principal("arn:aws:iam::111122223333:group/g", all), "EvalDecision"),
            "implicitDeny,allowed,implicitDeny,implicitDeny");
  std::string role = principal("arn:aws:iam::111122223333:role/r", all);
  EXPECT_EQ(elements(role, "EvalDecision"), "implicitDeny,implicitDeny,allowed,implicitDeny");
  EXPECT_EQ(elements(role, "SourcePolicyId"), "role_r_own");
  std::string more = principal(
      kBob, {{"PolicyInputList.member.1", document(statement("Deny", "sqs:SendMessage"))}});
  EXPECT_EQ(element(more, "EvalDecision"), "explicitDeny");
  EXPECT_EQ(element(more, "SourcePolicyId"), "PolicyInputList.1");
}

TEST_F(PrincipalSimulationTest, ItsOwnBoundaryLimitsUnlessAnotherIsGiven) {
  ok("CreatePolicy",
     "PolicyName=limit&PolicyDocument=" + encoded(document(statement("Deny", "sqs:*"))));
  ok("PutUserPermissionsBoundary",
     "UserName=Bob&PermissionsBoundary=arn:aws:iam::111122223333:policy/limit");
  std::string answer = principal(kBob, {});
  EXPECT_EQ(element(answer, "EvalDecision"), "explicitDeny");
  EXPECT_EQ(element(answer, "SourcePolicyId"), "limit");
  answer = principal(
      kBob, {{"PermissionsBoundaryPolicyInputList.member.1", document(statement("Allow", "*"))}});
  EXPECT_EQ(element(answer, "EvalDecision"), "allowed");
}

TEST_F(PrincipalSimulationTest, OnlyUsersMeetAResourcePolicy) {
  Form form{{"ResourceArns.member.1", kQueue},
            {"ResourcePolicy", queue_policy(kBob)},
            {"ActionNames.member.1", "sqs:SendMessage"},
            {"PolicySourceArn", "arn:aws:iam::111122223333:role/r"}};
  const std::string refused =
      "400 InvalidInput: Invalid caller - Caller must be an IAM user in this context.";
  EXPECT_EQ(refusal("SimulatePrincipalPolicy", form_of(form)), refused);
  form["CallerArn"] = kBob;  // as Bob, with the role's policies
  EXPECT_EQ(element(ok("SimulatePrincipalPolicy", form_of(form)), "EvalDecision"), "allowed");
  form["CallerArn"] = "arn:aws:iam::111122223333:role/r";
  EXPECT_EQ(refusal("SimulatePrincipalPolicy", form_of(form)), refused);
  form.erase("CallerArn");
  form["PolicySourceArn"] = kBob;
  EXPECT_EQ(element(ok("SimulatePrincipalPolicy", form_of(form)), "EvalDecision"), "allowed");
}

TEST_F(PrincipalSimulationTest, WhoIsntThere) {
  auto refused = [this](const std::string& arn, const std::string& operation) {
    return refusal(operation,
                   "ActionNames.member.1=sqs:SendMessage&PolicySourceArn=" + encoded(arn));
  };
  const std::string simulate = "SimulatePrincipalPolicy";
  EXPECT_EQ(refused("arn:aws:iam::111122223333:user/Eve", simulate),
            "404 NoSuchEntity: The user with name Eve cannot be found.");
  EXPECT_EQ(refused("arn:aws:iam::111122223333:role/path/r", simulate),
            "404 NoSuchEntity: The role with name r cannot be found.");
  EXPECT_EQ(refused("arn:aws:iam::444455556666:group/g", "GetContextKeysForPrincipalPolicy"),
            "404 NoSuchEntity: The group with name g cannot be found.");
  EXPECT_EQ(refused("arn:aws:sts::111122223333:assumed-role/r/s", simulate),
            "400 InvalidInput: Invalid Entity Arn: arn:aws:sts::111122223333:assumed-role/r/s does "
            "not clearly define entity type and name.");
  ASSERT_FALSE(authorizer_.asked.empty());
  EXPECT_EQ(authorizer_.asked.back().resource, "arn:aws:iam::444455556666:group/g");
  EXPECT_EQ(authorizer_.asked.back().action, "iam:GetContextKeysForPrincipalPolicy");
  ok("PutUserPolicy", "UserName=Bob&PolicyName=keys&PolicyDocument=" +
                          encoded(document(statement(
                              "Allow", "sqs:*", R"(,"Condition":{"Bool":{"aws:y":"true"}})"))));
  EXPECT_EQ(elements(ok("GetContextKeysForPrincipalPolicy",
                        "PolicySourceArn=" + encoded(kBob) + "&PolicyInputList.member.1=" +
                            encoded(document(statement(
                                "Allow", "sqs:*", R"(,"Condition":{"Bool":{"aws:x":"true"}})")))),
                     "member"),
            "aws:CalledViaLast,aws:x,aws:y");  // the first is of his AmazonSNSReadOnlyAccess
}

TEST_F(SimulationTest, WhatIsInvalid) {
  for (const Form& form : std::vector<Form>{
           {{"ActionNames.member.1", "SendMessage"}},
           {{"ActionNames.member.1", "sqs:*"}},
           {{"ActionNames.member.1", "sqs:Send Message"}},
           {{"PolicyInputList.member.1", "{}"}},
           {{"PermissionsBoundaryPolicyInputList.member.1", "{}"}},
           {{"ResourceArns.member.1", "q"}},
           {{"CallerArn", "111122223333"}},
           {{"CallerArn", "arn:aws:iam::111122223333:root"}},
           {{"ResourceHandlingOption", "EC2"}},
           {{"ResourceArns.member.1", kQueue}, {"ResourcePolicy", queue_policy(kBob)}},
           {{"ResourceArns.member.1", kForeign},
            {"CallerArn", kBob},
            {"ResourcePolicy", queue_policy(kBob)}},
           {{"ResourceArns.member.1", kQueue}, {"CallerArn", kBob}, {"ResourcePolicy", "{}"}},
           {{"ContextEntries.member.1.ContextKeyName", "aws:x"}},
           {{"ContextEntries.member.1.ContextKeyName", "nocolon"},
            {"ContextEntries.member.1.ContextKeyType", "string"},
            {"ContextEntries.member.1.ContextKeyValues.member.1", "x"}},
           {{"ContextEntries.member.1.ContextKeyName", "aws:x"},
            {"ContextEntries.member.1.ContextKeyType", "string"},
            {"ContextEntries.member.1.ContextKeyValues.member.1", "x"},
            {"ContextEntries.member.2.ContextKeyName", "AWS:X"},
            {"ContextEntries.member.2.ContextKeyType", "string"},
            {"ContextEntries.member.2.ContextKeyValues.member.1", "y"}}}) {
    EXPECT_EQ(custom_refusal(form).substr(0, 17), "400 InvalidInput:") << form_of(form);
  }
}

TEST_F(SimulationTest, AScenarioNeedsItsResources) {
  Form form{{"ResourceHandlingOption", "EC2-VPC-InstanceStore"}};
  int number = 0;
  for (const char* kind : {"instance", "image", "security-group", "network-interface"}) {
    EXPECT_EQ(custom_refusal(form), fmt::format("400 InvalidInput: Resource Handling Option "
                                                "EC2-VPC-InstanceStore needs a resource of type "
                                                "{}.",
                                                kind));
    form[fmt::format("ResourceArns.member.{}", ++number)] =
        fmt::format("arn:aws:ec2:eu-west-1:111122223333:{}/x", kind);
  }
  EXPECT_EQ(decision(form), "allowed");
}

TEST_F(SimulationTest, ResultsComeInPages) {
  Form form;
  for (int i = 1; i <= 5; ++i)
    form[fmt::format("ActionNames.member.{}", i)] = fmt::format("sqs:A{}", i);
  form["MaxItems"] = "2";
  std::string seen, answer;
  for (int page = 0; page < 3; ++page) {
    answer = custom(form);
    seen += elements(answer, "EvalActionName") + ";";
    EXPECT_EQ(element(answer, "IsTruncated"), page < 2 ? "true" : "false");
    form["Marker"] = element(answer, "Marker");
  }
  EXPECT_EQ(seen, "sqs:A1,sqs:A2;sqs:A3,sqs:A4;sqs:A5;");
  form["Marker"] = "x";
  EXPECT_EQ(custom_refusal(form).substr(0, 19), "400 ValidationError");
}

TEST_F(SimulationTest, AnActionIsAtMostAPageOfWork) {
  const std::string policy = document(statement("Allow", "sqs:A")) + std::string(60'000, ' ');
  const size_t most = kSimulatedBytesMax / (policy.size() + kSimulatedAnswerBytes);
  Form form{{"PolicyInputList.member.1", policy}, {"ActionNames.member.2", "sqs:A"}};
  for (size_t i = 1; i <= most; ++i) form[fmt::format("ResourceArns.member.{}", i)] = kQueue;
  std::string answer = custom(form);
  EXPECT_EQ(element(answer, "IsTruncated"), "true");  // a page holds one such action
  EXPECT_EQ(elements(answer, "EvalActionName"), "sqs:SendMessage");
  form[fmt::format("ResourceArns.member.{}", most + 1)] = kQueue;
  EXPECT_EQ(custom_refusal(form),
            fmt::format("400 InvalidInput: Too much for one simulation: name at most {} resources "
                        "with these policies.",
                        most));
}

}  // namespace
}  // namespace angarium::services::iam
