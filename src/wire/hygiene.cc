#include "wire/hygiene.h"

#include <fmt/format.h>

#include <algorithm>

#include "wire/endpoint_name.h"

namespace angarium::wire {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& entry) {
    return http::equals_ignoring_case(entry, text);
  });
}

// 127.0.0.0/8 in its usual spelling: four decimal numbers.
bool is_loopback_v4(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int dots = 0;
  int digits = 0;
  for (char c : host) {
    if (c == '.') {
      if (digits == 0) return false;
      ++dots;
      digits = 0;
    } else if (c >= '0' && c <= '9' && digits < 3) {
      ++digits;
    } else {
      return false;
    }
  }
  return dots == 3 && digits > 0;
}

// "name" itself, or for "*.name" every name below it.
bool names(std::string_view entry, std::string_view host) {
  if (!entry.starts_with("*.")) return http::equals_ignoring_case(entry, host);
  entry.remove_prefix(1);
  return host.size() > entry.size() &&
         http::equals_ignoring_case(entry, host.substr(host.size() - entry.size()));
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
         is_loopback_v4(host);
}

}  // namespace

bool Hygiene::answers_to(std::string_view host, std::string_view proxied_host) const {
  if (!proxied_host.empty()) return host == proxied_host;
  return is_loopback(host) || std::any_of(hosts.begin(), hosts.end(),
                                          [&](const auto& entry) { return names(entry, host); });
}

std::optional<std::string> Hygiene::objection(const http::Request& request) const {
  std::vector<std::string_view> sent = request.headers.find_all("host");
  if (sent.size() != 1) return "The request must have exactly one Host header.";
  std::string host = host_name(sent[0]);
  if (!answers_to(host, request.proxied_host)) {
    return fmt::format("This server does not answer to the host name `{}`{}.", host,
                       request.proxied_host.empty()
                           ? ""
                           : fmt::format(" in a tunnel to `{}`", request.proxied_host));
  }
  std::optional<std::string_view> origin = request.headers.find("origin");
  if (origin) {
    if (contains(origins, *origin)) return std::nullopt;
    return fmt::format("The origin `{}` may not call this server.", *origin);
  }
  // Browsers leave Origin out of plain GETs (an <img>), but say where they come from.
  std::optional<std::string_view> site = request.headers.find("sec-fetch-site");
  if (site && *site != "none" && *site != "same-origin") {
    return "A page of another site may not call this server.";
  }
  return std::nullopt;
}

}  // namespace angarium::wire
