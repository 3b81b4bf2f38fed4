#include <gtest/gtest.h>

#include "services/sts/fixture_test.h"
#include "services/sts/test_issuer.h"

namespace angarium::services::sts {
namespace {

const char* const kUrl = "https://idp.example/realm";
const char* const kProvider = "arn:aws:iam::111122223333:oidc-provider/idp.example/realm";

const TestIssuer& rsa() {
  static const TestIssuer issuer("RS256");
  return issuer;
}
const TestIssuer& ec() {
  static const TestIssuer issuer("ES256", "k2");
  return issuer;
}

WebKeys parsed(const std::string& json) {
  auto keys = WebKeys::parse(json);
  EXPECT_TRUE(keys.ok()) << keys.error().message();
  return std::move(*keys);
}

class WebIdentityTest : public StsTest {
 protected:
  WebIdentityTest() {
    as({});  // nobody signs
    trust_provider(R"("idp.example/realm:sub":"repo:a/b","idp.example/realm:aud":"way")");
  }
  void trust_provider(const std::string& condition,
                      const std::string& actions = R"("sts:AssumeRoleWithWebIdentity")") {
    trust(R"({"Effect":"Allow","Principal":{"Federated":")" + std::string(kProvider) +
          R"("},"Action":[)" + actions + R"(],"Condition":{"StringEquals":{)" + condition + "}}}");
  }
  void add_provider(std::vector<std::string> client_ids) {
    identity::OidcProvider provider;
    provider.account = account_;
    provider.url = "idp.example/realm";
    provider.client_ids = std::move(client_ids);
    identity::Change change{.account = account_};
    change.oidc_providers.replace(provider);
    commit(std::move(change));
  }
  // Of a token that is good, with some claims in place of its own.
  std::string claims(const std::string& more = "", const std::string& audience = R"("way")") {
    int64_t now = base::to_unix_ms(clock_.now()) / 1000;
    return R"({"iss":")" + std::string(kUrl) + R"(","sub":"repo:a/b","aud":)" + audience +
           R"(,"iat":)" + std::to_string(now) + R"(,"exp":)" + std::to_string(now + 300) + more +
           "}";
  }
  std::string form(const std::string& token) {
    return "Action=AssumeRoleWithWebIdentity&RoleSessionName=run-7&RoleArn=" +
           std::string(kCourier) + "&WebIdentityToken=" + token;
  }
  void expect_refused(const std::string& token, const std::string& code,
                      const std::string& message) {
    auto answer = call_web(form(token));
    EXPECT_EQ(text(answer.body, "Code"), code) << answer.body;
    EXPECT_NE(text(answer.body, "Message").find(message), std::string::npos) << answer.body;
  }
  wire::TestClient::Answer call_web(const std::string& form) {
    std::optional<http::Response> response;
    base::start([](wire::Gateway& gateway, http::Request request,
                   std::optional<http::Response>& out) -> base::Task<void> {
      out = co_await gateway.handle(std::move(request));
    }(web_gateway_, wire::TestClient::query_request("sts", form + "&Version=2011-06-15"),
                                                       response));
    while (!response && executor_.run_one()) {
    }
    return {.status = response->status, .body = response->body, .query_error = {}};
  }

  WebIdentities issuers_{
      {{kUrl, Issuer{.keys = parsed(R"({"keys":[)" + rsa().jwk() + "," + ec().jwk() + "]}"),
                     .audiences = {"way", "other"}}}}};
  Sts web_sts_{{.directory = *directory_, .tokens = tokens_, .web_identities = issuers_}};
  wire::Gateway web_gateway_{{wire::Service(Sts::table(), web_sts_)},
                             {.authenticator = authenticator_,
                              .authorizer = *authorizer_,
                              .worker = executor_,
                              .clock = clock_,
                              .random = random_,
                              .metrics = metrics_}};
};

TEST_F(WebIdentityTest, AGoodTokenIsASessionOfTheRole) {
  for (const TestIssuer* issuer : {&rsa(), &ec()}) {
    auto answer = call_web(form(issuer->token(claims())));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(text(answer.body, "SubjectFromWebIdentityToken"), "repo:a/b");
    EXPECT_EQ(text(answer.body, "Provider"), kUrl);
    EXPECT_EQ(text(answer.body, "Audience"), "way");
    wire::Caller bearer = bearer_of(answer.body);
    EXPECT_EQ(bearer.arn, kCourierSession);
    EXPECT_EQ(bearer.session->federated_provider, kProvider);
    EXPECT_FALSE(bearer.session->is_chained);
  }
}

TEST_F(WebIdentityTest, SignaturesAreVerified) {
  std::string token = rsa().token(claims());
  std::string other = rsa().token(claims(R"(,"jti":"2")"));
  std::string spliced = token.substr(0, token.rfind('.')) + other.substr(other.rfind('.'));
  expect_refused(spliced, "InvalidIdentityToken", "signature does not match");
  const TestIssuer impostor("RS256");
  expect_refused(impostor.token(claims()), "InvalidIdentityToken", "signature does not match");
  const TestIssuer stranger("RS256", "k9");
  expect_refused(stranger.token(claims()), "InvalidIdentityToken", "verification key");
  // What the token says of its algorithm doesn't choose how a key is used.
  expect_refused(rsa().token(R"({"alg":"none","kid":"k1"})", claims()), "InvalidIdentityToken",
                 "verification key");
  expect_refused(rsa().token(R"({"alg":"HS256","kid":"k1"})", claims()), "InvalidIdentityToken",
                 "verification key");
  expect_refused(ec().token(R"({"alg":"RS256","kid":"k2"})", claims()), "InvalidIdentityToken",
                 "verification key");
  expect_refused(ec().token(claims()) + "AA", "InvalidIdentityToken", "");
  EXPECT_EQ(call_web(form(rsa().token(R"({"alg":"RS256"})", claims()))).status, 200)
      << "without a key id all keys of the algorithm are tried";
}

TEST_F(WebIdentityTest, WhatIsNoTokenIsRefused) {
  for (const std::string& bad :
       {std::string("abcd"), std::string("a.b.c"), std::string("e30.e30."), rsa().token("[]"),
        rsa().token(R"({"iss":7})"), rsa().token(claims(R"(,"nbf":"soon")")),
        rsa().token(claims(R"(,"exp":1e300)")), rsa().token(claims("", R"({"a":1})")),
        rsa().token(R"({"alg":"RS256","kid":"k1","crit":["b64"]})", claims())}) {
    expect_refused(bad, "InvalidIdentityToken", "");
  }
  expect_refused(rsa().token(R"({"iss":"https://other.example"})"), "InvalidIdentityToken",
                 "No OpenIDConnect provider found in your account for https://other.example");
}

TEST_F(WebIdentityTest, TokensHaveTheirTime) {
  const std::string token = rsa().token(claims());
  executor_.run_until(executor_.now() + base::Seconds(299));
  EXPECT_EQ(call_web(form(token)).status, 200);
  executor_.run_until(executor_.now() + base::Seconds(1));
  expect_refused(token, "ExpiredTokenException", "Token expired: current date/time");
  int64_t now = base::to_unix_ms(clock_.now()) / 1000;
  auto not_before = [&](int64_t seconds) {
    return rsa().token(claims(R"(,"nbf":)" + std::to_string(now + seconds)));
  };
  EXPECT_EQ(call_web(form(not_before(300))).status, 200);
  expect_refused(not_before(301), "IDPRejectedClaim", "not valid yet");
}

TEST_F(WebIdentityTest, TheAudienceIsTheProvidersOrConfigured) {
  expect_refused(rsa().token(claims("", R"("else")")), "InvalidIdentityToken",
                 "Incorrect token audience");
  EXPECT_EQ(call_web(form(rsa().token(claims("", R"(["else","way"])")))).status, 200);
  add_provider({"client-7"});
  expect_refused(rsa().token(claims()), "InvalidIdentityToken", "Incorrect token audience");
  trust_provider(R"("idp.example/realm:aud":"client-7")");
  EXPECT_EQ(call_web(form(rsa().token(claims("", R"("client-7")")))).status, 200);
  EXPECT_EQ(call_web(form(rsa().token(claims(R"(,"azp":"client-7")")))).status, 200);
}

TEST_F(WebIdentityTest, TheTrustPolicyDecidesAndTellsNothing) {
  const std::string token = rsa().token(claims());
  trust_provider(R"("idp.example/realm:sub":"repo:a/c")");
  expect_refused(token, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  std::string absent = form(token);
  absent.replace(absent.find("role/way/courier"), 16, "role/way/nobody_");
  EXPECT_EQ(text(call_web(absent).body, "Message"),
            "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  trust(R"({"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/)"
        R"(other.example"},"Action":"sts:AssumeRoleWithWebIdentity"})");
  expect_refused(token, "AccessDenied", "Not authorized");
}

TEST_F(WebIdentityTest, TokensMayBringTagsAndASourceIdentity) {
  const std::string marks =
      R"(,"https://aws.amazon.com/tags":{"principal_tags":{"Team":["way"]},)"
      R"("transitive_tag_keys":["Team"]},"https://aws.amazon.com/source_identity":"alice")";
  const std::string token = rsa().token(claims(marks));
  expect_refused(token, "AccessDenied", "Not authorized to perform sts:TagSession");
  trust_provider(R"("aws:RequestTag/Team":"way","sts:SourceIdentity":"alice")",
                 R"("sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity")");
  auto answer = call_web(form(token));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text(answer.body, "SourceIdentity"), "alice");
  wire::Caller bearer = bearer_of(answer.body);
  EXPECT_EQ(bearer.session->tags.at("Team"), "way");
  EXPECT_EQ(bearer.session->transitive_tag_keys, std::vector<std::string>{"Team"});
  const std::string long_name(65, 'x');
  expect_refused(
      rsa().token(claims(R"(,"https://aws.amazon.com/source_identity":")" + long_name + R"(")")),
      "IDPRejectedClaim", "2 to 64 characters");
  expect_refused(
      rsa().token(claims(R"(,"https://aws.amazon.com/tags":{"principal_tags":{"":["x"]}})")),
      "IDPRejectedClaim", "session tags");
}

TEST(WebKeys, WhatCanNotVerifyIsNoKeySet) {
  auto refusal = [](const std::string& json) {
    auto keys = WebKeys::parse(json);
    return keys.ok() ? "" : keys.error().message();
  };
  EXPECT_EQ(refusal(rsa().key_set()), "");
  EXPECT_NE(refusal("keys"), "");
  EXPECT_NE(refusal("{}"), "");
  EXPECT_NE(refusal(R"({"keys":[]})"), "");
  EXPECT_NE(refusal(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]})"), "");
  EXPECT_NE(refusal(R"({"keys":[{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}]})"), "");
  EXPECT_NE(refusal(TestIssuer("RS256", "small", 1'024).key_set()), "");
  std::string many;
  for (int i = 0; i < 100; ++i) many += "{},";
  EXPECT_NE(refusal(R"({"keys":[)" + many + rsa().jwk() + "]}").find("more than 100"),
            std::string::npos);
  EXPECT_EQ(refusal(R"({"keys":[)" + many.substr(0, 99 * 3) + rsa().jwk() + "]}"), "");
  EXPECT_NE(refusal(std::string((1 << 20) + 1, ' ')).find("1 MiB"), std::string::npos);
}

}  // namespace
}  // namespace angarium::services::sts
