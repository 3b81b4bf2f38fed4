#include "wire/hygiene.h"

#include <fmt/format.h>

#include <algorithm>

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

bool is_loopback(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
         is_loopback_v4(host);
}

}  // namespace

std::string host_name(std::string_view authority) {
  if (authority.starts_with('[')) {
    authority = authority.substr(1, std::min(authority.find(']'), authority.size()) - 1);
  } else {
    authority = authority.substr(0, authority.find(':'));
    if (authority.ends_with('.')) authority.remove_suffix(1);
  }
  std::string host(authority);
  for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return host;
}

std::optional<std::string> Hygiene::objection(const http::Request& request) const {
  std::vector<std::string_view> sent = request.headers.find_all("host");
  if (sent.size() != 1) return "The request must have exactly one Host header.";
  std::string host = host_name(sent[0]);
  if (!is_loopback(host) && !contains(hosts, host)) {
    return fmt::format("This server does not answer to the host name `{}`.", host);
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
