#include "wire/test_client.h"

#include <fmt/format.h>

#include "base/base64.h"

namespace angarium::wire {
namespace {

const std::vector<base::Region> kRegions{base::Region("eu-west-1"), base::Region("us-east-1")};

http::Request signed_request(std::string_view service, std::string_view account) {
  http::Request request;
  request.method = "POST";
  request.target = "/";
  request.peer_address = "127.0.0.1";
  request.headers.add("Host", "localhost:4566");
  request.headers.add("X-Amz-Date", "20261122T083000Z");
  request.headers.add(
      "Authorization",
      fmt::format("AWS4-HMAC-SHA256 Credential={}/20261122/eu-west-1/{}/aws4_request, "
                  "SignedHeaders=host, Signature=0",
                  account, service));
  return request;
}

std::string between(std::string_view text, std::string_view begin, std::string_view end) {
  size_t from = text.find(begin);
  if (from == std::string_view::npos) return "";
  from += begin.size();
  return std::string(text.substr(from, text.find(end, from) - from));
}

base::Task<void> run(Gateway& gateway, http::Request request, TestClient::Pending pending) {
  http::Response response = co_await gateway.handle(std::move(request));
  TestClient::Answer answer;
  answer.status = response.status;
  answer.body = std::move(response.body);
  answer.query_error = response.headers.find("x-amzn-query-error").value_or("");
  *pending = std::move(answer);
}

}  // namespace

std::string TestClient::Answer::code() const {
  std::string type = between(body, "\"__type\":\"", "\"");
  if (type.empty()) return between(body, "<Code>", "</Code>");
  return type.substr(type.find('#') + 1);
}

TestClient::TestClient(std::vector<Service> services, base::SimulatedExecutor& executor,
                       Authorizer* authorizer)
    : executor_(executor),
      clock_(executor, *base::parse_basic("20261122T083000Z")),
      authenticator_(kRegions),
      basic_authenticator_(nullptr, kRegions),
      gateway_(std::move(services), {.authenticator = authenticator_,
                                     .authorizer = authorizer != nullptr ? *authorizer : allow_all_,
                                     .worker = executor,
                                     .clock = clock_,
                                     .random = random_,
                                     .metrics = metrics_,
                                     .entrance_authenticator = &basic_authenticator_}) {}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): a target has a dot, a body a brace
http::Request TestClient::json_request(std::string_view target, std::string_view body,
                                       std::string_view account) {
  http::Request request = signed_request("any", account);
  request.headers.add("Content-Type", "application/x-amz-json-1.0");
  request.headers.add("X-Amz-Target", target);
  request.body = body;
  return request;
}

http::Request TestClient::query_request(std::string_view service, std::string_view form,
                                        std::string_view account) {
  http::Request request = signed_request(service, account);
  request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.body = form;
  return request;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): a path has slashes, a body a brace
http::Request TestClient::entrance_request(std::string_view path, std::string_view body,
                                           std::string_view account) {
  http::Request request;
  request.method = "POST";
  request.target = path;
  request.peer_address = "127.0.0.1";
  request.headers.add("Host", "localhost:4566");
  request.headers.add("Authorization",
                      "Basic " + base::encode_base64(fmt::format("{}:any", account)));
  request.body = body;
  return request;
}

TestClient::Pending TestClient::begin(http::Request request) {
  auto pending = std::make_shared<std::optional<Answer>>();
  base::start(run(gateway_, std::move(request), pending));
  return pending;
}

TestClient::Answer TestClient::send(http::Request request) {
  Pending pending = begin(std::move(request));
  while (!pending->has_value() && executor_.run_one()) {
  }
  return pending->value();
}

TestClient::Answer TestClient::json(std::string_view target, std::string_view body,
                                    std::string_view account) {
  return send(json_request(target, body, account));
}

TestClient::Answer TestClient::query(std::string_view service, std::string_view form,
                                     std::string_view account) {
  return send(query_request(service, form, account));
}

}  // namespace angarium::wire
