#include "server/environment_client.h"

#include <fmt/format.h>

#include "base/asio_executor.h"
#include "base/block_on.h"
#include "http/client.h"
#include "json/value.h"
#include "proxy/endpoint.h"

namespace angarium::server {
namespace {

constexpr base::Seconds kAnswerTimeMax{10};
constexpr base::Milliseconds kAskAgainAfter{50};  // a server takes about that long to start

base::Error nobody(const std::string& endpoint, const std::string& why) {
  return {AskError::kNobody,
          fmt::format("no server answers at {} ({}); start one with `angarium dev`, or say with "
                      "--endpoint where it is",
                      endpoint, why)};
}

base::Error not_angarium(const std::string& endpoint, const std::string& why) {
  return {AskError::kNotAngarium,
          fmt::format("what answers at {} is not an Angarium that can be asked: {}; say with "
                      "--endpoint where it is",
                      endpoint, why)};
}

struct Question {
  std::string endpoint;
  proxy::AbsoluteTarget address;
  std::string trusted_path;
  base::Instant give_up;  // asking somebody who isn't there
};

base::Task<base::Result<http::Response>> ask_once(base::AsioExecutor& executor,
                                                  const Question& question) {
  base::Instant deadline = executor.now() + kAnswerTimeMax;
  const proxy::Endpoint& where = question.address.endpoint;
  // The user names the server, so any address will do.
  const std::vector<std::string> everywhere = {"0.0.0.0/0", "::/0"};
  auto rule = http::AddressRule::make(everywhere);
  if (!rule.ok()) co_return rule.error();
  auto connected = co_await http::connect_host(executor, where.host, where.port, *rule, deadline);
  if (!connected.ok()) co_return nobody(question.endpoint, connected.error().message());
  std::unique_ptr<http::Stream> stream = std::move(*connected);
  if (question.address.https) {
    auto trust = http::TlsContext::for_client(question.trusted_path);
    if (!trust.ok()) co_return not_angarium(question.endpoint, trust.error().message());
    stream = http::tls_client_stream(*trust, executor, std::move(stream), where.host);
  }
  http::Request request;
  request.method = "GET";
  request.target = kEnvironmentPath;
  request.headers.add("Host", where.text());
  auto answer = co_await http::send(*stream, request, deadline);
  if (!answer.ok()) co_return not_angarium(question.endpoint, answer.error().message());
  co_return std::move(*answer);
}

base::Task<base::Result<http::Response>> ask(base::AsioExecutor& executor, Question question) {
  for (;;) {
    auto answer = co_await ask_once(executor, question);
    bool again = !answer.ok() && answer.error().is(AskError::kNobody);
    if (!again || executor.now() >= question.give_up) co_return answer;
    co_await base::sleep_until(executor, executor.now() + kAskAgainAfter);
  }
}

}  // namespace

const base::ErrorDomain& error_domain(AskError) {
  static constexpr base::ErrorDomain kDomain{"ask", [](int code) -> std::string_view {
                                               switch (static_cast<AskError>(code)) {
                                                 case AskError::kBadEndpoint: return "BadEndpoint";
                                                 case AskError::kNobody: return "Nobody";
                                                 case AskError::kNotAngarium: return "NotAngarium";
                                               }
                                               return "Unknown";
                                             }};
  return kDomain;
}

base::Result<EnvironmentFacts> parse_environment(std::string_view body) {
  auto wrong = [](const char* what) { return base::Error(AskError::kNotAngarium, what); };
  auto document = json::Document::parse(body);
  if (!document.ok()) return wrong("its answer is not JSON");
  auto signatures = document->root().find("signatures_checked");
  auto regions = document->root().find("regions");
  auto proxy = document->root().find("proxy");
  if (!signatures || !signatures->boolean() || !regions || regions->size() == 0 || !proxy ||
      !proxy->boolean()) {
    return wrong("its answer lacks what Angarium's has");
  }
  EnvironmentFacts facts{
      .signatures_checked = *signatures->boolean(), .regions = {}, .proxy = *proxy->boolean()};
  for (json::Value region : regions->elements()) {
    facts.regions.emplace_back(region.string().value_or(""));
  }
  auto certificate = document->root().find("ca_certificate");
  if (certificate) facts.ca_certificate = certificate->string().value_or("");
  if (facts.proxy && facts.ca_certificate.empty()) return wrong("its answer lacks a certificate");
  return facts;
}

base::Result<EnvironmentFacts> ask_environment(const std::string& endpoint,
                                               const std::string& trusted_path,
                                               base::Milliseconds patience) {
  auto address = proxy::parse_absolute(endpoint);
  if (!address || address->origin_form != "/") {
    return base::Error(
        AskError::kBadEndpoint,
        fmt::format("`{}` is not a server's address; it looks like http://127.0.0.1:4566",
                    endpoint));
  }
  base::AsioExecutor executor("ask", 1);
  Question question{endpoint, *address, trusted_path, executor.now() + patience};
  AG_TRY(answer, base::block_on(executor, ask(executor, std::move(question))));
  if (answer.status != 200) {
    return not_angarium(endpoint, fmt::format("it said {} {}", answer.status,
                                              answer.body.substr(0, answer.body.find('\n'))));
  }
  auto facts = parse_environment(answer.body);
  if (!facts.ok()) return not_angarium(endpoint, facts.error().message());
  return facts;
}

}  // namespace angarium::server
