// Real signatures through the gateway: each way to be wrong, in both families of error codes.
#include <gtest/gtest.h>

#include "base/simulated_executor.h"
#include "sigv4/sign.h"
#include "wire/gateway.h"
#include "wire/test_echo_service.h"

namespace angarium::wire {
namespace {

class FewCredentials final : public Credentials {
 public:
  std::optional<Credential> find(std::string_view id, std::string_view session_token) override {
    Caller caller = root_caller(base::AccountId("111122223333"), std::string(id));
    if (id == "AKIAROOT" && session_token.empty()) {
      return Credential{.secret = "secret", .caller = std::move(caller)};
    }
    if (id == "ASIASESSION" && session_token == "token") {
      return Credential{.secret = "secret",
                        .caller = std::move(caller),
                        .expires = base::parse_iso("2026-11-22T09:00:00Z"),
                        .excluded_service = excluded_service};
    }
    return std::nullopt;
  }

  std::string excluded_service = {};
};

struct Outcome {
  int status = 0;
  std::string code;
};

class AuthenticationTest : public ::testing::Test {
 protected:
  // A signed call of Echo, as it was sent; `json` or query.
  http::Request request(bool json, base::Time time) {
    http::Request request;
    request.method = "POST";
    request.target = "/";
    request.headers.add("Host", host_);
    if (json) {
      request.headers.add("X-Amz-Target", "AmazonSQS.Echo");
      request.body = R"({"Text":"hi"})";
    } else {
      request.headers.add("Content-Type", "application/x-www-form-urlencoded");
      request.body = "Action=Echo&Text=hi&Version=2012-11-05";
    }
    std::vector<sigv4::Header> headers;
    for (http::Header header : request.headers) headers.push_back({header.name, header.value});
    auto added =
        sigv4::sign({request.method, request.target, headers, request.body}, signer_, time);
    for (const auto& [name, value] : added) request.headers.add(name, value);
    return request;
  }
  Outcome send(http::Request request) {
    std::optional<http::Response> response;
    base::start([](Gateway& gateway, http::Request request,
                   std::optional<http::Response>& out) -> base::Task<void> {
      out = co_await gateway.handle(std::move(request));
    }(gateway_, std::move(request), response));
    executor_.run_until_idle(1'000);
    if (!response) return {};
    std::string code;
    for (std::string_view begin : {"\"__type\":\"com.amazonaws.sqs#", "<Code>"}) {
      size_t at = response->body.find(begin);
      if (at == std::string::npos) continue;
      at += begin.size();
      code = response->body.substr(at, response->body.find_first_of("\"<", at) - at);
    }
    return {response->status, code};
  }
  void expect(const char* json_code, int json_status, const char* query_code, int query_status) {
    Outcome json = send(request(true, signed_at_));
    EXPECT_EQ(json.code, json_code);
    EXPECT_EQ(json.status, json_status);
    Outcome query = send(request(false, signed_at_));
    EXPECT_EQ(query.code, query_code);
    EXPECT_EQ(query.status, query_status);
  }

  Echo echo_;
  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, *base::parse_iso("2026-11-22T08:30:00Z")};
  base::SeededRandom random_{1};
  base::Metrics metrics_;
  FewCredentials credentials_;
  AllowAll allow_all_;
  SignatureAuthenticator authenticator_{credentials_, {base::Region("eu-west-1")}};
  Gateway gateway_{{Service(Echo::table(), echo_)},
                   {.authenticator = authenticator_,
                    .authorizer = allow_all_,
                    .worker = executor_,
                    .clock = clock_,
                    .random = random_,
                    .metrics = metrics_}};
  sigv4::Signer signer_{"AKIAROOT", "secret", "", "eu-west-1", "sqs"};
  base::Time signed_at_ = clock_.now();
  std::string host_ = "localhost:4566";
};

TEST_F(AuthenticationTest, GoodSignaturesPass) {
  EXPECT_EQ(send(request(true, signed_at_)).status, 200);
  EXPECT_EQ(send(request(false, signed_at_)).status, 200);
  EXPECT_EQ(echo_.calls, 2);
}

TEST_F(AuthenticationTest, UnknownKey) {
  signer_.access_key_id = "AKIANOBODY";
  expect("UnrecognizedClientException", 400, "InvalidClientTokenId", 403);
}

TEST_F(AuthenticationTest, WrongSecret) {
  signer_.secret = "guess";
  expect("InvalidSignatureException", 400, "SignatureDoesNotMatch", 403);
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(AuthenticationTest, Stale) {
  signed_at_ -= base::Seconds(301);
  expect("InvalidSignatureException", 400, "SignatureDoesNotMatch", 403);
}

TEST_F(AuthenticationTest, FromTheFuture) {
  signed_at_ += base::Seconds(301);
  expect("InvalidSignatureException", 400, "SignatureDoesNotMatch", 403);
}

TEST_F(AuthenticationTest, WrongRegion) {
  signer_.region = "us-east-1";
  expect("InvalidSignatureException", 400, "SignatureDoesNotMatch", 403);
}

TEST_F(AuthenticationTest, AHostThatNamesARegionWantsSignaturesForIt) {
  host_ = "sqs.eu-west-1.localhost:4566";
  EXPECT_EQ(send(request(true, signed_at_)).status, 200);
  EXPECT_EQ(send(request(false, signed_at_)).status, 200);
  host_ = "eu-west-2.queue.localhost:4566";
  signer_.region = "eu-west-2";
  expect("InvalidSignatureException", 400, "SignatureDoesNotMatch", 403);
}

TEST_F(AuthenticationTest, WrongService) {
  signer_.service = "events";
  expect("InvalidSignatureException", 400, "SignatureDoesNotMatch", 403);
}

TEST_F(AuthenticationTest, SessionTokens) {
  signer_ = {"ASIASESSION", "secret", "token", "eu-west-1", "sqs"};
  EXPECT_EQ(send(request(true, signed_at_)).status, 200);
  signer_.session_token = "another";
  expect("UnrecognizedClientException", 400, "InvalidClientTokenId", 403);
  signer_.session_token = "";
  expect("UnrecognizedClientException", 400, "InvalidClientTokenId", 403);
  signer_.session_token = "token";
  executor_.run_until(executor_.now() + std::chrono::minutes(30));
  signed_at_ = clock_.now();
  expect("ExpiredTokenException", 400, "ExpiredToken", 403);
}

TEST_F(AuthenticationTest, ASessionIsUnknownToAServiceThatIsNotForIt) {
  signer_ = {"ASIASESSION", "secret", "token", "eu-west-1", "sqs"};
  credentials_.excluded_service = "events";
  EXPECT_EQ(send(request(true, signed_at_)).status, 200);
  credentials_.excluded_service = "sqs";
  expect("UnrecognizedClientException", 400, "InvalidClientTokenId", 403);
}

TEST_F(AuthenticationTest, ATokenForAKeyThatHasNone) {
  signer_.session_token = "token";
  expect("UnrecognizedClientException", 400, "InvalidClientTokenId", 403);
}

TEST_F(AuthenticationTest, UnsignedAndMalformed) {
  http::Request plain;
  plain.method = "POST";
  plain.target = "/";
  plain.headers.add("Host", "localhost");
  plain.headers.add("X-Amz-Target", "AmazonSQS.Echo");
  plain.body = R"({"Text":"hi"})";
  http::Request malformed = plain;
  malformed.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=x");
  EXPECT_EQ(send(plain).code, "MissingAuthenticationTokenException");
  EXPECT_EQ(send(malformed).code, "IncompleteSignatureException");
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(AuthenticationTest, RowsMayAllowAnonymousCallers) {
  http::Request plain;
  plain.method = "POST";
  plain.target = "/";
  plain.headers.add("Host", "localhost");
  plain.headers.add("X-Amz-Target", "AmazonSQS.PublicEcho");
  plain.body = R"({"Text":"hi"})";
  EXPECT_EQ(send(plain).status, 200);
}

TEST_F(AuthenticationTest, ABodyChangedOnTheWay) {
  http::Request changed = request(true, signed_at_);
  changed.body = R"({"Text":"ho"})";
  EXPECT_EQ(send(changed).code, "InvalidSignatureException");
}

TEST_F(AuthenticationTest, PresignedUrls) {
  http::Request get;
  get.method = "GET";
  get.headers.add("Host", "localhost");
  std::vector<sigv4::Header> headers = {{"Host", "localhost"}};
  get.target = sigv4::presign({"GET", "/?Action=Echo&Text=hi&Version=2012-11-05", headers, ""},
                              signer_, signed_at_, base::Seconds(60));
  EXPECT_EQ(send(get).status, 200);
  executor_.run_until(executor_.now() + std::chrono::seconds(61));
  Outcome late = send(get);
  EXPECT_EQ(late.code, "RequestExpired");
  EXPECT_EQ(late.status, 400);
}

}  // namespace
}  // namespace angarium::wire
