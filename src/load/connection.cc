#include "load/connection.h"

#include <fmt/format.h>

#include <vector>

#include "proxy/endpoint.h"

namespace angarium::load {
namespace {

constexpr base::Seconds kAnswerTimeMax{60};

}  // namespace

const base::ErrorDomain& error_domain(LoadError) {
  static constexpr base::ErrorDomain kDomain{"load", [](int code) -> std::string_view {
                                               switch (static_cast<LoadError>(code)) {
                                                 case LoadError::kBadEndpoint: return "BadEndpoint";
                                                 case LoadError::kNobody: return "Nobody";
                                                 case LoadError::kRefused: return "Refused";
                                               }
                                               return "Unknown";
                                             }};
  return kDomain;
}

base::Result<Endpoint> Endpoint::parse(const std::string& url, const std::string& trusted_path) {
  auto address = proxy::parse_absolute(url);
  if (!address || address->origin_form != "/") {
    return base::Error(
        LoadError::kBadEndpoint,
        fmt::format("`{}` is not a server's address; it looks like http://127.0.0.1:4566", url));
  }
  Endpoint endpoint;
  endpoint.host = address->endpoint.host;
  endpoint.port = address->endpoint.port;
  if (address->https) {
    AG_TRY(context, http::TlsContext::for_client(trusted_path));
    endpoint.tls = std::move(context);
  }
  return endpoint;
}

base::Task<base::Result<void>> Connection::connect() {
  // The user names the server, so any address will do.
  const std::vector<std::string> everywhere = {"0.0.0.0/0", "::/0"};
  auto rule = http::AddressRule::make(everywhere);
  if (!rule.ok()) co_return rule.error();
  auto stream = co_await http::connect_host(executor_, endpoint_.host, endpoint_.port, *rule,
                                            executor_.now() + kAnswerTimeMax);
  if (!stream.ok()) {
    co_return base::Error(LoadError::kNobody,
                          fmt::format("no server answers at {}:{} ({})", endpoint_.host,
                                      endpoint_.port, stream.error().message()));
  }
  stream_ = std::move(*stream);
  if (endpoint_.tls) {
    stream_ = http::tls_client_stream(endpoint_.tls, executor_, std::move(stream_), endpoint_.host);
  }
  co_return base::Result<void>();
}

base::Task<base::Result<std::string>> Connection::call(std::string service, std::string target,
                                                       std::string body) {
  endpoint_.signer.service = service;
  const std::string host = fmt::format("{}:{}", endpoint_.host, endpoint_.port);
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
  if (!response.ok()) {
    co_return base::Error(LoadError::kNobody,
                          fmt::format("{}: {}", target, response.error().message()));
  }
  if (response->status != 200) {
    co_return base::Error(LoadError::kRefused, fmt::format("{} answered {}: {}", target,
                                                           response->status, response->body));
  }
  co_return std::move(response->body);
}

}  // namespace angarium::load
