#include "sigv4/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "sigv4/canonical.h"

namespace angarium::sigv4 {
namespace {

int64_t minutes(base::Milliseconds span) {
  return std::chrono::duration_cast<std::chrono::minutes>(span).count();
}

base::Result<void> check_time(const Authorization& authorization, const Expected& expected) {
  std::string_view day = std::string_view(authorization.time_text).substr(0, 8);
  if (authorization.day != day) {
    return base::Error(ErrorCode::kWrongDay,
                       fmt::format("Date in Credential scope does not match YYYYMMDD from ISO-8601 "
                                   "version of date from HTTP: '{}' != '{}', from '{}'.",
                                   authorization.day, day, authorization.time_text));
  }
  std::string now = base::format_basic(expected.now);
  if (authorization.time > expected.now + expected.skew_max) {
    return base::Error(
        ErrorCode::kTooNew,
        fmt::format("Signature not yet current: {} is still later than {} ({} + {} "
                    "min.)",
                    authorization.time_text, base::format_basic(expected.now + expected.skew_max),
                    now, minutes(expected.skew_max)));
  }
  if (authorization.is_presigned()) {
    if (expected.now <= authorization.time + *authorization.expires) return {};
    return base::Error(ErrorCode::kExpired, "Request has expired.");
  }
  if (authorization.time < expected.now - expected.skew_max) {
    return base::Error(
        ErrorCode::kTooOld,
        fmt::format("Signature expired: {} is now earlier than {} ({} - {} min.)",
                    authorization.time_text, base::format_basic(expected.now - expected.skew_max),
                    now, minutes(expected.skew_max)));
  }
  return {};
}

base::Result<void> check_scope(const Authorization& authorization, const Expected& expected) {
  auto is_region = [&](const base::Region& region) {
    return region.text() == authorization.region;
  };
  if (std::none_of(expected.regions.begin(), expected.regions.end(), is_region)) {
    return base::Error(ErrorCode::kWrongRegion,
                       fmt::format("Credential should be scoped to a valid region, not '{}'. ",
                                   authorization.region));
  }
  if (authorization.service != expected.service) {
    return base::Error(
        ErrorCode::kWrongService,
        fmt::format("Credential should be scoped to correct service: '{}'. ", expected.service));
  }
  if (authorization.terminator != kTerminator) {
    return base::Error(ErrorCode::kWrongTerminator,
                       fmt::format("Credential should be scoped with a valid terminator: "
                                   "'aws4_request', not '{}'.",
                                   authorization.terminator));
  }
  return {};
}

bool is_signed(const Authorization& authorization, std::string_view header) {
  return std::any_of(authorization.signed_headers.begin(), authorization.signed_headers.end(),
                     [&](const std::string& name) { return equals_ignoring_case(name, header); });
}

base::Result<void> check_headers(const Request& request, const Authorization& authorization) {
  if (!is_signed(authorization, "host")) {
    return base::Error(ErrorCode::kHeaderNotSigned,
                       "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name.substr(0, 6), "x-amz-")) continue;
    if (is_signed(authorization, header.name)) continue;
    return base::Error(
        ErrorCode::kHeaderNotSigned,
        fmt::format("'{}' must be a 'SignedHeader' in the AWS Authorization.", header.name));
  }
  for (const std::string& name : authorization.signed_headers) {
    auto is_sent = [&](const Header& header) { return equals_ignoring_case(header.name, name); };
    if (std::any_of(request.headers.begin(), request.headers.end(), is_sent)) continue;
    return base::Error(ErrorCode::kHeaderMissing,
                       fmt::format("The signed header '{}' is not in the request.", name));
  }
  return {};
}

// The body's hash, which must be what x-amz-content-sha256 says if that is sent. UNSIGNED-PAYLOAD
// and the streaming forms belong to S3: here nothing is taken that the signature does not cover.
base::Result<std::string> payload_hash(const Request& request) {
  std::string actual = hex(sha256(request.body));
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name, "x-amz-content-sha256")) continue;
    if (canonical_header_value(header.value) == actual) continue;
    return base::Error(
        ErrorCode::kPayloadMismatch,
        "The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
  return actual;
}

}  // namespace

base::Result<void> verify(const Request& request, const Authorization& authorization,
                          std::string_view secret, const Expected& expected, SigningKeys& keys) {
  AG_CHECK(check_time(authorization, expected));
  AG_CHECK(check_scope(authorization, expected));
  AG_CHECK(check_headers(request, authorization));
  AG_TRY(payload, payload_hash(request));
  std::string query = canonical_query(query_of(request.target),
                                      authorization.is_presigned() ? "X-Amz-Signature" : "");
  std::string canonical = canonical_request(request, query, authorization.signed_headers, payload);
  Digest key = keys.get(secret, authorization.day, authorization.region, authorization.service);
  std::string signature = hex(hmac_sha256(
      as_text(key), string_to_sign(authorization.time_text, authorization.scope(), canonical)));
  if (equal_in_constant_time(signature, authorization.signature)) return {};
  return base::Error(
      ErrorCode::kSignatureMismatch,
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS "
      "Secret Access Key and signing method. Consult the service documentation for details.");
}

}  // namespace angarium::sigv4
