// The way in for senders that can't sign: which requests are for it, and who comes by it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/simulated_executor.h"
#include "wire/basic_authenticator.h"
#include "wire/gateway.h"
#include "wire/test_echo_service.h"

namespace angarium::wire {
namespace {

using ::testing::HasSubstr;

struct Note {
  std::string place;
  std::string text;
  static const Shape& shape() {
    static constexpr Shape kShape{"Note", {}};
    return kShape;
  }
};

struct Receipt {
  std::string said;
  static const Shape& shape() {
    static constexpr Member kMembers[] = {member<&Receipt::said>("Said")};
    static constexpr Shape kShape{"Receipt", kMembers};
    return kShape;
  }
};

Result<void> read_note(std::string_view place, std::string_view body, void* input) {
  if (body == "bad") return Error{.code = "ValidationException", .message = "bad"};
  *static_cast<Note*>(input) = {std::string(place), std::string(body)};
  return {};
}

class Notes {
 public:
  Result<Plan<>> plan_take(const RequestContext&, const Note& note) const {
    return Plan<>(Check{.action = "notes:Take", .resource = note.place});
  }
  Result<Receipt> take(Authorized<Note> call) const {
    const RequestContext& request = call.request();
    return Receipt{fmt::format("{} {} {} {}", request.caller.arn, request.region.text(),
                               call.input().place, call.input().text)};
  }
  static const ServiceTable& table() {
    static constexpr Entrance kEntrance{"/notes/", "/take", &read_note};
    static constexpr Operation kRows[] = {operation<&Notes::plan_take, &Notes::take>("Take")};
    static constexpr ServiceTable kTable{
        .name = "notes", .query_namespace = "", .operations = kRows, .entrance = &kEntrance};
    return kTable;
  }
};

constexpr const char* kSecret = "wJalr/XUtnFEMI:K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr const char* kNow = "2026-11-22T08:30:00Z";

// The keys of a user, of a root user, of one whose time is over and of a session.
class FewCredentials final : public Credentials {
 public:
  std::optional<Credential> find(std::string_view id, std::string_view session_token) override {
    const base::AccountId account("111122223333");
    Caller user{.kind = CallerKind::kUser,
                .account = account,
                .arn = "arn:aws:iam::111122223333:user/far",
                .user_id = "AIDAFAR",
                .access_key_id = ""};
    if (!session_token.empty()) return std::nullopt;
    if (id == "AKIAUSER") return Credential{.secret = kSecret, .caller = user};
    if (id == "AKIALATE") {
      return Credential{.secret = kSecret, .caller = user, .expires = base::parse_iso(kNow)};
    }
    if (id == "AKIAROOT") return Credential{.secret = kSecret, .caller = root_caller(account, "")};
    user.kind = CallerKind::kRoleSession;
    if (id == "ASIAROLE") return Credential{.secret = kSecret, .caller = user};
    return std::nullopt;
  }
};

std::string basic(const std::string& name, const std::string& password) {
  return "Basic " + base::encode_base64(name + ":" + password);
}

class EntranceTest : public ::testing::Test {
 protected:
  EntranceTest() { open(credentials_); }

  // Of a gateway that asks `credentials`, or that believes everybody.
  void open(Credentials& credentials) { open(&credentials); }
  void open_trusting() { open(nullptr); }

  static http::Request request(const std::string& authorization,
                               const std::string& target = "/notes/a:b/c/take") {
    http::Request request;
    request.method = "POST";
    request.target = target;
    request.headers.add("Host", "localhost");
    if (!authorization.empty()) request.headers.add("Authorization", authorization);
    request.body = "hi";
    request.secure = true;
    request.peer_address = "203.0.113.7";
    return request;
  }
  static http::Request good(const std::string& target = "/notes/a:b/c/take") {
    return request(basic("AKIAUSER", kSecret), target);
  }
  http::Response send(http::Request request) {
    std::optional<http::Response> response;
    base::start([](Gateway& gateway, http::Request request,
                   std::optional<http::Response>& out) -> base::Task<void> {
      out = co_await gateway.handle(std::move(request));
    }(*gateway_, std::move(request), response));
    executor_.run_until_idle(1'000);
    EXPECT_TRUE(response.has_value());
    return response.value_or(http::Response());
  }

  Echo echo_;
  Notes notes_;
  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, *base::parse_iso(kNow)};
  base::SeededRandom random_{1};
  base::Metrics metrics_;
  FewCredentials credentials_;
  AllowAll allow_all_;
  const std::vector<base::Region> regions_{base::Region("us-east-1"), base::Region("eu-west-1")};
  TrustingAuthenticator trusting_{regions_};
  std::unique_ptr<BasicAuthenticator> basic_;
  std::unique_ptr<Gateway> gateway_;

 private:
  void open(Credentials* credentials) {
    basic_ = std::make_unique<BasicAuthenticator>(credentials, regions_);
    gateway_ = std::make_unique<Gateway>(
        std::vector{Service(Echo::table(), echo_), Service(Notes::table(), notes_)},
        GatewayParts{.authenticator = trusting_,
                     .authorizer = allow_all_,
                     .worker = executor_,
                     .clock = clock_,
                     .random = random_,
                     .metrics = metrics_,
                     .entrance_authenticator = basic_.get()});
  }
};

TEST_F(EntranceTest, AUsersKeyOpensIt) {
  const http::Response answer = send(good());
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, R"({"Said":"arn:aws:iam::111122223333:user/far us-east-1 a:b/c hi"})");
  http::Request put = good();
  put.method = "PUT";
  EXPECT_EQ(send(put).status, 200);
  EXPECT_EQ(
      send(request("bASIC  " + base::encode_base64(std::string("AKIAUSER:") + kSecret))).status,
      200);
}

TEST_F(EntranceTest, TheHostSaysTheRegion) {
  http::Request there;
  there.method = "POST";
  there.target = "/notes/a/take";
  there.secure = true;
  there.headers.add("Host", "events.eu-west-1.localhost");
  there.headers.add("Authorization", basic("AKIAUSER", kSecret));
  EXPECT_THAT(send(there).body, HasSubstr("eu-west-1 a"));
}

TEST_F(EntranceTest, OnlyItsPathsLeadThere) {
  for (const char* target : {"/", "/notes/take", "/notes//take", "/notes/a/take/", "/notes/a",
                             "/Notes/a/take", "/x/notes/a/take"}) {
    EXPECT_EQ(send(good(target)).status, 404) << target;
  }
  http::Request aws = good();
  aws.headers.add("X-Amz-Target", "AmazonSQS.Echo");
  EXPECT_THAT(send(aws).body, testing::Not(HasSubstr("user/far")));
}

TEST_F(EntranceTest, AWrongMethodAndAQueryAreRefused) {
  http::Request get = good();
  get.method = "GET";
  const http::Response answer = send(get);
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.find("allow"), "POST, PUT");
  EXPECT_EQ(send(good("/notes/a/take?x=1")).status, 400);
  EXPECT_EQ(send(good("/notes/a/take?")).status, 400);
}

// A form, and what has an Action, are not taken for the query protocol.
TEST_F(EntranceTest, TheContentTypeSaysNothing) {
  http::Request form = good();
  form.headers.add("Content-Type", "application/x-www-form-urlencoded");
  EXPECT_EQ(send(form).status, 200);
}

TEST_F(EntranceTest, WhateverIsWrongWithAKeyIsAnsweredAlike) {
  const http::Response unknown = send(request(basic("AKIANOBODY", kSecret)));
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.headers.find("www-authenticate"), R"(Basic realm="angarium", charset="UTF-8")");
  for (const std::string& authorization :
       {basic("AKIAUSER", "guess"), basic("AKIAUSER", ""), basic("", kSecret),
        basic("AKIAUSER", kSecret + std::string("x")), basic("AKIAUSER", std::string(kSecret, 10)),
        basic("AKIALATE", kSecret), basic("ASIAROLE", kSecret), std::string("Basic AKIAUSER"),
        std::string("Basic "), "Basic " + base::encode_base64("AKIAUSER")}) {
    const http::Response answer = send(request(authorization));
    EXPECT_EQ(answer.status, 401) << authorization;
    EXPECT_EQ(answer.body, unknown.body) << authorization;
  }
}

TEST_F(EntranceTest, WhoNamesNobodyIsToldHow) {
  for (const char* authorization : {"", "Bearer x", "Basic",
                                    "AWS4-HMAC-SHA256 Credential=AKIAUSER/20261122/us-east-1/notes/"
                                    "aws4_request, SignedHeaders=host, Signature=0"}) {
    const http::Response answer = send(request(authorization));
    EXPECT_EQ(answer.status, 401) << authorization;
    EXPECT_THAT(answer.body, HasSubstr("of the scheme Basic")) << authorization;
  }
  http::Request twice = good();
  twice.headers.add("Authorization", basic("AKIAUSER", kSecret));
  EXPECT_EQ(send(twice).status, 401);
}

TEST_F(EntranceTest, ARootUsersKeyIsRefusedForGood) {
  const http::Response answer = send(request(basic("AKIAROOT", kSecret)));
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("Make a user"));
  EXPECT_EQ(send(request(basic("AKIAROOT", "guess"))).status, 401) << "only its owner hears that";
}

TEST_F(EntranceTest, APasswordInTheClearIsRefusedUnread) {
  http::Request clear = good();
  clear.secure = false;
  const http::Response answer = send(clear);
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("https://"));
  http::Request wrong = request(basic("AKIANOBODY", "guess"));
  wrong.secure = false;
  EXPECT_EQ(send(wrong).body, answer.body);
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    clear.peer_address = address;
    EXPECT_EQ(send(clear).status, 200) << address;
  }
  for (const char* address : {"", "12.7.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "uid=0 pid=1"}) {
    clear.peer_address = address;
    EXPECT_EQ(send(clear).status, 403) << address;
  }
}

TEST_F(EntranceTest, NoOtherServiceTakesAPassword) {
  SignatureAuthenticator signatures(credentials_, regions_);
  Gateway gateway({Service(Echo::table(), echo_)}, {.authenticator = signatures,
                                                    .authorizer = allow_all_,
                                                    .worker = executor_,
                                                    .clock = clock_,
                                                    .random = random_,
                                                    .metrics = metrics_});
  http::Request aws = good("/");
  aws.headers.add("X-Amz-Target", "AmazonSQS.Echo");
  aws.body = R"({"Text":"hi"})";
  std::optional<http::Response> response;
  base::start([](Gateway& gateway, http::Request request,
                 std::optional<http::Response>& out) -> base::Task<void> {
    out = co_await gateway.handle(std::move(request));
  }(gateway, std::move(aws), response));
  executor_.run_until_idle(1'000);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 400);
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(EntranceTest, DevModeBelievesEverybodyWhoSaysAName) {
  open_trusting();
  http::Request clear = request(basic("444455556666", "any"));
  clear.secure = false;
  EXPECT_THAT(send(clear).body, HasSubstr("arn:aws:iam::444455556666:root"));
  EXPECT_THAT(send(request(basic("me", ""))).body, HasSubstr("arn:aws:iam::000000000000:root"));
  EXPECT_EQ(send(request("")).status, 401);
}

TEST_F(EntranceTest, WhatCannotBeReadIsRefused) {
  http::Request bad = good();
  bad.body = "bad";
  EXPECT_EQ(send(bad).status, 400);
}

}  // namespace
}  // namespace angarium::wire
