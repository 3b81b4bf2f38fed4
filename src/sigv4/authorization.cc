#include "sigv4/authorization.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sigv4/canonical.h"

namespace angarium::sigv4 {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

base::Error malformed(std::string message) { return {ErrorCode::kMalformed, std::move(message)}; }

// The only header of that name: none when absent, an error when there are several.
base::Result<std::optional<std::string_view>> only_header(const Request& request,
                                                          std::string_view name) {
  std::optional<std::string_view> found;
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name, name)) continue;
    if (found) return malformed(fmt::format("The request has more than one `{}` header.", name));
    found = trimmed(header.value);
  }
  return found;
}

// The only query parameter of that name, decoded.
base::Result<std::optional<std::string>> only_parameter(const Request& request,
                                                        std::string_view name) {
  std::optional<std::string> found;
  std::string_view query = query_of(request.target);
  while (!query.empty()) {
    size_t end = std::min(query.find('&'), query.size());
    std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    size_t equals = std::min(pair.find('='), pair.size());
    if (percent_decode(pair.substr(0, equals)) != name) continue;
    if (found) return malformed(fmt::format("The query has more than one `{}`.", name));
    found = percent_decode(pair.substr(std::min(equals + 1, pair.size())));
  }
  return found;
}

base::Result<void> read_credential(std::string_view text, Authorization& authorization) {
  std::string* const parts[] = {&authorization.access_key_id, &authorization.day,
                                &authorization.region, &authorization.service,
                                &authorization.terminator};
  for (std::string* part : parts) {
    size_t slash = text.find('/');
    bool is_last = part == &authorization.terminator;
    if ((slash == std::string_view::npos) != is_last || text.empty() || slash == 0) {
      return malformed(
          "Credential must have exactly 5 slash-delimited elements, "
          "e.g. keyid/date/region/service/term.");
    }
    *part = text.substr(0, slash);
    text.remove_prefix(is_last ? text.size() : slash + 1);
  }
  return {};
}

base::Result<void> read_signed_headers(std::string_view text, Authorization& authorization) {
  while (!text.empty()) {
    size_t end = std::min(text.find(';'), text.size());
    std::string name(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    if (name.empty()) return malformed("SignedHeaders has an empty name.");
    if (authorization.signed_headers.size() == kSignedHeadersMax) {
      return malformed("SignedHeaders has too many names.");
    }
    authorization.signed_headers.push_back(std::move(name));
  }
  std::vector<std::string>& names = authorization.signed_headers;
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
    return malformed("SignedHeaders names a header twice.");
  }
  return {};
}

base::Result<void> read_time(std::string_view text, Authorization& authorization) {
  std::optional<base::Time> time = base::parse_basic(text);
  if (!time) time = base::parse_http_date(text);
  if (!time) {
    return malformed(
        "Date must be in ISO-8601 'basic format', as in 20261122T083000Z, or an HTTP date.");
  }
  authorization.time = *time;
  authorization.time_text = base::format_basic(*time);
  return {};
}

struct Parts {
  std::string_view credential, signed_headers, signature;
};

// "Credential=.., SignedHeaders=.., Signature=.." in any order, with or without blanks.
base::Result<Parts> split_parts(std::string_view text) {
  Parts parts;
  while (!text.empty()) {
    size_t end = std::min(text.find(','), text.size());
    std::string_view part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      return malformed(
          "A part of the Authorization header is not a key=value pair (missing equal-sign).");
    }
    std::string_view name = part.substr(0, equals);
    std::string_view* slot = name == "Credential"      ? &parts.credential
                             : name == "SignedHeaders" ? &parts.signed_headers
                             : name == "Signature"     ? &parts.signature
                                                       : nullptr;
    if (slot == nullptr) continue;
    if (!slot->empty()) return malformed(fmt::format("Authorization has `{}` twice.", name));
    *slot = part.substr(equals + 1);
  }
  return parts;
}

// Names everything that is absent, as AWS does.
std::string absent_parts(const Parts& parts, bool has_date) {
  std::string text;
  auto add = [&text](std::string_view sentence) {
    if (!text.empty()) text += ' ';
    text += sentence;
  };
  if (parts.credential.empty()) add("Authorization header requires 'Credential' parameter.");
  if (parts.signature.empty()) add("Authorization header requires 'Signature' parameter.");
  if (parts.signed_headers.empty()) add("Authorization header requires 'SignedHeaders' parameter.");
  if (!has_date) {
    add("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return text;
}

base::Result<Authorization> parse_header(const Request& request, std::string_view text) {
  size_t space = text.find(' ');
  if (text.substr(0, space) != kAlgorithm) {
    return malformed("Authorization header must use the algorithm 'AWS4-HMAC-SHA256'.");
  }
  text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  AG_TRY(parts, split_parts(text));
  AG_TRY(date, only_header(request, "x-amz-date"));
  if (!date) {
    AG_TRY(fallback, only_header(request, "date"));
    date = fallback;
  }
  std::string absent = absent_parts(parts, date.has_value());
  if (!absent.empty()) return malformed(std::move(absent));
  Authorization authorization;
  AG_CHECK(read_credential(parts.credential, authorization));
  AG_CHECK(read_signed_headers(parts.signed_headers, authorization));
  AG_CHECK(read_time(*date, authorization));
  AG_TRY(token, only_header(request, "x-amz-security-token"));
  authorization.session_token = token.value_or(std::string_view());
  authorization.signature = parts.signature;
  return authorization;
}

base::Result<std::string> needed_parameter(const Request& request, std::string_view name) {
  AG_TRY(value, only_parameter(request, name));
  if (!value || value->empty()) {
    return malformed(fmt::format("AWS query-string parameters must include '{}'.", name));
  }
  return std::move(*value);
}

base::Result<Authorization> parse_presigned(const Request& request, std::string signature) {
  Authorization authorization;
  authorization.signature = std::move(signature);
  AG_TRY(algorithm, needed_parameter(request, "X-Amz-Algorithm"));
  if (algorithm != kAlgorithm) return malformed("X-Amz-Algorithm must be 'AWS4-HMAC-SHA256'.");
  AG_TRY(credential, needed_parameter(request, "X-Amz-Credential"));
  AG_CHECK(read_credential(credential, authorization));
  AG_TRY(signed_headers, needed_parameter(request, "X-Amz-SignedHeaders"));
  AG_CHECK(read_signed_headers(signed_headers, authorization));
  AG_TRY(date, needed_parameter(request, "X-Amz-Date"));
  AG_CHECK(read_time(date, authorization));
  AG_TRY(expires, needed_parameter(request, "X-Amz-Expires"));
  int64_t seconds = 0;
  auto [end, error] = std::from_chars(expires.data(), expires.data() + expires.size(), seconds);
  if (error != std::errc() || end != expires.data() + expires.size() || seconds < 1 ||
      seconds > kExpiresMax.count()) {
    return malformed("X-Amz-Expires must be a number of seconds from 1 to 604800.");
  }
  authorization.expires = base::Seconds(seconds);
  AG_TRY(token, only_parameter(request, "X-Amz-Security-Token"));
  authorization.session_token = token.value_or("");
  return authorization;
}

}  // namespace

std::string Authorization::scope() const {
  return fmt::format("{}/{}/{}/{}", day, region, service, terminator);
}

base::Result<Authorization> parse_authorization(const Request& request) {
  AG_TRY(header, only_header(request, "authorization"));
  AG_TRY(signature, only_parameter(request, "X-Amz-Signature"));
  if (header && signature) {
    return malformed("The request is signed in its Authorization header and in its query.");
  }
  if (header) return parse_header(request, *header);
  if (signature) return parse_presigned(request, std::move(*signature));
  return base::Error(ErrorCode::kUnsigned, "Missing Authentication Token");
}

}  // namespace angarium::sigv4
