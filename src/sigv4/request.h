#pragma once

#include <span>
#include <string_view>

namespace angarium::sigv4 {

struct Header {
  std::string_view name;
  std::string_view value;
};

// What a signature covers, as it came over the wire. Views: the owner outlives every call.
struct Request {
  std::string_view method;
  std::string_view target;  // path and query, raw
  std::span<const Header> headers;
  std::string_view body;
};

bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII

// The target's two halves; the question mark belongs to neither.
std::string_view path_of(std::string_view target);
std::string_view query_of(std::string_view target);

}  // namespace angarium::sigv4
