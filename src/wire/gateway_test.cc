#include "wire/gateway.h"

#include <gtest/gtest.h>

#include "base/version.h"
#include "wire/test_client.h"
#include "wire/test_echo_service.h"

namespace angarium::wire {
namespace {

// Denies the actions and resources it is told to.
struct DenySome final : Authorizer {
  Decision decide(const RequestContext&, const Check& check) override {
    ++asked;
    bool denied = check.action == action || check.resource == resource;
    return {.allowed = !denied,
            .reason = "because no identity-based policy allows the " + check.action + " action"};
  }
  Decision decide(const ServiceCall&, const Check&) override { return {}; }
  std::string action, resource;
  int asked = 0;
};

class GatewayTest : public ::testing::Test {
 protected:
  Echo echo_;
  DenySome authorizer_;
  base::SimulatedExecutor executor_{1};
  TestClient client_{{Service(Echo::table(), echo_)}, executor_, &authorizer_};
};

TEST_F(GatewayTest, AnswersInBothProtocols) {
  auto json = client_.json("AmazonSQS.Echo", R"({"Text":"hi","Entries":["a"]})", "111122223333");
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.body,
            R"({"Text":"hi42","Caller":"arn:aws:iam::111122223333:root","Entries":["a"]})");
  auto query = client_.query("sqs", "Action=Echo&Version=2012-11-05&Text=hi&Entry.1=a");
  EXPECT_EQ(query.status, 200);
  EXPECT_TRUE(query.body.starts_with(
      "<EchoResponse xmlns=\"urn:sqs\"><EchoResult><Text>hi42</Text><Caller>"
      "arn:aws:iam::000000000000:root</Caller><Entry>a</Entry></EchoResult><ResponseMetadata>"))
      << query.body;
}

TEST_F(GatewayTest, EntriesThatAskTheSameOneAfterTheOtherAreDecidedOnce) {
  const auto asked_for = [&](const std::string& entries) {
    authorizer_.asked = 0;
    EXPECT_EQ(client_.json("AmazonSQS.Echo", R"({"Text":"hi","Entries":)" + entries + "}").status,
              200);
    return authorizer_.asked;
  };
  const int of_one = asked_for(R"(["a"])");
  EXPECT_EQ(asked_for(R"(["a","a","a"])"), of_one);
  EXPECT_EQ(asked_for(R"(["a","b","a"])"), of_one + 2);

  authorizer_.resource = "b";
  auto answer = client_.json("AmazonSQS.Echo", R"({"Text":"hi","Entries":["b","b","a"]})");
  EXPECT_EQ(answer.body.find(R"("Entries":["b")"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find(R"(,"a"])"), std::string::npos) << answer.body;
}

TEST_F(GatewayTest, ErrorsInBothProtocols) {
  auto json = client_.json("AmazonSQS.Echo", R"({"Text":"fail"})");
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json.body, R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist",)"
                       R"("message":"The specified queue <does> not exist."})");
  EXPECT_EQ(json.query_error, "AWS.SimpleQueueService.NonExistentQueue;Sender");
  auto query = client_.query("sqs", "Action=Echo&Text=fail");
  EXPECT_EQ(query.status, 400);
  EXPECT_TRUE(query.body.starts_with(
      "<ErrorResponse xmlns=\"urn:sqs\"><Error><Type>Sender</Type>"
      "<Code>AWS.SimpleQueueService.NonExistentQueue</Code>"
      "<Message>The specified queue &lt;does&gt; not exist.</Message></Error><RequestId>"))
      << query.body;
}

TEST_F(GatewayTest, WhatAHandlerThrowsIsInternalFailure) {
  auto json = client_.json("AmazonSQS.Echo", R"({"Text":"throw"})");
  EXPECT_EQ(json.status, 500);
  EXPECT_EQ(json.code(), "InternalFailure");
  EXPECT_EQ(json.body.find("library"), std::string::npos);
  auto query = client_.query("sqs", "Action=Echo&Text=throw");
  EXPECT_EQ(query.status, 500);
  EXPECT_NE(query.body.find("<Type>Receiver</Type>"), std::string::npos);
}

TEST_F(GatewayTest, BadInputNeverReachesAHandler) {
  EXPECT_EQ(client_.json("AmazonSQS.Echo", R"({"Text":""})").code(), "ValidationException");
  EXPECT_EQ(client_.json("AmazonSQS.Echo", R"({"Text":5})").code(), "SerializationException");
  EXPECT_EQ(client_.json("AmazonSQS.Echo", R"({"Text":)").code(), "SerializationException");
  EXPECT_EQ(client_.query("sqs", "Action=Echo&Text=%f").code(), "MalformedInput");
  EXPECT_EQ(client_.query("sqs", "Version=2012-11-05").code(), "MissingAction");
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(GatewayTest, UnknownOperationsAreNamed) {
  auto json = client_.json("AmazonSQS.Purr", "{}");
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json.code(), "UnknownOperationException");
  EXPECT_NE(json.body.find("`sqs` has no operation `Purr`"), std::string::npos) << json.body;
  EXPECT_EQ(client_.json("Kinesis_20131202.PutRecord", "{}").code(), "UnknownOperationException");
  EXPECT_EQ(client_.query("sqs", "Action=Purr").code(), "InvalidAction");
  EXPECT_EQ(client_.query("ec2", "Action=RunInstances&Version=2016-11-15").code(), "InvalidAction");
}

TEST_F(GatewayTest, OperationsOfAwsThatAreNotThereAreNamedAndCounted) {
  auto json = client_.json("AmazonSQS.PurgeQueue", "{}");
  EXPECT_EQ(json.status, 501);
  EXPECT_EQ(json.code(), "NotImplementedException");
  std::string version(base::version());
  for (const std::string& part : {std::string("`PurgeQueue` of `sqs`"), "Angarium " + version,
                                  std::string("docs/api/sqs.md")}) {
    EXPECT_NE(json.body.find(part), std::string::npos) << json.body;
  }
  EXPECT_EQ(client_.query("sqs", "Action=PurgeQueue").code(), "NotImplementedException");
  client_.json("AmazonSQS.Purr", "{}");
  auto count = [&](const char* operation) {
    return client_.metrics()
        .counter("angarium_unimplemented_requests_total", "",
                 {{"service", "sqs"}, {"operation", operation}})
        .value();
  };
  EXPECT_EQ(count("PurgeQueue"), 2);
  EXPECT_EQ(count("Purr"), 0);
}

TEST_F(GatewayTest, ADenialForTheRequestStopsIt) {
  authorizer_.action = "sqs:Echo";
  auto json = client_.json("AmazonSQS.Echo", R"({"Text":"q"})");
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json.body,
            R"({"__type":"com.amazonaws.sqs#AccessDeniedException","message":"User: )"
            R"(arn:aws:iam::000000000000:root is not authorized to perform: sqs:Echo on resource: )"
            R"(arn:aws:sqs:r:a:q because no identity-based policy allows the sqs:Echo action"})");
  EXPECT_EQ(json.query_error, "AccessDenied;Sender");
  auto query = client_.query("sqs", "Action=Echo&Text=q");
  EXPECT_EQ(query.status, 403);
  EXPECT_EQ(query.code(), "AccessDenied");
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(GatewayTest, ADenialForAnEntryIsTheHandlersToReport) {
  authorizer_.resource = "b";
  auto json = client_.json("AmazonSQS.Echo", R"({"Text":"q","Entries":["a","b","c"]})");
  EXPECT_EQ(json.status, 200);
  EXPECT_NE(json.body.find(R"("Entries":["a","User: arn:aws:iam::000000000000:root is not)"),
            std::string::npos)
      << json.body;
  EXPECT_NE(json.body.find(R"(,"c"])"), std::string::npos);
}

TEST(AccessDenied, SaysNoMoreThanTheCheckWants) {
  RequestContext request;
  request.caller = root_caller(base::AccountId("111122223333"), "AKIAEXAMPLE");
  Check check{.action = "sts:AssumeRole", .resource = "arn:aws:iam::444455556666:role/courier"};
  const Decision decision{.reason = "because no role trust policy allows it"};
  EXPECT_EQ(access_denied(request, check, decision).message,
            "User: arn:aws:iam::111122223333:root is not authorized to perform: sts:AssumeRole on "
            "resource: arn:aws:iam::444455556666:role/courier because no role trust policy allows "
            "it");
  check.denial = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
  EXPECT_EQ(access_denied(request, check, decision).message, check.denial);
}

TEST_F(GatewayTest, APlanWithoutChecksDoesNotRun) {
  EXPECT_EQ(client_.json("AmazonSQS.Nothing", R"({"Text":"q"})").code(), "InternalFailure");
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(GatewayTest, QueryServicesAreFoundBySignatureVersionHostAndPath) {
  auto with = [&](std::string_view signed_for, std::string_view host, std::string_view target,
                  std::string_view form) {
    http::Request request;
    request.method = "POST";
    request.target = target;
    request.headers.add("Host", host);
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    if (!signed_for.empty()) {
      request = TestClient::query_request(signed_for, form);
      request.target = target;
    }
    request.body = form;
    return client_.send(std::move(request)).status;
  };
  EXPECT_EQ(with("sqs", "localhost", "/", "Action=Echo&Text=a"), 200);
  EXPECT_EQ(with("", "localhost", "/", "Action=Echo&Text=a&Version=2012-11-05"), 200);
  EXPECT_EQ(with("", "sqs.eu-west-1.localhost:4566", "/", "Action=Echo&Text=a"), 200);
  EXPECT_EQ(with("", "eu-west-1.queue.localhost:4566", "/", "Action=Echo&Text=a"), 200);
  EXPECT_EQ(with("", "queue.localhost", "/", "Action=Echo&Text=a"), 200);
  EXPECT_EQ(with("", "sqs-fips.eu-west-1.localhost", "/", "Action=Echo&Text=a"), 200);
  EXPECT_EQ(with("", "sts.eu-west-1.localhost", "/", "Action=Echo&Text=a"), 400);
  EXPECT_EQ(with("", "localhost", "/111122223333/queue", "Action=Echo&Text=a"), 200);
  EXPECT_EQ(with("", "localhost", "/?Action=Echo", "Text=a&Version=2012-11-05"), 200);
  EXPECT_EQ(with("", "localhost", "/", "Action=Echo&Text=a"), 400);
}

TEST_F(GatewayTest, ForeignHostsAndOriginsAreRefused) {
  auto status = [&](std::string_view host, std::string_view header, std::string_view value) {
    http::Request request;
    request.method = "POST";
    request.target = "/";
    if (!host.empty()) request.headers.add("Host", host);
    request.headers.add("X-Amz-Target", "AmazonSQS.Echo");
    if (!header.empty()) request.headers.add(header, value);
    request.body = R"({"Text":"a"})";
    return client_.send(std::move(request)).status;
  };
  for (const char* host : {"localhost", "LOCALHOST:4566", "sqs.localhost", "127.0.0.1",
                           "127.9.9.9:1", "[::1]:4566", "localhost."}) {
    EXPECT_EQ(status(host, "", ""), 200) << host;
  }
  for (const char* host : {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example",
                           "evillocalhost", "127.0.0", "0.0.0.0", "[::2]", "127.0.0.1x"}) {
    EXPECT_EQ(status(host, "", ""), 403) << host;
  }
  EXPECT_EQ(status("localhost", "Host", "localhost"), 403);  // twice
  EXPECT_EQ(status("localhost", "Origin", "http://evil.example"), 403);
  EXPECT_EQ(status("localhost", "Origin", "null"), 403);
  EXPECT_EQ(status("localhost", "Sec-Fetch-Site", "cross-site"), 403);
  EXPECT_EQ(status("localhost", "Sec-Fetch-Site", "same-site"), 403);
  EXPECT_EQ(status("localhost", "Sec-Fetch-Site", "none"), 200);
}

TEST(Hygiene, ConfiguredNamesAreAllowed) {
  Hygiene hygiene{.hosts = {"bus.example"}, .origins = {"https://console.example"}};
  http::Request request;
  request.headers.add("Host", "BUS.example:443");
  request.headers.add("Origin", "https://console.example");
  EXPECT_FALSE(hygiene.objection(request));
}

TEST(Hygiene, InsideATunnelTheHostIsTheTunnels) {
  auto objects = [&](std::string_view host, const char* origin = nullptr) {
    http::Request request;
    request.proxied_host = "sqs.us-east-1.amazonaws.com";
    request.headers.add("Host", host);
    if (origin != nullptr) request.headers.add("Origin", origin);
    return Hygiene{}.objection(request).has_value();
  };
  EXPECT_FALSE(objects("sqs.us-east-1.amazonaws.com"));
  EXPECT_FALSE(objects("SQS.us-east-1.amazonaws.com:443"));
  EXPECT_TRUE(objects("sts.us-east-1.amazonaws.com"));
  EXPECT_TRUE(objects("localhost"));
  EXPECT_TRUE(objects("sqs.us-east-1.amazonaws.com", "https://evil.example"));
}

TEST(Hygiene, AStarStandsForEveryNameBelow) {
  Hygiene hygiene{.hosts = {"*.bus.example"}, .origins = {}};
  auto objects = [&](std::string_view host) {
    http::Request request;
    request.headers.add("Host", host);
    return hygiene.objection(request).has_value();
  };
  EXPECT_FALSE(objects("sqs.eu-west-1.bus.example:4566"));
  EXPECT_FALSE(objects("SQS.Bus.example"));
  EXPECT_TRUE(objects("bus.example"));
  EXPECT_TRUE(objects(".bus.example"));
  EXPECT_TRUE(objects("evilbus.example"));
  EXPECT_TRUE(objects("sqs.bus.example.evil"));
  EXPECT_TRUE(objects("sqs.us-east-1.amazonaws.com"));
}

// An <img> of a web page can send this much, without Origin in old browsers.
TEST_F(GatewayTest, UnsignedGetsAreNotTrusted) {
  http::Request request;
  request.method = "GET";
  request.target = "/?Action=Echo&Text=a&Version=2012-11-05";
  request.headers.add("Host", "localhost");
  auto answer = client_.send(std::move(request));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.code(), "MissingAuthenticationToken");
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(GatewayTest, RegionsAreConfigured) {
  http::Request request = TestClient::query_request("sqs", "Action=Echo&Text=a");
  http::Request other;
  other.method = request.method;
  other.target = request.target;
  other.body = request.body;
  for (http::Header header : request.headers) {
    std::string value(header.value);
    size_t at = value.find("eu-west-1");
    if (at != std::string::npos) value.replace(at, 9, "mars-east");
    other.headers.add(header.name, value);
  }
  EXPECT_EQ(client_.send(std::move(request)).status, 200);
  auto answer = client_.send(std::move(other));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.code(), "SignatureDoesNotMatch");
}

TEST_F(GatewayTest, CountsByOperationAndOutcome) {
  client_.json("AmazonSQS.Echo", R"({"Text":"a"})");
  client_.json("AmazonSQS.Echo", R"({"Text":"fail"})");
  client_.json("AmazonSQS.Echo", R"({"Text":"throw"})");
  client_.json("AmazonSQS.Purr", "{}");
  auto count = [&](const char* operation, const char* outcome) {
    return client_.metrics()
        .counter("angarium_requests_total", "",
                 {{"service", "sqs"}, {"operation", operation}, {"outcome", outcome}})
        .value();
  };
  EXPECT_EQ(count("Echo", "ok"), 1);
  EXPECT_EQ(count("Echo", "client_error"), 1);
  EXPECT_EQ(count("Echo", "server_error"), 1);
  EXPECT_EQ(count("Purr", "client_error"), 0);  // names that clients make up are no labels
}

TEST(GatewayDeathTest, RefusesTablesThatCanNotBeToldApart) {
  Echo echo;
  base::SimulatedExecutor executor(1);
  std::vector<Service> twice = {Service(Echo::table(), echo), Service(Echo::table(), echo)};
  EXPECT_DEATH(TestClient(twice, executor), "");
}

TEST(GatewayDeathTest, RefusesARowWithoutAPlan) {
  static Operation rows[] = {operation<&Echo::plan_echo, &Echo::echo>("Echo")};
  rows[0].plan = nullptr;
  static ServiceTable table = Echo::table();
  table.operations = rows;
  Echo echo;
  base::SimulatedExecutor executor(1);
  EXPECT_DEATH(TestClient({Service(table, echo)}, executor), "row.plan");
}

}  // namespace
}  // namespace angarium::wire
