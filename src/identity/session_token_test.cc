#include "identity/session_token.h"

#include <gtest/gtest.h>

#include <set>

#include "base/base64.h"
#include "identity/fixture_test.h"

namespace angarium::identity {
namespace {

const char* const kRoleArn = "arn:aws:iam::111122223333:role/way/courier";

wire::Session some_session() {
  wire::Session session;
  session.name = "run-7";
  session.issuer_arn = kRoleArn;
  session.issuer_id = "AROAEXAMPLE";
  session.issued = base::from_unix_ms(1'800'000'000'000);
  session.expires = session.issued + base::Seconds(3'600);
  return session;
}

wire::Session full_session() {
  wire::Session session = some_session();
  auto policy =
      policy::Policy::parse(R"({"Statement":[{"Effect":"Deny","Action":"sqs:*","Resource":"*"}]})",
                            policy::PolicyKind::kIdentity);
  EXPECT_TRUE(policy.ok());
  session.policies = {*policy};
  session.policy_arns = {"arn:aws:iam::aws:policy/ReadOnlyAccess"};
  session.tags = {{"Team", "way"}, {"Empty", ""}};
  session.transitive_tag_keys = {"Team"};
  session.source_identity = "alice";
  session.federated_provider = "arn:aws:iam::111122223333:oidc-provider/idp.example";
  session.is_chained = true;
  return session;
}

class SessionTokenTest : public ::testing::Test {
 protected:
  TemporaryKey issue(wire::Session session,
                     wire::CallerKind kind = wire::CallerKind::kRoleSession) {
    return tokens_.issue(session_caller(kind, std::move(session)));
  }

  base::SeededRandom random_{1};
  Sealer sealer_ = sealer_with({{1, 7}}, random_);
  SessionTokens tokens_{sealer_, random_};
};

TEST_F(SessionTokenTest, SaysAllThatWasPutIn) {
  const wire::Session in = full_session();
  TemporaryKey key = issue(in);
  auto opened = tokens_.open(key.id, key.session_token);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->secret, key.secret);
  EXPECT_EQ(opened->secret.size(), 40u);
  EXPECT_EQ(opened->expires, in.expires);
  EXPECT_EQ(opened->caller.kind, wire::CallerKind::kRoleSession);
  EXPECT_EQ(opened->caller.account.text(), "111122223333");
  EXPECT_EQ(opened->caller.arn, "arn:aws:sts::111122223333:assumed-role/courier/run-7");
  EXPECT_EQ(opened->caller.user_id, "AROAEXAMPLE:run-7");
  EXPECT_EQ(opened->caller.access_key_id, key.id);
  const wire::Session& out = *opened->caller.session;
  ASSERT_EQ(out.policies.size(), 1u);
  EXPECT_EQ(out.policies[0]->text(), in.policies[0]->text());
  EXPECT_EQ(out.name, in.name);
  EXPECT_EQ(out.issuer_arn, in.issuer_arn);
  EXPECT_EQ(out.issuer_id, in.issuer_id);
  EXPECT_EQ(out.issued, in.issued);
  EXPECT_EQ(out.policy_arns, in.policy_arns);
  EXPECT_EQ(out.tags, in.tags);
  EXPECT_EQ(out.transitive_tag_keys, in.transitive_tag_keys);
  EXPECT_EQ(out.source_identity, in.source_identity);
  EXPECT_EQ(out.federated_provider, in.federated_provider);
  EXPECT_TRUE(out.is_chained);
}

TEST_F(SessionTokenTest, SaysWhoTheBearerIs) {
  wire::Session session = some_session();
  session.issuer_arn = "arn:aws:iam::111122223333:user/team/bob";
  session.issuer_id = "AIDAEXAMPLE";
  wire::Caller user = session_caller(wire::CallerKind::kUser, session);
  EXPECT_EQ(user.arn, session.issuer_arn);
  EXPECT_EQ(user.user_id, "AIDAEXAMPLE");
  wire::Caller federated = session_caller(wire::CallerKind::kFederated, session);
  EXPECT_EQ(federated.arn, "arn:aws:sts::111122223333:federated-user/run-7");
  EXPECT_EQ(federated.user_id, "111122223333:run-7");
  session.issuer_arn = "arn:aws:iam::111122223333:root";
  session.issuer_id = "111122223333";
  wire::Caller root = session_caller(wire::CallerKind::kRoot, session);
  EXPECT_EQ(root.arn, session.issuer_arn);
  EXPECT_EQ(root.user_id, "111122223333");
  for (wire::CallerKind kind : {wire::CallerKind::kUser, wire::CallerKind::kFederated,
                                wire::CallerKind::kRoot, wire::CallerKind::kRoleSession}) {
    TemporaryKey key = issue(session, kind);
    EXPECT_EQ(tokens_.open(key.id, key.session_token)->caller.kind, kind);
  }
}

TEST_F(SessionTokenTest, NothingElseOpens) {
  TemporaryKey key = issue(full_session());
  TemporaryKey other = issue(full_session());
  EXPECT_FALSE(tokens_.open(other.id, key.session_token)) << "another key's token";
  EXPECT_FALSE(tokens_.open("", key.session_token));
  for (size_t i = 0; i < key.session_token.size(); ++i) {
    std::string changed = key.session_token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tokens_.open(key.id, changed)) << i;
    EXPECT_FALSE(tokens_.open(key.id, key.session_token.substr(0, i))) << i;
  }
  Sealer foreign = sealer_with({{1, 8}}, random_);
  EXPECT_FALSE(SessionTokens(foreign, random_).open(key.id, key.session_token));
  for (const char* text : {"", "A", "AAAA", "====", "\xff"})
    EXPECT_FALSE(tokens_.open(key.id, text));
  EXPECT_FALSE(tokens_.open(key.id, std::string(1 << 20, 'A')));
}

// What is sealed well but means nothing: another version, a kind or a policy that isn't one.
TEST_F(SessionTokenTest, WhatCanNotBeReadLimitsNothingAndOpensNothing) {
  auto open = [&](const std::string& fields) {
    std::string token = base::encode_base64(sealer_.seal(fields, "session/ASIAEXAMPLE"));
    return tokens_.open("ASIAEXAMPLE", token).has_value();
  };
  const std::string issuer = std::string("\x2a\x2a") + kRoleArn;  // field 5
  ASSERT_EQ(std::string_view(kRoleArn).size(), 0x2au);
  EXPECT_TRUE(open("\x08\x01\x10\x03" + issuer));
  EXPECT_FALSE(open("\x08\x02\x10\x03" + issuer)) << "version 2";
  EXPECT_FALSE(open("\x10\x03" + issuer)) << "no version";
  EXPECT_FALSE(open("\x08\x01\x10\x09" + issuer)) << "kind 9";
  EXPECT_FALSE(open("\x08\x01\x10\x03")) << "no issuer";
  EXPECT_FALSE(open("\x08\x01\x10\x03" + issuer + "\x4a\x02{}")) << "no policy";
  EXPECT_FALSE(open("\x08\x01\x10\x03" + issuer + "\x4a\x7f")) << "cut off";
}

TEST_F(SessionTokenTest, NeitherTokenNorKeyTellsTheSecret) {
  TemporaryKey key = issue(full_session());
  std::string bytes = *base::decode_base64(key.session_token);
  for (const std::string& hidden : {key.secret, std::string("courier"), std::string("alice")}) {
    EXPECT_EQ(bytes.find(hidden), std::string::npos);
  }
  EXPECT_EQ(SessionTokens::key_of(key.session_token), 1u);
}

TEST_F(SessionTokenTest, TheLargestFitsIntoAHeader) {
  wire::Session session = some_session();
  for (int i = 0; SessionTokens::packed_bytes(session) < SessionTokens::kPackedBytesMax - 150;
       ++i) {
    session.tags["tag" + std::to_string(i)] = std::string(100, 'v');
  }
  TemporaryKey key = issue(session);
  EXPECT_TRUE(tokens_.open(key.id, key.session_token));
  EXPECT_LT(key.session_token.size(), 12'000u);
}

TEST_F(SessionTokenTest, KeyIdsSpellTheirAccount) {
  std::set<std::string> ids;
  for (const char* digits : {"000000000000", "000000000001", "111122223333", "999999999999"}) {
    const base::AccountId account{digits};
    for (int i = 0; i < 20; ++i) {
      std::string id = draw_temporary_key_id(account, random_);
      EXPECT_EQ(id.size(), 20u);
      EXPECT_TRUE(id.starts_with("ASIA"));
      EXPECT_EQ(account_of_temporary_key(id), account) << id;
      ids.insert(id);
    }
  }
  EXPECT_EQ(ids.size(), 80u);
  for (const char* id : {"", "ASIA", "AKIAABCDEFGHIJKLMNOP", "ASIAABCDEFGHIJKLMNO1",
                         "ASIAABCDEFGHIJKLMNOPQ", "asiaabcdefghijklmnop"}) {
    EXPECT_EQ(account_of_temporary_key(id), std::nullopt) << id;
  }
  // A key of AWS whose account is known.
  EXPECT_EQ(account_of_temporary_key("ASIAY34FZKBOKMUTVV7A")->text(), "609629065308");
}

}  // namespace
}  // namespace angarium::identity
