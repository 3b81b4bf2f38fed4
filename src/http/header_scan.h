#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/server.h"

namespace angarium::http {

// Why a request is turned away: an HTTP status and one line for the client.
struct Refusal {
  int status;
  std::string_view reason;  // static text
};

// Finds the end of a request's header in bytes that arrive in pieces, and refuses what the limits
// forbid or what parsers are known to read differently: NUL, a CR or LF alone, folded lines. The
// parser behind it (Beast) would unfold lines and counts no limits across calls.
//
// One object per request; each byte is looked at once.
class HeaderScan {
 public:
  enum class State { kMore, kComplete, kRefused };

  explicit HeaderScan(const Limits& limits) : limits_(limits) {}

  // `bytes` begins with the request line and holds all that has arrived since, possibly more
  // requests.
  State scan(std::string_view bytes);
  size_t header_bytes() const { return line_start_; }  // after kComplete: past the empty line
  size_t field_count() const { return line_count_ - 1; }
  const Refusal& refusal() const { return refusal_; }

 private:
  State scan_line(std::string_view line);
  State check_unfinished(std::string_view bytes);
  State refuse(int status, std::string_view reason);

  const Limits& limits_;
  size_t line_start_ = 0;
  size_t scanned_ = 0;  // no line feed in [line_start_, scanned_)
  size_t line_count_ = 0;
  Refusal refusal_{0, {}};
};

}  // namespace angarium::http
