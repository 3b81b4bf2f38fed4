#include "wire/endpoint_name.h"

#include <algorithm>

namespace angarium::wire {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the text before the first dot off the front.
std::string_view take_label(std::string_view& host) {
  size_t dot = std::min(host.find('.'), host.size());
  std::string_view label = host.substr(0, dot);
  host.remove_prefix(std::min(dot + 1, host.size()));
  return label;
}

// Words of letters and then a number, joined by dashes: "us-gov-west-1". The list of regions is the
// configuration's; here it is only told what is meant as one.
bool looks_like_region(std::string_view label) {
  int words = 0;
  for (;;) {
    size_t dash = label.find('-');
    if (dash == std::string_view::npos) break;
    std::string_view word = label.substr(0, dash);
    if (word.empty() || !std::all_of(word.begin(), word.end(), is_lower)) return false;
    label.remove_prefix(dash + 1);
    ++words;
  }
  return words >= 2 && !label.empty() && std::all_of(label.begin(), label.end(), is_digit);
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

bool is_aws_host(std::string_view host) {
  return std::any_of(kAwsDomains.begin(), kAwsDomains.end(), [&](std::string_view domain) {
    return host.size() > domain.size() + 1 && host.ends_with(domain) &&
           host[host.size() - domain.size() - 1] == '.';
  });
}

EndpointName read_endpoint_name(std::string_view host) {
  constexpr std::string_view kQueue = "queue";
  constexpr std::string_view kFips = "-fips";
  std::string_view rest = host;
  std::string_view first = take_label(rest);
  // A name without a dot is a machine's, whatever it is called.
  if (rest.empty()) return {};
  std::string_view second = take_label(rest);
  if (second == kQueue && looks_like_region(first)) return {"sqs", std::string(first)};
  if (first == kQueue) return {"sqs", is_aws_host(host) ? "us-east-1" : ""};
  if (first.ends_with(kFips)) first.remove_suffix(kFips.size());
  return {std::string(first), looks_like_region(second) ? std::string(second) : std::string()};
}

}  // namespace angarium::wire
