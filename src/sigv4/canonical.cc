#include "sigv4/canonical.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/percent.h"
#include "sigv4/sha256.h"

namespace angarium::sigv4 {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> segments;
  bool ends_in_slash = path.ends_with('/');
  while (!path.empty()) {
    size_t end = std::min(path.find('/'), path.size());
    std::string_view segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (!segment.empty() && segment != ".") {
      segments.push_back(segment);
    }
  }
  std::string joined;
  for (std::string_view segment : segments) joined.append("/").append(segment);
  if (joined.empty() || ends_in_slash) joined += '/';
  return joined;
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::string_view query_of(std::string_view target) {
  size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

std::string percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high << 4 | low);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

std::string canonical_path(std::string_view path) {
  return base::percent_encode(without_dot_segments(path), "/");
}

std::string canonical_query(std::string_view query, std::string_view leave_out) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    size_t end = std::min(query.find('&'), query.size());
    std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    size_t equals = std::min(pair.find('='), pair.size());
    std::string name = base::percent_encode(percent_decode(pair.substr(0, equals)));
    if (!leave_out.empty() && name == leave_out) continue;
    parameters.emplace_back(
        std::move(name),
        base::percent_encode(percent_decode(pair.substr(std::min(equals + 1, pair.size())))));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string joined;
  for (const auto& [name, value] : parameters) {
    if (!joined.empty()) joined += '&';
    joined.append(name).append("=").append(value);
  }
  return joined;
}

std::string canonical_header_value(std::string_view value) {
  std::string canonical;
  canonical.reserve(value.size());
  bool pending_space = false;
  for (char c : value) {
    if (c == ' ' || c == '\t') {
      pending_space = !canonical.empty();
      continue;
    }
    if (pending_space) canonical += ' ';
    pending_space = false;
    canonical += c;
  }
  return canonical;
}

std::string canonical_request(const Request& request, std::string_view query,
                              std::span<const std::string> signed_headers,
                              std::string_view payload_hash) {
  std::string text;
  text.reserve(512);
  text.append(request.method).append("\n");
  text.append(canonical_path(path_of(request.target))).append("\n").append(query).append("\n");
  for (const std::string& name : signed_headers) {
    text.append(name).append(":");
    bool first = true;
    for (const Header& header : request.headers) {
      if (!equals_ignoring_case(header.name, name)) continue;
      if (!first) text += ',';
      first = false;
      text += canonical_header_value(header.value);
    }
    text += '\n';
  }
  text += '\n';
  for (size_t i = 0; i < signed_headers.size(); ++i) {
    if (i > 0) text += ';';
    text += signed_headers[i];
  }
  return text.append("\n").append(payload_hash);
}

std::string string_to_sign(std::string_view time, std::string_view scope,
                           std::string_view canonical_request) {
  std::string text;
  text.append(kAlgorithm).append("\n").append(time).append("\n").append(scope).append("\n");
  return text + hex(sha256(canonical_request));
}

}  // namespace angarium::sigv4
