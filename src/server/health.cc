#include "server/health.h"

namespace angarium::server {

base::Task<http::Response> Health::handle(http::Request request) {
  std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  http::Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.headers.add("Allow", "GET, HEAD");
  } else if (path == "/health") {
    response.content_type = "application/json";
    response.body = "{\"status\":\"ok\"}\n";
  } else if (path == "/metrics") {
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics_.text();
  } else {
    response.status = 404;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "Here are /health and /metrics; AWS requests go to the other port.\n";
  }
  co_return response;
}

}  // namespace angarium::server
