#include "http/response_writer.h"

#include <algorithm>
#include <charconv>

namespace angarium::http {

namespace {

void append_number(std::string& out, size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end.ptr);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  const size_t value_start = out.size();
  out.append(value);
  std::replace_if(
      out.begin() + static_cast<ptrdiff_t>(value_start), out.end(),
      [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  out.append("\r\n");
}

bool is_servers_own(std::string_view name) {
  return equals_ignoring_case(name, "content-length") || equals_ignoring_case(name, "date") ||
         equals_ignoring_case(name, "connection") ||
         equals_ignoring_case(name, "transfer-encoding");
}

bool is_field_name(std::string_view name) {
  constexpr std::string_view kSeparators = "\"(),/:;<=>?@[\\]{}";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return c > 0x20 && c < 0x7f && kSeparators.find(c) == std::string_view::npos;
  });
}

}  // namespace

void append_response(std::string& out, const Response& response, const AnswerStyle& style) {
  // A handler can't send interim answers; a number that isn't a final status is its bug.
  const int status = response.status >= 200 && response.status <= 999 ? response.status : 500;
  const bool has_body = status != 204 && status != 304;
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<size_t>(status));
  out.append(" ").append(reason_phrase(status)).append("\r\n");
  append_field(out, "Date", style.date);
  if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
  for (Header header : response.headers) {
    if (is_field_name(header.name) && !is_servers_own(header.name)) {
      append_field(out, header.name, header.value);
    }
  }
  if (!style.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (style.to_http_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  if (has_body) {
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
  }
  out.append("\r\n");
  if (has_body && !style.to_head) out.append(response.body);
}

}  // namespace angarium::http
