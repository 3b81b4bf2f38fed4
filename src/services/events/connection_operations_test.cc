#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kBasic =
    R"("AuthorizationType":"BASIC","AuthParameters":{"BasicAuthParameters":)"
    R"({"Username":"user","Password":"open sesame"}})";
constexpr const char* kOAuth =
    R"("AuthorizationType":"OAUTH_CLIENT_CREDENTIALS","AuthParameters":{"OAuthParameters":)"
    R"({"ClientParameters":{"ClientID":"client","ClientSecret":"open sesame"},)"
    R"("AuthorizationEndpoint":"https://login.example.com/token","HttpMethod":"POST",)"
    R"("OAuthHttpParameters":{"BodyParameters":[)"
    R"({"Key":"audience","Value":"me","IsValueSecret":false},)"
    R"({"Key":"pin","Value":"open sesame","IsValueSecret":true}]}}})";

class ConnectionOperationsTest : public EventsTest {
 protected:
  std::string create(const std::string& name, const std::string& rest = kBasic) {
    return ok("CreateConnection", fmt::format(R"({{"Name":"{}",{}}})", name, rest));
  }
  std::string describe(const std::string& name) {
    return ok("DescribeConnection", R"({"Name":")" + name + R"("})");
  }
  // The stored bytes of all connections.
  std::string stored() {
    std::string bytes;
    store::ScanRequest request{.prefix = connections_key(), .after = {}};
    auto page = process_->store->scan(
        {.account = base::AccountId(kAccount), .region = base::Region("eu-west-1")}, request);
    for (const auto& item : page->items) bytes += item.value;
    return bytes;
  }
};

TEST_F(ConnectionOperationsTest, IsCreatedShownAndDeleted) {
  EXPECT_THAT(
      create("shop", std::string(R"("Description":"the shop's",)") + kBasic),
      MatchesRegex(R"(\{"ConnectionArn":"arn:aws:events:eu-west-1:111111111111:connection/shop/)"
                   R"([0-9a-f-]{36}","ConnectionState":"AUTHORIZED","CreationTime":[0-9.]+,)"
                   R"("LastModifiedTime":[0-9.]+\})"));
  const std::string shown = describe("shop");
  EXPECT_THAT(shown, AllOf(HasSubstr(R"("Name":"shop","Description":"the shop's",)"
                                     R"("ConnectionState":"AUTHORIZED",)"
                                     R"("AuthorizationType":"BASIC",)"
                                     R"("SecretArn":"arn:aws:secretsmanager:eu-west-1:)"
                                     R"(111111111111:secret:events!connection/shop/)"),
                           HasSubstr(R"("AuthParameters":{"BasicAuthParameters":)"
                                     R"({"Username":"user"}})"),
                           HasSubstr(R"("LastAuthorizedTime":)")));
  restart();
  EXPECT_EQ(describe("shop"), shown);
  EXPECT_THAT(ok("DeleteConnection", R"({"Name":"shop"})"),
              HasSubstr(R"("ConnectionState":"DELETING")"));
  EXPECT_EQ(error("DescribeConnection", R"({"Name":"shop"})"),
            "ResourceNotFoundException: Failed to describe the connection(s). Connection 'shop' "
            "does not exist.");
  restart();
  EXPECT_THAT(error("DeleteConnection", R"({"Name":"shop"})"),
              StartsWith("ResourceNotFoundException"));
}

TEST_F(ConnectionOperationsTest, SecretsAreSealedAndNeverShown) {
  create("basic");
  create("key", R"("AuthorizationType":"API_KEY","AuthParameters":{"ApiKeyAuthParameters":)"
                R"({"ApiKeyName":"X-Key","ApiKeyValue":"open sesame"},"InvocationHttpParameters":)"
                R"({"HeaderParameters":[{"Key":"X-H","Value":"open sesame","IsValueSecret":true}],)"
                R"("QueryStringParameters":[{"Key":"q","Value":"seen"}]}})");
  create("oauth", kOAuth);
  for (const char* name : {"basic", "key", "oauth"}) {
    EXPECT_THAT(describe(name), Not(HasSubstr("sesame"))) << name;
  }
  EXPECT_THAT(describe("key"),
              HasSubstr(R"("AuthParameters":{"ApiKeyAuthParameters":{"ApiKeyName":"X-Key"},)"
                        R"("InvocationHttpParameters":{"HeaderParameters":[{"Key":"X-H",)"
                        R"("IsValueSecret":true}],"QueryStringParameters":[{"Key":"q",)"
                        R"("Value":"seen","IsValueSecret":false}]}})"));
  EXPECT_THAT(describe("oauth"), HasSubstr(R"({"Key":"pin","IsValueSecret":true})"));
  EXPECT_THAT(ok("ListConnections", "{}"), Not(HasSubstr("sesame")));
  EXPECT_THAT(stored(), AllOf(HasSubstr("basic"), Not(HasSubstr("sesame"))));
}

TEST_F(ConnectionOperationsTest, AnUpdateKeepsWhatItLeavesOut) {
  create("c", kOAuth);
  EXPECT_THAT(describe("c"), HasSubstr(R"("ConnectionState":"AUTHORIZING")"));
  ok("UpdateConnection", R"({"Name":"c","AuthParameters":{"OAuthParameters":{)"
                         R"("ClientParameters":{"ClientID":"other"},"OAuthHttpParameters":{)"
                         R"("BodyParameters":[{"Key":"pin","IsValueSecret":true}]}}}})");
  EXPECT_THAT(describe("c"), AllOf(HasSubstr(R"({"ClientID":"other"})"),
                                   HasSubstr("https://login.example.com/token"),
                                   HasSubstr(R"([{"Key":"pin","IsValueSecret":true}])")));
  restart();
  auto connection = process_->events->destinations().find_connection(
      json::Document::parse(describe("c"))->root().find("ConnectionArn")->string().value());
  ASSERT_TRUE(connection);
  EXPECT_EQ(connection->parameters.oauth->client->client_secret, "open sesame");
  EXPECT_EQ(connection->parameters.oauth->http->body->front().value, "open sesame");
  EXPECT_THAT(error("UpdateConnection",
                    R"({"Name":"c","AuthParameters":{"OAuthParameters":{"OAuthHttpParameters":{)"
                    R"("BodyParameters":[{"Key":"new"}]}}}})"),
              "ValidationException: BodyParameters `new` needs a Value.");
  EXPECT_THAT(error("UpdateConnection", R"({"Name":"c","AuthorizationType":"BASIC"})"),
              "ValidationException: Parameter AuthParameters.BasicAuthParameters is required.");
  ok("UpdateConnection", fmt::format(R"({{"Name":"c",{}}})", kBasic));
  EXPECT_THAT(describe("c"), AllOf(HasSubstr(R"("AuthParameters":{"BasicAuthParameters":)"),
                                   Not(HasSubstr("OAuthParameters"))));
}

TEST_F(ConnectionOperationsTest, DeauthorizingTakesTheSecretsAway) {
  create("c");
  const std::string before = stored();
  EXPECT_THAT(ok("DeauthorizeConnection", R"({"Name":"c"})"),
              HasSubstr(R"("ConnectionState":"DEAUTHORIZING")"));
  const std::string shown = describe("c");
  EXPECT_THAT(shown, AllOf(HasSubstr(R"("ConnectionState":"DEAUTHORIZED")"),
                           Not(HasSubstr("SecretArn")), Not(HasSubstr("AuthParameters"))));
  EXPECT_LT(stored().size(), before.size() - 40);
  restart();
  EXPECT_EQ(describe("c"), shown);
  EXPECT_THAT(
      error("UpdateConnection",
            R"({"Name":"c","AuthParameters":{"BasicAuthParameters":{"Password":"p"}}})"),
      "ValidationException: Parameter AuthParameters.BasicAuthParameters.Username is required.");
  ok("UpdateConnection", R"({"Name":"c","Description":"still without"})");
  EXPECT_THAT(describe("c"), HasSubstr(R"("ConnectionState":"DEAUTHORIZED")"));
  ok("UpdateConnection", fmt::format(R"({{"Name":"c",{}}})", kBasic));
  EXPECT_THAT(describe("c"),
              AllOf(HasSubstr(R"("ConnectionState":"AUTHORIZED")"), HasSubstr("SecretArn")));
}

TEST_F(ConnectionOperationsTest, RefusesWhatItCannotUse) {
  create("c");
  EXPECT_EQ(error("CreateConnection", fmt::format(R"({{"Name":"c",{}}})", kBasic)),
            "ResourceAlreadyExistsException: Connection c already exists.");
  auto refused = [&](const std::string& rest) {
    return error("CreateConnection", R"({"Name":"n",)" + rest + "}");
  };
  EXPECT_EQ(refused(R"("AuthorizationType":"API_KEY","AuthParameters":{})"),
            "ValidationException: Parameter AuthParameters.ApiKeyAuthParameters is required.");
  EXPECT_EQ(refused(R"("AuthorizationType":"API_KEY","AuthParameters":{"ApiKeyAuthParameters":)"
                    R"({"ApiKeyName":"k","ApiKeyValue":"v"},"BasicAuthParameters":)"
                    R"({"Username":"u","Password":"p"}})"),
            "ValidationException: AuthParameters must be those of AuthorizationType API_KEY "
            "alone.");
  EXPECT_THAT(refused(R"("AuthorizationType":"API_KEY","AuthParameters":{"ApiKeyAuthParameters":)"
                      R"({"ApiKeyName":"two words","ApiKeyValue":"v"}})"),
              HasSubstr("ApiKeyName must be the name of an HTTP header field"));
  std::string oauth = kOAuth;
  oauth.replace(oauth.find("https"), 5, "http");
  EXPECT_EQ(refused(oauth),
            "ValidationException: Parameter AuthorizationEndpoint is not valid. Reason: it must "
            "begin with https://.");
  EXPECT_THAT(refused(std::string(R"("KmsKeyIdentifier":"alias/mine",)") + kBasic),
              HasSubstr("KmsKeyIdentifier"));
  EXPECT_THAT(refused(std::string(R"("InvocationConnectivityParameters":{"ResourceParameters":{)"
                                  R"("ResourceConfigurationArn":""}},)") +
                      kBasic),
              HasSubstr("InvocationConnectivityParameters"));
}

TEST_F(ConnectionOperationsTest, ListsByNameStateAndPage) {
  for (const char* name : {"b2", "a1", "b1", "b3"}) create(name);
  create("b4", kOAuth);
  ok("CreateConnection", fmt::format(R"({{"Name":"b0",{}}})", kBasic), kOther);
  std::string page = ok("ListConnections", R"({"NamePrefix":"b","Limit":2})");
  EXPECT_THAT(page, AllOf(HasSubstr(R"("Name":"b1")"), HasSubstr(R"("Name":"b2")"),
                          Not(HasSubstr(R"("Name":"b3")"))));
  const size_t at = page.find(R"("NextToken":)");
  ASSERT_NE(at, std::string::npos);
  page = ok("ListConnections", R"({"NamePrefix":"b","Limit":2,)" + page.substr(at));
  EXPECT_THAT(page, AllOf(HasSubstr(R"("Name":"b3")"), HasSubstr(R"("Name":"b4")"),
                          Not(HasSubstr("NextToken"))));
  // Nobody can be asked for a token here.
  EXPECT_THAT(ok("ListConnections", R"({"ConnectionState":"DEAUTHORIZED"})"),
              AllOf(HasSubstr(R"("Name":"b4")"), Not(HasSubstr(R"("Name":"b3")"))));
}

TEST_F(ConnectionOperationsTest, QuotaHolds) {
  limits_.connections_max = 2;
  restart();
  create("a");
  create("b");
  EXPECT_THAT(error("CreateConnection", fmt::format(R"({{"Name":"c",{}}})", kBasic)),
              StartsWith("LimitExceededException"));
  ok("DeleteConnection", R"({"Name":"a"})");
  create("c");
}

TEST_F(ConnectionOperationsTest, PoliciesNameTheConnection) {
  create("c");
  ASSERT_FALSE(authorizer_.asked.empty());
  EXPECT_EQ(authorizer_.asked.back().action, "events:CreateConnection");
  EXPECT_EQ(authorizer_.asked.back().resource,
            "arn:aws:events:eu-west-1:111111111111:connection/c");
}

}  // namespace
}  // namespace angarium::services::events
