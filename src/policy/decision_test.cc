#include "policy/decision.h"

#include <gtest/gtest.h>

namespace angarium::policy {
namespace {

const char* const kQueue = "arn:aws:sqs:eu-west-1:111122223333:jobs";

PolicyPtr allow_all() {
  return *Policy::parse(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
                        PolicyKind::kIdentity);
}

PolicyPtr deny_all() {
  return *Policy::parse(
      R"({"Statement":{"Sid":"never","Effect":"Deny","Action":"*","Resource":"*"}})",
      PolicyKind::kIdentity);
}

PolicyPtr allowing(std::string_view principal) {
  auto policy = Policy::parse(R"({"Statement":{"Effect":"Allow","Principal":)" +
                              std::string(principal) + R"(,"Action":"*","Resource":"*"}})");
  EXPECT_TRUE(policy.ok());
  return *policy;
}

Request session_request() {
  return {.principal = {.account = base::AccountId("111122223333"),
                        .arn = "arn:aws:sts::111122223333:assumed-role/courier/run-7",
                        .issuer_arn = "arn:aws:iam::111122223333:role/way/courier"},
          .action = "sqs:SendMessage",
          .resource = kQueue};
}

TEST(Decision, NamesWhatAllowed) {
  Policies policies{.identity = {allow_all()},
                    .boundary = allow_all(),
                    .session = {allow_all()},
                    .service_control = {{allow_all()}, {deny_all(), allow_all()}}};
  Decision denied = decide(session_request(), policies);
  ASSERT_EQ(denied.effect, Effect::kExplicitDeny);
  ASSERT_EQ(denied.because.size(), 1u);
  EXPECT_EQ(denied.because[0].level, 1u);
  EXPECT_EQ(denied.because[0].index, 0u);
  EXPECT_EQ(denied.because[0].policy->statement_name(denied.because[0].statement), "never");
  EXPECT_EQ(denial_text(denied, session_request()),
            "with an explicit deny in a service control policy");

  policies.service_control[1].erase(policies.service_control[1].begin());
  Decision allowed = decide(session_request(), policies);
  EXPECT_EQ(allowed.effect, Effect::kAllow);
  EXPECT_EQ(allowed.because.size(), 5u);
  EXPECT_EQ(denial_text(allowed, session_request()), "");
}

TEST(Decision, NamesEveryAllowThatIsMissing) {
  Policies policies{.boundary = deny_all(), .session = {allow_all()}, .service_control = {{}}};
  policies.boundary = allowing("\"*\"");
  Request asked = session_request();
  asked.resource_account = base::AccountId("444455556666");
  Decision decision = decide(asked, policies);
  ASSERT_EQ(decision.effect, Effect::kImplicitDeny);
  std::vector<PolicyType> missing;
  for (const Reason& reason : decision.because) missing.push_back(reason.type);
  EXPECT_EQ(missing, (std::vector<PolicyType>{PolicyType::kServiceControl, PolicyType::kResource,
                                              PolicyType::kIdentity}));
  EXPECT_EQ(denial_text(decision, asked),
            "because no service control policy allows the sqs:SendMessage action");
}

// The asymmetry between a role and its sessions.
TEST(Decision, WhatAResourcePolicyNamesDecidesWhatElseIsNeeded) {
  struct Row {
    const char* principal;
    bool alone, with_identity, with_empty_session, with_both;
  };
  for (const Row& row :
       {Row{R"("*")", true, true, true, true},
        Row{R"({"AWS":"arn:aws:sts::111122223333:assumed-role/courier/run-7"})", true, true, true,
            true},
        Row{R"({"AWS":"arn:aws:iam::111122223333:role/way/courier"})", true, true, false, false},
        Row{R"({"AWS":"111122223333"})", false, true, false, false}}) {
    auto allowed = [&](bool identity, bool session) {
      Policies policies{.resource = allowing(row.principal)};
      if (identity) policies.identity = {allow_all()};
      if (session)
        policies.session = {*Policy::parse(
            R"({"Statement":{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}})",
            PolicyKind::kIdentity)};
      return decide(session_request(), policies).effect == Effect::kAllow;
    };
    EXPECT_EQ(allowed(false, false), row.alone) << row.principal;
    EXPECT_EQ(allowed(true, false), row.with_identity) << row.principal;
    EXPECT_EQ(allowed(false, true), row.with_empty_session) << row.principal;
    EXPECT_EQ(allowed(true, true), row.with_both) << row.principal;
  }
}

TEST(Decision, IdentityOfTheCallerIsNobodysToDeny) {
  Request asked = session_request();
  asked.action = "sts:GetCallerIdentity";
  asked.resource = "*";
  EXPECT_EQ(decide(asked, {.identity = {deny_all()}}).effect, Effect::kAllow);
  asked.principal = {};
  EXPECT_EQ(decide(asked, {}).effect, Effect::kImplicitDeny);
}

TEST(Decision, DenialsOfTrustAreNamedSo) {
  Request asked = session_request();
  asked.action = "sts:AssumeRole";
  asked.resource = "arn:aws:iam::111122223333:role/other";
  Decision decision = decide(asked, {.identity = {allow_all()}});
  EXPECT_EQ(denial_text(decision, asked),
            "because no role trust policy allows the sts:AssumeRole action");
}

}  // namespace
}  // namespace angarium::policy
