#include "server/environment.h"

#include "json/writer.h"

namespace angarium::server {

base::Task<http::Response> Environment::handle(http::Request request) {
  if (request.target != kEnvironmentPath) co_return co_await next_.handle(std::move(request));
  co_return answer(request);
}

http::Response Environment::answer(const http::Request& request) const {
  http::Response response;
  if (auto objection = hygiene_.objection(request)) {
    response.status = 403;
    response.content_type = "text/plain; charset=utf-8";
    response.body = *objection + "\n";
    return response;
  }
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  response.content_type = "application/json";
  json::Writer writer(response.body);
  writer.begin_object();
  writer.key("signatures_checked").boolean(facts_.signatures_checked);
  writer.key("regions").begin_array();
  for (const std::string& region : facts_.regions) writer.string(region);
  writer.end_array().key("proxy").boolean(facts_.proxy);
  if (facts_.proxy) writer.key("ca_certificate").string(facts_.ca_certificate);
  writer.end_object();
  response.body += '\n';
  return response;
}

}  // namespace angarium::server
