#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/header_scan.h"
#include "http/message.h"
#include "http/server.h"

namespace angarium::http {

// Reads one request after the other out of bytes: Beast's parser without its I/O, plus the refusals
// that Beast leaves to its user. Usage per request: parse_header once, then parse_body until it is
// complete. After a refusal the connection can't be used for another request.
class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  // `header` is complete: HeaderScan found its end. Fills method, target and headers.
  std::optional<Refusal> parse_header(std::string_view header, size_t field_count,
                                      Request& request);
  // Moves body bytes from the front of `bytes` into the request; `consumed` tells how many were
  // used. What it leaves must come again, in front of what arrives next.
  std::optional<Refusal> parse_body(std::string_view bytes, size_t& consumed, Request& request);

  bool body_complete() const;
  bool expects_continue() const;
  bool keep_alive() const;  // what the client wants
  bool is_http_1_0() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace angarium::http
