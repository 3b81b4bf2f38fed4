#include "load/client.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace angarium::load {
namespace {

constexpr base::Seconds kAnswerTimeMax{60};

[[noreturn]] void give_up(const std::string& message) {
  std::fprintf(stderr, "corridor_load: %s\n", message.c_str());
  std::exit(1);
}

}  // namespace

base::Task<void> Client::connect() {
  auto stream = co_await http::connect_tcp(executor_, endpoint_.address, endpoint_.port,
                                           executor_.now() + kAnswerTimeMax);
  if (!stream.ok()) give_up(stream.error().message());
  stream_ = std::move(*stream);
}

base::Task<std::string> Client::call(std::string service, std::string target, std::string body) {
  endpoint_.signer.service = service;
  std::string host = fmt::format("{}:{}", endpoint_.address, endpoint_.port);
  const char* type = service == "sqs" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
  std::vector<sigv4::Header> signed_headers = {
      {"Host", host}, {"Content-Type", type}, {"X-Amz-Target", target}};
  auto added = sigv4::sign({"POST", "/", signed_headers, body}, endpoint_.signer, clock_.now());

  http::Request request;
  request.method = "POST";
  request.target = "/";
  for (const sigv4::Header& header : signed_headers) request.headers.add(header.name, header.value);
  for (const auto& [name, value] : added) request.headers.add(name, value);
  request.body = std::move(body);
  auto response = co_await http::send(*stream_, request, executor_.now() + kAnswerTimeMax);
  if (!response.ok()) give_up(response.error().message());
  if (response->status != 200) {
    give_up(fmt::format("{} answered {}: {}", target, response->status, response->body));
  }
  co_return std::move(response->body);
}

}  // namespace angarium::load
