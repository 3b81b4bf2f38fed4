#include "server/authorizer.h"

#include <gtest/gtest.h>

#include "policy/policy.h"

namespace angarium::server {
namespace {

const base::AccountId kOwner("111122223333");
const base::AccountId kOther("444455556666");
const char* const kBus = "arn:aws:events:eu-west-1:111122223333:event-bus/inbox";

std::shared_ptr<const policy::Policy> statement(std::string_view effect, std::string_view account) {
  std::string text = R"({"Version":"2012-10-17","Statement":[{"Sid":"s","Effect":")" +
                     std::string(effect) + R"(","Principal":{"AWS":")" + std::string(account) +
                     R"("},"Action":"events:PutEvents","Resource":")" + kBus + R"("}]})";
  auto policy = policy::Policy::parse(text);
  EXPECT_TRUE(policy.ok());
  return *policy;
}

wire::Decision decide(const base::AccountId& caller, std::shared_ptr<const policy::Policy> policy,
                      std::string action = "events:PutEvents") {
  wire::RequestContext request;
  request.caller = wire::root_caller(caller, "AKIAEXAMPLE");
  wire::Check check{.action = std::move(action),
                    .resource = kBus,
                    .owner = kOwner,
                    .resource_policy = std::move(policy)};
  RootAuthorizer authorizer;
  return authorizer.decide(request, check);
}

TEST(RootAuthorizer, TheOwnerMayUnlessDenied) {
  EXPECT_TRUE(decide(kOwner, nullptr).allowed);
  wire::Decision denied = decide(kOwner, statement("Deny", kOwner.text()));
  EXPECT_FALSE(denied.allowed);
  EXPECT_EQ(denied.reason, "with an explicit deny in a resource-based policy");
}

TEST(RootAuthorizer, OthersNeedThePolicy) {
  EXPECT_FALSE(decide(kOther, nullptr).allowed);
  EXPECT_TRUE(decide(kOther, statement("Allow", kOther.text())).allowed);
  EXPECT_FALSE(decide(kOther, statement("Allow", "777788889999")).allowed);
  wire::Decision other_action =
      decide(kOther, statement("Allow", kOther.text()), "events:DeleteEventBus");
  EXPECT_FALSE(other_action.allowed);
  EXPECT_EQ(other_action.reason,
            "because no resource-based policy allows the events:DeleteEventBus action");
}

TEST(RootAuthorizer, AnonymousCallersNeverOwn) {
  wire::RequestContext request;
  wire::Check check{.action = "events:PutEvents", .resource = kBus};
  RootAuthorizer authorizer;
  EXPECT_FALSE(authorizer.decide(request, check).allowed);
}

}  // namespace
}  // namespace angarium::server
