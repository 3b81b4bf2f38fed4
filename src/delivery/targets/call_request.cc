#include "delivery/targets/call_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/percent.h"
#include "delivery/targets/body_members.h"
#include "delivery/targets/error.h"
#include "delivery/targets/form.h"
#include "delivery/targets/parameter_value.h"

namespace angarium::delivery::targets {
namespace {

// Fields that no parameter sets: those of the transport, and those that EventBridge takes out of
// requests to API destinations or sets itself (User Guide, "API destinations").
constexpr std::string_view kReservedFields[] = {
    "a-im",
    "accept-charset",
    "accept-datetime",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-md5",
    "date",
    "expect",
    "forwarded",
    "from",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "max-forwards",
    "origin",
    "pragma",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "warning",
};

bool is_reserved(std::string_view name) {
  return std::any_of(
      std::begin(kReservedFields), std::end(kReservedFields),
      [&](std::string_view reserved) { return http::equals_ignoring_case(name, reserved); });
}

bool has_body(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

base::Error unfit(std::string message) { return {TargetError::kParameter, std::move(message)}; }

// Puts `value` under `name`, in place of what is there.
void put(Parameters& parameters, const std::string& name, std::string value, bool ignores_case) {
  auto is_same = [&](const auto& parameter) {
    return ignores_case ? http::equals_ignoring_case(parameter.first, name)
                        : parameter.first == name;
  };
  std::erase_if(parameters, is_same);
  parameters.emplace_back(name, std::move(value));
}

base::Result<std::string> path_of(const ApiDestination& destination, const Delivery& delivery) {
  const std::string& pattern = destination.endpoint.path;
  const std::vector<std::string>& values = delivery.route->http.path_values;
  std::string path;
  size_t next = 0;
  for (char c : pattern) {
    if (c != '*' || next == values.size()) {
      path += c;
      continue;
    }
    const auto value = parameter_value(values[next], delivery);
    if (!value) {
      return unfit(fmt::format("The event has no value for the path parameter {}.", values[next]));
    }
    // Servers take these for steps in the path, encoded or not.
    if (value->empty() || *value == "." || *value == "..") {
      return unfit(fmt::format("The path parameter {} is `{}`, which no path can hold.",
                               values[next], *value));
    }
    path += base::percent_encode(*value);
    ++next;
  }
  return path;
}

base::Result<std::string> target_of(const ApiDestination& destination, const Parameters& added,
                                    const Delivery& delivery) {
  AG_TRY(target, path_of(destination, delivery));
  Parameters query;
  for (const auto& [name, value] : delivery.route->http.query) {
    auto resolved = parameter_value(value, delivery);
    if (resolved) put(query, name, std::move(*resolved), false);
  }
  for (const auto& [name, value] : added) put(query, name, value, false);
  const std::string& own = destination.endpoint.query;
  if (!own.empty() || !query.empty()) target += '?';
  target += own;
  if (!own.empty() && !query.empty()) target += '&';
  append_form(query, target);
  return target;
}

// Field values are printable ASCII and what lies above; a control would end the field.
bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<uint8_t>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

base::Result<Parameters> fields_of(const Parameters& added, const Delivery& delivery) {
  Parameters fields;
  for (const auto& [name, value] : delivery.route->http.headers) {
    auto resolved = parameter_value(value, delivery);
    if (!resolved) continue;
    if (!is_field_value(*resolved)) {
      return unfit(
          fmt::format("The event's value for the header {} has a control character.", name));
    }
    put(fields, name, std::move(*resolved), true);
  }
  for (const auto& [name, value] : added) put(fields, name, value, true);
  std::erase_if(fields, [](const auto& field) { return is_reserved(field.first); });
  return fields;
}

// `first`: fields that stand before all others.
base::Result<http::Request> compose(const ApiDestination& destination, const AddedParameters& added,
                                    const Delivery& delivery, std::string_view body,
                                    http::Headers first) {
  http::Request request;
  request.headers = std::move(first);
  request.method = destination.method;
  AG_TRY(target, target_of(destination, added.query, delivery));
  request.target = std::move(target);
  AG_TRY(fields, fields_of(added.headers, delivery));
  const bool has_content_type = std::any_of(fields.begin(), fields.end(), [](const auto& field) {
    return http::equals_ignoring_case(field.first, "content-type");
  });
  if (has_body(request.method)) {
    if (!has_content_type) request.headers.add("Content-Type", "application/json; charset=utf-8");
    AG_TRY(merged, with_members(body, added.body));
    request.body = std::move(merged);
  }
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  return request;
}

}  // namespace

base::Result<http::Request> own_request(const ApiDestination& destination, const Delivery& delivery,
                                        std::string_view body) {
  return compose(destination, {}, delivery, body, {});
}

base::Result<http::Request> call_request(const ApiDestination& destination,
                                         const AddedParameters& added, const Delivery& delivery,
                                         std::string_view body) {
  http::Headers first;
  first.add("Host", destination.endpoint.authority());
  first.add("User-Agent", "Amazon/EventBridge/ApiDestinations");
  first.add("Range", "bytes=0-1048575");
  first.add("Accept-Encoding", "gzip,deflate");
  return compose(destination, added, delivery, body, std::move(first));
}

void authorize(http::Request& request, const FixedAuthorization& authorization) {
  http::Headers headers;
  for (http::Header header : request.headers) {
    if (http::equals_ignoring_case(header.name, authorization.name)) continue;
    headers.add(header.name, header.value);
  }
  headers.add(authorization.name, authorization.value);
  request.headers = std::move(headers);
}

}  // namespace angarium::delivery::targets
