#pragma once

#include <string>
#include <string_view>

#include "identity/authorizer.h"
#include "identity/fixture_test.h"
#include "wire/session.h"

namespace angarium::identity {

// Account 111122223333 has the user `ada` and the role `/way/courier`, with what a test gives them.
class AuthorizerTest : public IdentityTest {
 protected:
  static constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111122223333:q";
  static constexpr const char* kForeignQueue = "arn:aws:sqs:eu-west-1:444455556666:q";
  static constexpr const char* kRule = "arn:aws:events:eu-west-1:111122223333:rule/forward";
  static constexpr const char* kAda = "arn:aws:iam::111122223333:user/ada";
  static constexpr const char* kCourier = "arn:aws:iam::111122223333:role/way/courier";
  static constexpr const char* kCourierSession =
      "arn:aws:sts::111122223333:assumed-role/courier/run-7";

  AuthorizerTest() {
    ada_.account = courier_.account = account_;
    ada_.name = "ada";
    ada_.id = "AIDAADA";
    courier_.name = "courier";
    courier_.path = "/way/";
    courier_.id = "AROACOURIER";
    courier_.trust = parse(R"({"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},)"
                           R"("Action":"sts:AssumeRole"})",
                           policy::PolicyKind::kTrust);
    put();
  }

  // Stores both as they are now.
  void put() {
    Change change{.account = account_};
    change.users.replace(ada_);
    change.roles.replace(courier_);
    commit(std::move(change));
  }
  void attach(const std::string& name, policy::PolicyPtr document) {
    ManagedPolicy policy;
    policy.account = account_;
    policy.name = name;
    policy.id = "ANPA" + name;
    policy.versions[1].policy = std::move(document);
    Change change{.account = account_};
    change.policies.replace(policy);
    commit(std::move(change));
  }
  static std::string managed_arn(const std::string& name) {
    return "arn:aws:iam::111122223333:policy/" + name;
  }

  static policy::PolicyPtr parse(const std::string& statement, policy::PolicyKind kind) {
    auto policy =
        policy::Policy::parse(R"({"Version":"2012-10-17","Statement":)" + statement + "}", kind);
    EXPECT_TRUE(policy.ok()) << policy.error().message();
    return *policy;
  }
  // {"Effect": effect, "Action": action, "Resource": "*", more}
  static policy::PolicyPtr identity_policy(std::string_view effect, std::string_view action,
                                           std::string_view more = "") {
    return parse(R"({"Effect":")" + std::string(effect) + R"(","Action":")" + std::string(action) +
                     R"(","Resource":"*")" + std::string(more) + "}",
                 policy::PolicyKind::kIdentity);
  }
  // Allow to the principal, on everything.
  static policy::PolicyPtr queue_policy(std::string_view effect, std::string_view principal,
                                        std::string_view more = "") {
    return parse(R"({"Effect":")" + std::string(effect) + R"(","Principal":)" +
                     std::string(principal) + R"(,"Action":"sqs:*","Resource":"*")" +
                     std::string(more) + "}",
                 policy::PolicyKind::kResource);
  }

  wire::RequestContext request_of(wire::Caller caller) const {
    wire::RequestContext request;
    request.caller = std::move(caller);
    request.region = base::Region("eu-west-1");
    request.source_address = "10.0.0.7";
    request.user_agent = "aws-cli/2";
    request.time = clock_.now();
    return request;
  }
  wire::Caller ada() const {
    return {.kind = wire::CallerKind::kUser,
            .account = account_,
            .arn = kAda,
            .user_id = ada_.id,
            .access_key_id = {}};
  }
  wire::Caller courier(wire::Session session = {}) const {
    session.name = "run-7";
    session.issuer_arn = kCourier;
    session.issuer_id = courier_.id;
    session.issued = clock_.now();
    return {.kind = wire::CallerKind::kRoleSession,
            .account = account_,
            .arn = kCourierSession,
            .user_id = courier_.id + ":run-7",
            .access_key_id = {},
            .session = std::make_shared<const wire::Session>(std::move(session))};
  }
  static wire::Check send(policy::PolicyPtr resource_policy = nullptr,
                          const std::string& queue = kQueue) {
    return {.action = "sqs:SendMessage",
            .resource = queue,
            .owner = base::AccountId(queue == kQueue ? "111122223333" : "444455556666"),
            .resource_policy = std::move(resource_policy)};
  }
  wire::ServiceCall rule_call(const std::string& role = "") const {
    return {.service = "events.amazonaws.com",
            .source_arn = kRule,
            .account = account_,
            .role_arn = role,
            .region = base::Region("eu-west-1"),
            .time = clock_.now()};
  }

  bool may(const wire::Caller& caller, const wire::Check& check) {
    return authorizer_->decide(request_of(caller), check).allowed;
  }
  std::string reason(const wire::Caller& caller, const wire::Check& check) {
    wire::Decision decision = authorizer_->decide(request_of(caller), check);
    EXPECT_FALSE(decision.allowed);
    return decision.reason;
  }

  const base::AccountId account_{"111122223333"};
  User ada_;
  Role courier_;
  std::unique_ptr<Authorizer> authorizer_ = std::make_unique<Authorizer>(*directory_);
};

}  // namespace angarium::identity
