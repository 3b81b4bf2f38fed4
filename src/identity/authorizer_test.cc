#include "identity/authorizer.h"

#include <gmock/gmock.h>

#include "identity/authorizer_fixture_test.h"

namespace angarium::identity {
namespace {

constexpr const char* kNoIdentityPolicy =
    "because no identity-based policy allows the sqs:SendMessage action";

TEST_F(AuthorizerTest, AUserMayWhatItsPoliciesSayAtThatMoment) {
  EXPECT_EQ(reason(ada(), send()), kNoIdentityPolicy);
  ada_.inline_policies["send"] = identity_policy("Allow", "sqs:SendMessage");
  put();
  EXPECT_TRUE(may(ada(), send()));
  attach("no", identity_policy("Deny", "sqs:*"));
  ada_.attached = {managed_arn("no")};
  put();
  EXPECT_EQ(reason(ada(), send()), "with an explicit deny in an identity-based policy");
  ada_.attached.clear();
  ada_.inline_policies.clear();
  put();
  EXPECT_FALSE(may(ada(), send()));
  EXPECT_TRUE(may(ada(), send(queue_policy("Allow", R"({"AWS":")" + std::string(kAda) + "\"}"))));
}

TEST_F(AuthorizerTest, ABoundaryLimits) {
  ada_.inline_policies["all"] = identity_policy("Allow", "*");
  attach("edge", identity_policy("Allow", "events:*"));
  ada_.boundary_arn = managed_arn("edge");
  put();
  EXPECT_EQ(reason(ada(), send()),
            "because no permissions boundary allows the sqs:SendMessage action");
}

TEST_F(AuthorizerTest, RootMayUnlessAResourceDenies) {
  wire::Caller root = wire::root_caller(account_, "AKIAEXAMPLE");
  EXPECT_TRUE(may(root, send()));
  EXPECT_EQ(reason(root, send(queue_policy("Deny", R"("*")"))),
            "with an explicit deny in a resource-based policy");
  EXPECT_FALSE(may(root, send(nullptr, kForeignQueue)));
  EXPECT_TRUE(may(root, send(queue_policy("Allow", R"({"AWS":"111122223333"})"), kForeignQueue)));
}

TEST_F(AuthorizerTest, AcrossAccountsTheOtherSideSaysNothing) {
  wire::Caller root = wire::root_caller(account_, "AKIAEXAMPLE");
  EXPECT_EQ(reason(root, send(nullptr, kForeignQueue)), "");
  EXPECT_EQ(reason(root, send(queue_policy("Deny", R"("*")"), kForeignQueue)), "");
  EXPECT_EQ(reason(ada(), send(nullptr, kForeignQueue)), kNoIdentityPolicy);
  EXPECT_EQ(reason(ada(), send(queue_policy("Allow", R"("*")"), kForeignQueue)), kNoIdentityPolicy);
  ada_.inline_policies["send"] = identity_policy("Allow", "sqs:SendMessage");
  put();
  EXPECT_EQ(reason(ada(), send(nullptr, kForeignQueue)), "");
  EXPECT_TRUE(may(ada(), send(queue_policy("Allow", R"("*")"), kForeignQueue)));
}

TEST_F(AuthorizerTest, AnonymousCallersNeedTheResource) {
  EXPECT_EQ(reason({}, send()), "");
  EXPECT_TRUE(may({}, send(queue_policy("Allow", R"("*")"))));
  EXPECT_FALSE(may({}, send(queue_policy("Allow", R"({"AWS":"111122223333"})"))));
}

TEST_F(AuthorizerTest, ASessionIsItsRoleWithinItsSessionPolicies) {
  EXPECT_FALSE(may(courier(), send()));
  courier_.inline_policies["all"] = identity_policy("Allow", "sqs:*");
  put();
  EXPECT_TRUE(may(courier(), send()));
  wire::Session limited{.policies = {identity_policy("Allow", "sqs:ReceiveMessage")}};
  EXPECT_EQ(reason(courier(limited), send()),
            "because no session policy allows the sqs:SendMessage action");
  wire::Session managed{.policy_arns = {managed_arn("sender")}};
  EXPECT_FALSE(may(courier(managed), send())) << "the policy isn't there (any more)";
  attach("sender", identity_policy("Allow", "sqs:SendMessage"));
  EXPECT_TRUE(may(courier(managed), send()));
}

TEST_F(AuthorizerTest, AFederatedSessionHasWhatItsIssuerHas) {
  auto federated = [this](const std::string& issuer, const std::string& id) {
    wire::Session session{.name = "guest",
                          .issuer_arn = issuer,
                          .issuer_id = id,
                          .policies = {identity_policy("Allow", "sqs:*")}};
    return wire::Caller{.kind = wire::CallerKind::kFederated,
                        .account = account_,
                        .arn = "arn:aws:sts::111122223333:federated-user/guest",
                        .user_id = {},
                        .access_key_id = {},
                        .session = std::make_shared<const wire::Session>(std::move(session))};
  };
  EXPECT_TRUE(may(federated("arn:aws:iam::111122223333:root", "111122223333"), send()));
  EXPECT_FALSE(may(federated(kAda, ada_.id), send()));
  ada_.inline_policies["all"] = identity_policy("Allow", "*");
  put();
  EXPECT_TRUE(may(federated(kAda, ada_.id), send()));
}

TEST_F(AuthorizerTest, WhoIsGoneMayNothing) {
  ada_.inline_policies["all"] = identity_policy("Allow", "*");
  courier_.inline_policies["all"] = identity_policy("Allow", "*");
  put();
  const wire::Caller user = ada();
  const wire::Caller session = courier();
  ada_.id = "AIDANAMESAKE";
  courier_.id = "AROANAMESAKE";
  put();
  EXPECT_EQ(reason(user, send()), "because arn:aws:iam::111122223333:user/ada no longer exists");
  EXPECT_FALSE(may(session, send(queue_policy("Allow", R"("*")"))));
  EXPECT_TRUE(may(ada(), send()));
}

TEST_F(AuthorizerTest, TheKeysOfARequest) {
  ada_.tags = {{"Team", "blue"}, {"floor", "1"}};
  put();
  wire::Check check = send();
  check.keys["aws:ResourceTag/team"] = {"blue"};
  auto context = authorizer_->gather(request_of(ada()), check).request.context;
  auto value = [&context](const std::string& key) { return context.at(key).at(0); };
  EXPECT_EQ(value("aws:CurrentTime"), "2027-01-15T08:00:00Z");
  EXPECT_EQ(value("aws:EpochTime"), "1800000000");
  EXPECT_EQ(value("aws:RequestedRegion"), "eu-west-1");
  EXPECT_EQ(value("aws:SecureTransport"), "false");
  EXPECT_EQ(value("aws:SourceIp"), "10.0.0.7");
  EXPECT_EQ(value("aws:UserAgent"), "aws-cli/2");
  EXPECT_EQ(value("aws:ViaAWSService"), "false");
  EXPECT_EQ(value("aws:PrincipalTag/Team"), "blue");
  EXPECT_EQ(value("aws:ResourceTag/team"), "blue");
  for (const char* absent : {"aws:TokenIssueTime", "aws:MultiFactorAuthPresent", "aws:SourceArn",
                             "aws:SourceIdentity", "aws:FederatedProvider"}) {
    EXPECT_FALSE(context.contains(absent)) << absent;
  }
}

TEST_F(AuthorizerTest, TheKeysOfASession) {
  courier_.tags = {{"Team", "blue"}, {"floor", "1"}};
  put();
  wire::Session session{.tags = {{"team", "red"}},
                        .source_identity = "ada",
                        .federated_provider = "arn:aws:iam::111122223333:oidc-provider/ci"};
  auto context = authorizer_->gather(request_of(courier(session)), send()).request.context;
  EXPECT_FALSE(context.contains("aws:PrincipalTag/Team")) << "the session's tag wins";
  EXPECT_EQ(context.at("aws:PrincipalTag/team").at(0), "red");
  EXPECT_EQ(context.at("aws:PrincipalTag/floor").at(0), "1");
  EXPECT_EQ(context.at("aws:TokenIssueTime").at(0), "2027-01-15T08:00:00Z");
  EXPECT_EQ(context.at("aws:MultiFactorAuthPresent").at(0), "false");
  EXPECT_EQ(context.at("aws:SourceIdentity").at(0), "ada");
  EXPECT_EQ(context.at("aws:FederatedProvider").at(0), session.federated_provider);
}

// What the server knows of the principal alone reaches conditions, too.
TEST_F(AuthorizerTest, ConditionsOnWhoAsks) {
  auto allowed_if = [this](const wire::Caller& caller, const std::string& key,
                           const std::string& value) {
    ada_.inline_policies["if"] = courier_.inline_policies["if"] = identity_policy(
        "Allow", "sqs:*", R"(,"Condition":{"StringEquals":{")" + key + R"(":")" + value + "\"}}");
    put();
    return may(caller, send());
  };
  EXPECT_TRUE(allowed_if(ada(), "aws:username", "ada"));
  EXPECT_TRUE(allowed_if(ada(), "aws:userid", "AIDAADA"));
  EXPECT_TRUE(allowed_if(ada(), "aws:PrincipalType", "User"));
  EXPECT_TRUE(allowed_if(ada(), "aws:ResourceAccount", "111122223333"));
  EXPECT_FALSE(allowed_if(ada(), "aws:ResourceAccount", "444455556666"));
  EXPECT_TRUE(allowed_if(courier(), "aws:userid", "AROACOURIER:run-7"));
  EXPECT_TRUE(allowed_if(courier(), "aws:PrincipalArn", kCourier));
  EXPECT_FALSE(allowed_if(courier(), "aws:PrincipalArn", kCourierSession));
}

TEST_F(AuthorizerTest, AServiceNeedsTheResourcesPolicy) {
  auto decide = [this](policy::PolicyPtr policy) {
    return authorizer_->decide(rule_call(), send(std::move(policy)));
  };
  EXPECT_EQ(decide(nullptr).reason,
            "because no resource-based policy allows the sqs:SendMessage action");
  const std::string service = R"({"Service":"events.amazonaws.com"})";
  EXPECT_TRUE(decide(queue_policy("Allow", service)).allowed);
  auto from = [&](const std::string& rule, const std::string& account) {
    return decide(queue_policy("Allow", service,
                               R"(,"Condition":{"ArnEquals":{"aws:SourceArn":")" + rule +
                                   R"("},"StringEquals":{"aws:SourceAccount":")" + account +
                                   "\"}}"))
        .allowed;
  };
  EXPECT_TRUE(from(kRule, "111122223333"));
  EXPECT_FALSE(from(std::string(kRule) + "s", "111122223333"));
  EXPECT_FALSE(from(kRule, "444455556666"));
  EXPECT_EQ(authorizer_->decide(rule_call(), send(nullptr, kForeignQueue)).reason, "");
}

TEST_F(AuthorizerTest, AServiceMayUseARoleThatTrustsIt) {
  auto decide = [this](const wire::Check& check) {
    return authorizer_->decide(rule_call(kCourier), check);
  };
  EXPECT_EQ(decide(send()).reason, kNoIdentityPolicy);
  courier_.inline_policies["send"] = identity_policy("Allow", "sqs:SendMessage");
  put();
  EXPECT_TRUE(decide(send()).allowed);
  EXPECT_FALSE(decide(send(nullptr, kForeignQueue)).allowed);
  EXPECT_TRUE(decide(send(queue_policy("Allow", R"({"AWS":")" + std::string(kCourier) + "\"}"),
                          kForeignQueue))
                  .allowed);
  courier_.trust = parse(R"({"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},)"
                         R"("Action":"sts:AssumeRole","Condition":{"ArnEquals":{"aws:SourceArn":)"
                         R"("arn:aws:events:eu-west-1:111122223333:rule/another"}}})",
                         policy::PolicyKind::kTrust);
  put();
  EXPECT_EQ(decide(send()).reason, "because no role trust policy allows the sts:AssumeRole action");
}

TEST_F(AuthorizerTest, ARoleMustBeThereAndOfTheRulesAccount) {
  courier_.inline_policies["send"] = identity_policy("Allow", "sqs:SendMessage");
  put();
  for (const char* role :
       {"arn:aws:iam::111122223333:role/courier", "arn:aws:iam::111122223333:role/way/none",
        "arn:aws:iam::444455556666:role/way/courier"}) {
    EXPECT_THAT(authorizer_->decide(rule_call(role), send()).reason,
                ::testing::HasSubstr("does not exist in account 111122223333"));
  }
}

}  // namespace
}  // namespace angarium::identity
