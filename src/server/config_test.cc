#include "server/config.h"

#include <gtest/gtest.h>

namespace angarium::server {
namespace {

std::string error_of(std::string_view toml) {
  base::Result<Config> config = parse_config(toml, "angarium.toml");
  return config.ok() ? "none" : config.error().message();
}

TEST(Config, ReadsEveryKindOfValue) {
  auto config = parse_config(R"(
[listen]
port = 8443
hosts = ["bus.example.com"]
[data]
directory = "/srv/angarium"
[server]
regions = ["eu-west-1", "eu-central-1"]
)",
                             "angarium.toml");
  ASSERT_TRUE(config.ok()) << config.error().message();
  EXPECT_EQ(config->port, 8443);
  EXPECT_EQ(config->hosts, std::vector<std::string>{"bus.example.com"});
  EXPECT_EQ(config->regions.size(), 2u);
  EXPECT_FALSE(config->trust_everybody);
}

TEST(Config, TheProxysListsAreChecked) {
  const std::string data = "[data]\ndirectory = \"d\"\n[proxy]\n";
  EXPECT_EQ(error_of(data + "enabled = true\nallow = [\"*.github.com\"]"), "none");
  EXPECT_NE(error_of(data + "allow = [\"https://x\"]").find("`proxy.allow`: `https://x` is not"),
            std::string::npos);
  EXPECT_NE(error_of(data + "allow_networks = [\"10/8\"]").find("`proxy.allow_networks`: `10/8`"),
            std::string::npos);
}

TEST(Config, WhoBringsWhoseEventsIsChecked) {
  const std::string data = "[data]\ndirectory = \"d\"\n";
  const std::string caller = "caller = \"arn:aws:iam::111122223333:user/far\"\n";
  const std::string good = "[arrivals.aws]\n" + caller + "accounts = [\"444455556666\"]\n";
  auto config = parse_config(data + good + "aws_sources = true", "angarium.toml");
  ASSERT_TRUE(config.ok()) << config.error().message();
  const ArrivalsConfig& arrivals = config->arrivals.at("aws");
  EXPECT_EQ(arrivals.caller, "arn:aws:iam::111122223333:user/far");
  EXPECT_EQ(arrivals.accounts, std::vector<std::string>{"444455556666"});
  EXPECT_TRUE(arrivals.aws_sources);

  const auto expect = [&](const std::string& section, std::string_view said) {
    const std::string error = error_of(data + section);
    EXPECT_NE(error.find(said), std::string::npos) << section << error;
  };
  expect("[arrivals]\naws = 1", "`arrivals.aws` must be a section");
  expect("[arrivals.aws]\n" + caller, "says nothing of its `caller`");
  expect("[arrivals.aws]\naws_sources = true", "`arrivals.aws.caller` must be the ARN of a user");
  expect("[arrivals.aws]\naws_sources = true\ncaller = \"arn:aws:iam::111122223333:role/r\"",
         "must be the ARN of a user");
  expect("[arrivals.aws]\n" + caller + "accounts = [\"*\"]", "`*`, which is no account");
  expect("[arrivals.aws]\n" + caller + "aws_sources = \"yes\"", "must be true or false");
  expect("[arrivals.aws]\n" + caller + "account = [\"444455556666\"]", "did you mean `accounts`?");
  expect(good + "[arrivals.more]\n" + caller + "aws_sources = true", "another section");
}

TEST(Config, ErrorsNameFileLineAndNearestKey) {
  EXPECT_EQ(error_of("[listen]\nprot = 1\n"),
            "angarium.toml:2: unknown key `listen.prot`; did you mean `listen.port`?");
  EXPECT_EQ(error_of("[lisen]\nport = 1\n"),
            "angarium.toml:1: unknown section `lisen`; did you mean `listen`?");
  EXPECT_EQ(error_of("[listen]\n\nport = \"a\"\n"),
            "angarium.toml:3: `listen.port` must be a whole number");
  EXPECT_TRUE(error_of("[listen]\nport = = 1\n").starts_with("angarium.toml:2: "));
}

TEST(Config, QuotasOfAllAndOfOneAccount) {
  auto config = parse_config(R"(
[data]
directory = "d"
[quotas."111122223333"]
rules_per_event_bus = 500
[quotas]
rules_per_event_bus = 200
targets_per_rule = 7
)",
                             "angarium.toml");
  ASSERT_TRUE(config.ok()) << config.error().message();
  const auto& own = config->quotas.of(base::AccountId("111122223333"));
  const auto& others = config->quotas.of(base::AccountId("444455556666"));
  EXPECT_EQ(own.rules_per_bus_max, 500u);
  EXPECT_EQ(own.targets_per_rule_max, 7u) << "what it doesn't say is as for all";
  EXPECT_EQ(others.rules_per_bus_max, 200u);
  EXPECT_EQ(others.buses_max, 100u);
}

TEST(Config, IssuersOfWebIdentities) {
  auto config = parse_config(R"(
[data]
directory = "d"
[oidc."https://idp.example"]
jwks_file = "/etc/angarium/idp.json"
audiences = ["way", "station"]
[oidc."https://other.example/tenant"]
jwks_file = "other.json"
)",
                             "angarium.toml");
  ASSERT_TRUE(config.ok()) << config.error().message();
  ASSERT_EQ(config->oidc.size(), 2u);
  EXPECT_EQ(config->oidc.at("https://idp.example").jwks_file, "/etc/angarium/idp.json");
  EXPECT_EQ(config->oidc.at("https://idp.example").audiences,
            (std::vector<std::string>{"way", "station"}));
  EXPECT_TRUE(config->oidc.at("https://other.example/tenant").audiences.empty());
}

TEST(Config, IssuersThatAreWrong) {
  const std::string data = "[data]\ndirectory = \"d\"\n";
  const std::string issuer = data + "[oidc.\"https://idp.example\"]\n";
  const std::string key = "`oidc.\"https://idp.example\".";
  auto has = [](const std::string& toml, const std::string& text) {
    const std::string error = error_of(toml);
    EXPECT_NE(error.find(text), std::string::npos) << error;
  };
  has(data + "[oidc.\"http://idp.example\"]\njwks_file = \"a\"\n",
      "`oidc.http://idp.example` is no issuer: name it as its tokens' `iss` does");
  has(data + "[oidc]\n\"https://idp.example\" = 1\n", "`oidc.https://idp.example` is no issuer");
  has(issuer + "audiences = [\"way\"]\n",
      key + "jwks_file` is missing: the file of its public keys");
  has(issuer + "jwks_file = 1\n", key + "jwks_file` must be a string in quotes");
  has(issuer + "jwks_file = \"a\"\naudiences = [1]\n",
      key + "audiences` must be a list of strings");
  has(issuer + "jwks_files = \"a\"\n", "did you mean `jwks_file`?");
}

TEST(Config, WhatMayWaitAndBeMeasured) {
  auto config = parse_config(R"(
[data]
directory = "d"
[metrics]
per_rule = true
rules_max = 7
[quotas]
retry_events = 5
retry_bytes_per_target = 2000000
attempts_per_target = 3
)",
                             "angarium.toml");
  ASSERT_TRUE(config.ok()) << config.error().message();
  EXPECT_TRUE(config->metrics_per_rule);
  EXPECT_EQ(config->metrics_rules_max, 7);
  const auto quota = config->quotas.of(base::AccountId("111122223333")).delivery();
  EXPECT_EQ(quota.retry_events_max, 5u);
  EXPECT_EQ(quota.subscription_retry_bytes_max, 2'000'000u);
  EXPECT_EQ(quota.lane_attempts_max, 3u);
  EXPECT_EQ(error_of("[quotas]\nattempt_bytes = 1\n"),
            "angarium.toml:2: `quotas.attempt_bytes` is 1; it must be from 8388608 to "
            "1099511627776");
}

TEST(Config, QuotaErrorsNameTheNearest) {
  EXPECT_EQ(error_of("[quotas]\nrules_per_bus = 1\n"),
            "angarium.toml:2: unknown quota `rules_per_bus`; did you mean `rules_per_event_bus`?");
  EXPECT_EQ(error_of("[quotas.\"111122223333\"]\nevent_busses = 1\n"),
            "angarium.toml:2: unknown quota `event_busses`; did you mean `event_buses`?");
  EXPECT_EQ(
      error_of("[quotas.shop]\nevent_buses = 1\n"),
      "angarium.toml:1: `quotas.shop` is no account: name it by its twelve digits, in quotes");
  std::string data = "[data]\ndirectory=\"d\"\n[quotas]\n";
  EXPECT_EQ(error_of(data + "put_events_bytes = 1048576"), "none");
  EXPECT_EQ(error_of(data + "put_events_bytes = 1048577"),
            "angarium.toml:4: `quotas.put_events_bytes` is 1048577; it must be from 1 to 1048576");
  EXPECT_TRUE(error_of("quotas = 1").starts_with("angarium.toml:1: unknown key `quotas`"));
}

TEST(Config, RangesAtTheLimitAndBeyond) {
  std::string data = "[data]\ndirectory=\"d\"\n";
  EXPECT_EQ(error_of(data + "[listen]\nport = 65535"), "none");
  EXPECT_EQ(error_of(data + "[listen]\nport = 65536"),
            "angarium.toml:4: `listen.port` is 65536; it must be from 0 to 65535");
}

TEST(Config, InjectionIsAllowedByAccount) {
  std::string data = "[data]\ndirectory=\"d\"\n[inject]\n";
  EXPECT_EQ(error_of(data + "accounts = [\"111122223333\", \"*\"]"), "none");
  EXPECT_NE(error_of(data + "accounts = [\"shop\"]").find("`shop` is no account"),
            std::string::npos);
  EXPECT_TRUE(parse_config(data, "angarium.toml")->inject_accounts.empty());
}

TEST(Config, TheHistoryAtItsLimitsAndBeyond) {
  std::string data = "[data]\ndirectory=\"d\"\n[history]\n";
  EXPECT_EQ(error_of(data + "minutes = 0\nmb_per_bus = 1\nmb = 65536"), "none");
  EXPECT_NE(error_of(data + "mb = 65537").find("from 1 to 65536"), std::string::npos);
  EXPECT_NE(error_of(data + "minutes = 10081").find("from 0 to 10080"), std::string::npos);
}

TEST(Config, RefusesToLeaveLoopbackInPlainText) {
  std::string data = "[data]\ndirectory=\"d\"\n[listen]\naddress = \"0.0.0.0\"\n";
  EXPECT_NE(error_of(data).find("allow_plaintext"), std::string::npos);
  EXPECT_EQ(error_of(data + "allow_plaintext = true"), "none");
  EXPECT_EQ(error_of(data + "tls_certificate = \"c\"\ntls_key = \"k\""), "none");
  EXPECT_NE(error_of(data + "tls_key = \"k\"").find("go together"), std::string::npos);
}

TEST(Config, KnowsLoopback) {
  for (const char* address : {"127.0.0.1", "127.8.9.1", "::1", "localhost"}) {
    EXPECT_TRUE(is_loopback(address)) << address;
  }
  for (const char* address : {"0.0.0.0", "10.0.0.1", "::", "example.com", "128.0.0.1"}) {
    EXPECT_FALSE(is_loopback(address)) << address;
  }
}

// What is said about a file with these lines besides what every file needs.
std::string said_of_endpoints(const std::string& lines) {
  auto config = parse_config("[data]\ndirectory = \"/d\"\n" + lines, "f");
  return config.ok() ? "" : config.error().message();
}

constexpr const char* kKeys = "credentials_file = \"/c\"\n";

TEST(Config, AnEndpointIsAUrlAndCredentials) {
  auto config = parse_config(
      "[data]\ndirectory = \"/d\"\n[endpoints.lambda]\nurl = \"https://lambda.{region}.x\"\n"
      "access_key_id_env = \"A\"\nsecret_access_key_env = \"B\"\naccounts = [\"*\"]\n"
      "[endpoints.\"*\"]\nurl = \"http://localhost:4566\"\nregion = \"eu-west-1\"\n"
      "credentials_file = \"/c\"\nallow_networks = [\"127.0.0.1\"]\n",
      "f");
  ASSERT_TRUE(config.ok()) << config.error().message();
  EXPECT_EQ(config->endpoints.at("lambda").access_key_id_env, "A");
  EXPECT_EQ(config->endpoints.at("*").profile, "default");
}

TEST(Config, EndpointsAreRefusedWithWhatToDo) {
  const std::string url = "url = \"https://x\"\n";
  EXPECT_EQ(said_of_endpoints("[endpoints.lambd]\n" + url + kKeys),
            "f:3: unknown service of [endpoints] `lambd`; did you mean `lambda`?");
  EXPECT_EQ(said_of_endpoints(std::string("[endpoints.sns]\n") + kKeys),
            "f:3: `endpoints.sns.url` is missing: \"https://...\"");
  EXPECT_EQ(said_of_endpoints("[endpoints.sns]\n" + url),
            "f:3: [endpoints.sns] needs credentials: either `access_key_id_env` and "
            "`secret_access_key_env`, names of environment variables, or `credentials_file` as the "
            "AWS CLI writes it");
  EXPECT_EQ(
      said_of_endpoints("[endpoints.sns]\nurl = \"https://{regin}.x\"\n" + std::string(kKeys)),
      "f:3: `endpoints.sns.url` is not one that calls can go to: its host is not a name or "
      "an IPv4 address; it may hold {service}, {region}, {account} and {api}");
  EXPECT_EQ(said_of_endpoints("[endpoints.sns]\n" + url + kKeys + "account = [\"1\"]\n"),
            "f:6: unknown key `account`; did you mean `accounts`?");
  EXPECT_EQ(said_of_endpoints("[endpoints.sns]\n" + url + kKeys + "accounts = [\"1\"]\n"),
            "f:3: `endpoints.sns.accounts` has `1`, which is no account: twelve digits, in quotes, "
            "or \"*\" for all");
}

}  // namespace
}  // namespace angarium::server
