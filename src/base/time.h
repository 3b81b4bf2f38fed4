#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace angarium::base {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

// A moment of the calendar, in UTC, to the millisecond. What is stored and shown.
using Time = std::chrono::sys_time<Milliseconds>;
// A moment on a clock that never jumps, comparable within one process only. What timers use.
using Instant = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

int64_t to_unix_ms(Time time);
Time from_unix_ms(int64_t unix_ms);

// "2026-11-22T08:30:00Z": the form in event envelopes and in XML (without fractions).
std::string format_iso_seconds(Time time);
// "2026-11-22T08:30:00.250Z"
std::string format_iso_milliseconds(Time time);
// "20261122T083000Z": SigV4's X-Amz-Date.
std::string format_basic(Time time);
// "Sun, 22 Nov 2026 08:30:00 GMT": HTTP's Date.
std::string format_http_date(Time time);

// RFC 3339 with `Z` or an offset, fractions cut to milliseconds. None for anything else.
std::optional<Time> parse_iso(std::string_view text);
// SigV4's "20261122T083000Z" only.
std::optional<Time> parse_basic(std::string_view text);
// RFC 9110's IMF-fixdate only.
std::optional<Time> parse_http_date(std::string_view text);

}  // namespace angarium::base
