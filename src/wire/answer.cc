#include "wire/answer.h"

#include <fmt/format.h>

#include "json/writer.h"
#include "wire/json_codec.h"
#include "wire/query_codec.h"

namespace angarium::wire {
namespace {

// When no service was found: what AWS's front end uses.
constexpr std::string_view kGeneralNamespace = "http://webservices.amazon.com/AWSFault/2005-15-09";

std::string_view content_type(Protocol protocol) {
  switch (protocol) {
    case Protocol::kJson10: return "application/x-amz-json-1.0";
    case Protocol::kJson11: return "application/x-amz-json-1.1";
    case Protocol::kQuery: return "text/xml";
    case Protocol::kDocument: return "application/json";
  }
  return "";
}

http::Response response(const Route& route, std::string_view request_id, int status) {
  http::Response answer;
  answer.status = status;
  answer.content_type = content_type(route.protocol);
  answer.headers.add("x-amzn-RequestId", request_id);
  return answer;
}

std::string json_error(const Route& route, const Error& error) {
  std::string body;
  std::string type(route.service != nullptr ? route.service->table().error_prefix : "");
  json::Writer(body)
      .begin_object()
      .key("__type")
      .string(type + error.code)
      .key("message")
      .string(error.message)
      .end_object();
  return body;
}

// What HTTP wants said with these (RFC 9110, 11.6.1 and 15.5.6).
void add_entrance_headers(int status, http::Headers& headers) {
  if (status == 401) headers.add("WWW-Authenticate", R"(Basic realm="angarium", charset="UTF-8")");
  if (status == 405) headers.add("Allow", "POST, PUT");
}

}  // namespace

http::Response success_response(const Route& route, std::string_view request_id,
                                const void* output) {
  http::Response answer = response(route, request_id, 200);
  const Shape& shape = route.operation->output();
  if (route.protocol == Protocol::kQuery) {
    answer.body = encode_query_response(
        route.operation->name, route.service->table().query_namespace, request_id, shape, output);
  } else if (!shape.name.empty()) {
    encode_json(shape, output, answer.body);
  }
  return answer;
}

http::Response error_response(const Route& route, std::string_view request_id, const Error& error) {
  const bool is_query = route.protocol == Protocol::kQuery;
  // awsJson tells errors apart by their code and has 400 for most; who comes by an entrance looks
  // at the status, as clients of the query protocol do.
  const bool is_told_by_status = is_query || route.protocol == Protocol::kDocument;
  http::Response answer =
      response(route, request_id, is_told_by_status ? error.status_in_query() : error.status);
  if (is_query) {
    answer.body = encode_query_error(
        error,
        route.service != nullptr ? route.service->table().query_namespace : kGeneralNamespace,
        request_id);
    return answer;
  }
  answer.body = json_error(route, error);
  if (route.protocol == Protocol::kDocument) add_entrance_headers(answer.status, answer.headers);
  if (route.service != nullptr && route.service->table().is_query_compatible) {
    answer.headers.add("x-amzn-query-error",
                       fmt::format("{};{}", error.code_in_query(),
                                   error.fault == Fault::kSender ? "Sender" : "Receiver"));
  }
  return answer;
}

}  // namespace angarium::wire
