#include "delivery/targets/endpoint.h"

#include <algorithm>
#include <charconv>

#include "delivery/targets/error.h"

namespace angarium::delivery::targets {
namespace {

constexpr uint16_t kHttpsPort = 443;
constexpr uint16_t kHttpPort = 80;
constexpr size_t kHostMax = 253;  // of a name in DNS

base::Error refused(const char* why) { return {TargetError::kEndpoint, why}; }

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_sendable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < 0x7f && c != '#' && c != '\\'; });
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  const bool same = std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
  });
  if (same) text.remove_prefix(prefix.size());
  return same;
}

base::Result<void> parse_authority(std::string_view authority, Endpoint& endpoint) {
  const size_t colon = authority.find(':');
  endpoint.host = authority.substr(0, colon);
  for (char& c : endpoint.host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  const std::string& host = endpoint.host;
  const bool is_host = !host.empty() && host.size() <= kHostMax && host.front() != '.' &&
                       std::all_of(host.begin(), host.end(), is_host_character);
  if (!is_host) return refused("its host is not a name or an IPv4 address");
  if (colon == std::string_view::npos) return {};
  const std::string_view port = authority.substr(colon + 1);
  const auto [end, failure] =
      std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  const bool is_port =
      failure == std::errc() && end == port.data() + port.size() && endpoint.port != 0;
  if (!is_port) return refused("its port is not a number from 1 to 65535");
  return {};
}

}  // namespace

std::string Endpoint::authority() const {
  if (port == (is_secure ? kHttpsPort : kHttpPort)) return host;
  return host + ":" + std::to_string(port);
}

base::Result<Endpoint> parse_endpoint(std::string_view url, bool allow_plaintext) {
  Endpoint endpoint;
  if (!take_prefix(url, "https://")) {
    if (!allow_plaintext || !take_prefix(url, "http://")) {
      return refused(allow_plaintext ? "it must begin with https:// or http://"
                                     : "it must begin with https://");
    }
    endpoint.is_secure = false;
    endpoint.port = kHttpPort;
  }
  const size_t authority_end = std::min(url.find_first_of("/?"), url.size());
  AG_CHECK(parse_authority(url.substr(0, authority_end), endpoint));
  url.remove_prefix(authority_end);
  if (!is_sendable(url)) return refused("its path or query has a character that must be encoded");
  const size_t question = std::min(url.find('?'), url.size());
  endpoint.path = question == 0 ? "/" : url.substr(0, question);
  if (question < url.size()) endpoint.query = url.substr(question + 1);
  return endpoint;
}

}  // namespace angarium::delivery::targets
