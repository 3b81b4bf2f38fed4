#include "http/header_scan.h"

namespace angarium::http {

HeaderScan::State HeaderScan::refuse(int status, std::string_view reason) {
  refusal_ = {status, reason};
  return State::kRefused;
}

HeaderScan::State HeaderScan::scan(std::string_view bytes) {
  for (;;) {
    const size_t line_feed = bytes.find('\n', scanned_);
    if (line_feed == std::string_view::npos) return check_unfinished(bytes);
    const std::string_view line = bytes.substr(line_start_, line_feed - line_start_);
    line_start_ = scanned_ = line_feed + 1;
    const State state = scan_line(line);
    if (state != State::kMore) return state;
  }
}

// `line` goes up to its line feed, and line_start_ already points past it.
HeaderScan::State HeaderScan::scan_line(std::string_view line) {
  const bool is_request_line = line_count_ == 0;
  if (line.empty() || line.find('\r') != line.size() - 1) {
    return refuse(400, "A header line has a line break that isn't CR LF.");
  }
  line.remove_suffix(1);
  if (line.find('\0') != std::string_view::npos) return refuse(400, "The header has a NUL byte.");
  if (is_request_line && line.size() > limits_.request_line_bytes_max) {
    return refuse(414, "The request line is too long.");
  }
  if (line_start_ > limits_.header_bytes_max) return refuse(431, "The header is too long.");
  if (line.empty()) return State::kComplete;
  if (!is_request_line && (line[0] == ' ' || line[0] == '\t')) {
    return refuse(400, "A header field is folded over several lines.");
  }
  if (++line_count_ > limits_.header_count_max + 1) {
    return refuse(431, "The header has too many fields.");
  }
  return State::kMore;
}

HeaderScan::State HeaderScan::check_unfinished(std::string_view bytes) {
  const std::string_view unfinished = bytes.substr(line_start_);
  // At once, not at the line's end: a TLS greeting on a plain port has no line feed to wait for.
  if (bytes.find('\0', scanned_) != std::string_view::npos)
    return refuse(400, "The header has a NUL byte.");
  // A carriage return may be the first half of the line's end.
  const size_t line_bytes = unfinished.ends_with('\r') ? unfinished.size() - 1 : unfinished.size();
  if (line_count_ == 0 && line_bytes > limits_.request_line_bytes_max) {
    return refuse(414, "The request line is too long.");
  }
  if (bytes.size() >= limits_.header_bytes_max) return refuse(431, "The header is too long.");
  scanned_ = bytes.size();
  return State::kMore;
}

}  // namespace angarium::http
