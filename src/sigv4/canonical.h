#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sigv4/request.h"

// The canonical form that both sides of a signature compute.
// Source: AWS IAM user guide, "Create a signed AWS API request", and what botocore signs.

namespace angarium::sigv4 {

// Undoes escapes and turns '+' into a space; broken escapes stay as they are.
std::string percent_decode(std::string_view text);

// "." and ".." resolved, runs of slashes made one, and the bytes as sent encoded once more.
// (S3 alone does neither; it is not spoken here.)
std::string canonical_path(std::string_view path);

// Names and values decoded and encoded anew, sorted by name and then value; `k` becomes `k=`.
// The parameter named `leave_out` is left out.
std::string canonical_query(std::string_view query, std::string_view leave_out = {});

// Surrounding blanks removed, inner runs made one space.
std::string canonical_header_value(std::string_view value);

// `signed_headers` are lower case and sorted; headers of one name are joined by commas in their
// order.
std::string canonical_request(const Request& request, std::string_view query,
                              std::span<const std::string> signed_headers,
                              std::string_view payload_hash);

// "AWS4-HMAC-SHA256", the time, the scope and the request's hash, a line each.
std::string string_to_sign(std::string_view time, std::string_view scope,
                           std::string_view canonical_request);

inline constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kTerminator = "aws4_request";

}  // namespace angarium::sigv4
