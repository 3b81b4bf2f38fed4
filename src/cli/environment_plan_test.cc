#include "cli/environment_plan.h"

#include <gtest/gtest.h>

namespace angarium::cli {
namespace {

EnvironmentWish plain_wish() {
  EnvironmentWish wish;
  wish.endpoint = "http://127.0.0.1:4566";
  wish.region = "eu-west-1";
  wish.access_key_id = "111122223333";
  return wish;
}

EnvironmentWish proxy_wish() {
  EnvironmentWish wish = plain_wish();
  wish.use_proxy = true;
  wish.ca_file = "/ca.pem";
  wish.ca_bundle = "/all.pem";
  return wish;
}

TEST(EnvironmentPlan, SetsEndpointCredentialsAndRegion) {
  const Variables after = fulfil(plain_wish(), {{"PATH", "/bin"}});
  EXPECT_EQ(after, (Variables{
                       {"PATH", "/bin"},
                       {"AWS_ENDPOINT_URL", "http://127.0.0.1:4566"},
                       {"AWS_ACCESS_KEY_ID", "111122223333"},
                       {"AWS_SECRET_ACCESS_KEY", "any"},
                       {"AWS_REGION", "eu-west-1"},
                       {"AWS_DEFAULT_REGION", "eu-west-1"},
                       {"ANGARIUM_ENV",
                        "AWS_ACCESS_KEY_ID,AWS_DEFAULT_REGION,AWS_ENDPOINT_URL,AWS_REGION,"
                        "AWS_SECRET_ACCESS_KEY"},
                   }));
}

TEST(EnvironmentPlan, LeavesCredentialsAloneWhenThereAreNone) {
  EnvironmentWish wish = plain_wish();
  wish.access_key_id = "";
  const Variables after = fulfil(wish, {{"AWS_SESSION_TOKEN", "t"}, {"AWS_PROFILE", "p"}});
  EXPECT_FALSE(after.contains("AWS_SECRET_ACCESS_KEY"));
  EXPECT_EQ(after.at("AWS_SESSION_TOKEN"), "t");
  EXPECT_EQ(after.at("AWS_PROFILE"), "p");
}

TEST(EnvironmentPlan, TakesAwayWhatWouldLeadPastIt) {
  const Variables before = {{"AWS_SESSION_TOKEN", "t"},
                            {"AWS_PROFILE", "prod"},
                            {"AWS_ENDPOINT_URL_SQS", "http://elsewhere"},
                            {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}};
  const Variables after = fulfil(plain_wish(), before);
  for (const auto& [name, value] : before) {
    EXPECT_FALSE(after.contains(name)) << name;
    EXPECT_EQ(after.at("ANGARIUM_BEFORE_" + name), value);
  }
  EXPECT_EQ(before_angarium(after), before);
}

TEST(EnvironmentPlan, TheProxyIsTrustedInEveryClientsWay) {
  const Variables after = fulfil(proxy_wish(), {});
  for (const char* name : {"HTTPS_PROXY", "https_proxy", "AWS_ENDPOINT_URL"}) {
    EXPECT_EQ(after.at(name), "http://127.0.0.1:4566") << name;
  }
  for (const char* name : {"AWS_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}) {
    EXPECT_EQ(after.at(name), "/all.pem") << name;
  }
  EXPECT_EQ(after.at("NODE_EXTRA_CA_CERTS"), "/ca.pem");
  EXPECT_EQ(after.at("NO_PROXY"), "localhost,127.0.0.1,::1");
  EXPECT_EQ(after.at("no_proxy"), after.at("NO_PROXY"));
}

TEST(EnvironmentPlan, WithoutOtherTrustNothingIsReplaced) {
  EnvironmentWish wish = proxy_wish();
  wish.ca_bundle = "";
  const Variables after = fulfil(wish, {});
  EXPECT_EQ(after.at("AWS_CA_BUNDLE"), "/ca.pem");
  EXPECT_FALSE(after.contains("SSL_CERT_FILE"));
  EXPECT_FALSE(after.contains("REQUESTS_CA_BUNDLE"));
}

TEST(EnvironmentPlan, WithoutAnEndpointAllClientsComeByTheProxy) {
  EnvironmentWish wish = proxy_wish();
  wish.use_endpoint = false;
  const Variables before = {{"AWS_ENDPOINT_URL", "http://elsewhere"}};
  const Variables after = fulfil(wish, before);
  EXPECT_FALSE(after.contains("AWS_ENDPOINT_URL"));
  EXPECT_EQ(before_angarium(after), before);
}

TEST(EnvironmentPlan, NoProxyKeepsWhatIsNotAboutAws) {
  const Variables before = {{"NO_PROXY", "intra.example, *,.amazonaws.com,10.0.0.0/8,127.0.0.1"},
                            {"no_proxy", "*.sqs.us-east-1.amazonaws.com,intra.example"}};
  EXPECT_EQ(fulfil(proxy_wish(), before).at("NO_PROXY"),
            "intra.example,10.0.0.0/8,127.0.0.1,localhost,::1");
  EnvironmentWish wish = proxy_wish();
  wish.endpoint = "http://bus.example:80";
  EXPECT_EQ(fulfil(wish, {}).at("NO_PROXY"), "localhost,127.0.0.1,::1,bus.example");
}

TEST(EnvironmentPlan, TheEndpointIsKeptFromAProxyOfTheUsers) {
  EXPECT_FALSE(fulfil(plain_wish(), {}).contains("NO_PROXY"));
  EXPECT_FALSE(fulfil(plain_wish(), {{"HTTP_PROXY", ""}}).contains("NO_PROXY"));
  const Variables before = {{"https_proxy", "http://proxy.example"}, {"NO_PROXY", "*.example"}};
  const Variables after = fulfil(plain_wish(), before);
  EXPECT_EQ(after.at("NO_PROXY"), "*.example,localhost,127.0.0.1,::1");
  EXPECT_EQ(after.at("https_proxy"), "http://proxy.example");
}

TEST(EnvironmentPlan, ProfilesStandInForCredentials) {
  EnvironmentWish wish = plain_wish();
  wish.config_file = "/w/config";
  const Variables before = {{"AWS_ACCESS_KEY_ID", "AKIA"}, {"AWS_SECRET_ACCESS_KEY", "s"}};
  const Variables after = fulfil(wish, before);
  EXPECT_FALSE(after.contains("AWS_ACCESS_KEY_ID"));
  EXPECT_FALSE(after.contains("AWS_SECRET_ACCESS_KEY"));
  EXPECT_EQ(after.at("AWS_CONFIG_FILE"), "/w/config");
  EXPECT_EQ(after.at("AWS_SHARED_CREDENTIALS_FILE"), "/w/config.credentials");
  EXPECT_EQ(before_angarium(after), before);
}

TEST(EnvironmentPlan, EveryWayLeadsBack) {
  const Variables before = {{"AWS_REGION", "eu-north-1"},
                            {"HTTPS_PROXY", "http://p"},
                            {"SSL_CERT_FILE", "/mine"},
                            {"NO_PROXY", "*"},
                            {"HOME", "/h"}};
  // One after the other, as a person tries things out.
  Variables now = before;
  for (const EnvironmentWish& wish : {plain_wish(), proxy_wish(), proxy_wish(), plain_wish()}) {
    now = fulfil(wish, before_angarium(now));
    EXPECT_EQ(before_angarium(now), before);
  }
  EXPECT_EQ(now.at("HTTPS_PROXY"), "http://p");
  EXPECT_EQ(before_angarium(before), before);
}

TEST(EnvironmentPlan, ChangesAreWholeAndTakeAwayWhatIsGone) {
  const Variables before = {{"HOME", "/h"}};
  const Variables with_proxy = fulfil(proxy_wish(), before);
  const Variables after = fulfil(plain_wish(), before);
  Variables shell = with_proxy;
  std::vector<std::string> set;
  for (const Change& change : changes(with_proxy, after)) {
    if (change.value) {
      shell[change.name] = *change.value;
      set.push_back(change.name);
    } else {
      shell.erase(change.name);
    }
  }
  EXPECT_EQ(shell, after);
  EXPECT_EQ(set,
            (std::vector<std::string>{"ANGARIUM_ENV", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION",
                                      "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_SECRET_ACCESS_KEY"}));
}

}  // namespace
}  // namespace angarium::cli
