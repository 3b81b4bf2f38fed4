#include "proxy/endpoint.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "http/message.h"
#include "wire/endpoint_name.h"

namespace angarium::proxy {
namespace {

constexpr size_t kNameBytesMax = 253;
constexpr size_t kLabelBytesMax = 63;

bool is_label(std::string_view label) {
  auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !label.empty() && label.size() <= kLabelBytesMax &&
         std::all_of(label.begin(), label.end(), fits);
}

bool is_v6(std::string_view text) {
  in6_addr address{};
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

std::optional<uint16_t> parse_port(std::string_view text) {
  uint16_t port = 0;
  const char* end = text.data() + text.size();
  auto [stop, failure] = std::from_chars(text.data(), end, port);
  if (failure != std::errc() || stop != end || port == 0) return std::nullopt;
  return port;
}

// The scheme at the front, or nothing.
std::string_view scheme_of(std::string_view target) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (http::equals_ignoring_case(target.substr(0, scheme.size()), scheme)) return scheme;
  }
  return {};
}

}  // namespace

std::string Endpoint::text() const {
  bool brackets = host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(brackets ? "[{}]:{}" : "{}:{}"), host, port);
}

bool is_host_name(std::string_view text) {
  if (text.size() > kNameBytesMax) return false;
  for (;;) {
    size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::optional<Endpoint> parse_endpoint(std::string_view text,
                                       std::optional<uint16_t> default_port) {
  bool brackets = text.starts_with('[');
  size_t host_end = brackets ? text.find(']') : text.find(':');
  if (brackets && host_end == std::string_view::npos) return std::nullopt;
  host_end = std::min(host_end, text.size());
  std::string_view host = text.substr(brackets ? 1 : 0, host_end - (brackets ? 1 : 0));
  std::string_view rest = text.substr(host_end + (brackets ? 1 : 0));
  std::optional<uint16_t> port = default_port;
  if (!rest.empty()) port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  if (brackets) {
    if (!is_v6(host)) return std::nullopt;
    return Endpoint{std::string(host), *port};
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  if (!is_host_name(host)) return std::nullopt;
  return Endpoint{wire::host_name(host), *port};
}

bool is_absolute(std::string_view target) { return !scheme_of(target).empty(); }

std::optional<AbsoluteTarget> parse_absolute(std::string_view target) {
  std::string_view scheme = scheme_of(target);
  if (scheme.empty()) return std::nullopt;
  bool https = scheme == "https://";
  target.remove_prefix(scheme.size());
  size_t end = std::min(target.find_first_of("/?#"), target.size());
  auto endpoint = parse_endpoint(target.substr(0, end), https ? 443 : 80);
  if (!endpoint) return std::nullopt;
  std::string rest(target.substr(end));
  if (!rest.starts_with('/')) rest.insert(0, "/");
  return AbsoluteTarget{std::move(*endpoint), std::move(rest), https};
}

}  // namespace angarium::proxy
