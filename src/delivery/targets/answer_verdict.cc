#include "delivery/targets/answer_verdict.h"

#include <fmt/format.h>

#include <charconv>

#include "http/error.h"

namespace angarium::delivery::targets {
namespace {

bool is_retryable(int status) {
  return status == 401 || status == 407 || status == 409 || status == 429 || status / 100 == 5;
}

}  // namespace

std::optional<base::Milliseconds> retry_after(const http::Response& answer, base::Time now) {
  const auto field = answer.headers.find("Retry-After");
  if (!field) return std::nullopt;
  // More is cut to what delivery waits at most (delivery/retry.h) anyway, and must not overflow.
  constexpr int64_t kSecondsMax = 24 * 60 * 60;
  int64_t seconds = 0;
  const char* end = field->data() + field->size();
  const auto [stop, failure] = std::from_chars(field->data(), end, seconds);
  const bool is_number = stop == end && failure != std::errc::invalid_argument;
  if (is_number && failure == std::errc::result_out_of_range) {
    seconds = field->front() == '-' ? -1 : kSecondsMax;
  }
  if (is_number) return base::Seconds(std::min(seconds, kSecondsMax));
  const auto date = base::parse_http_date(*field);
  if (!date) return std::nullopt;
  return std::max(base::Milliseconds(0),
                  std::chrono::duration_cast<base::Milliseconds>(*date - now));
}

Attempt verdict_of(const http::Response& answer, base::Time now) {
  if (answer.status / 100 == 2) return Attempt::delivered();
  const std::string_view reason = http::reason_phrase(answer.status);
  std::string message = fmt::format("The endpoint answered with status {}{}{}.", answer.status,
                                    reason.empty() ? "" : " ", reason);
  // The code under which the owner finds it in a dead letter, "HTTP_503".
  std::string code = fmt::format("HTTP_{}", answer.status);
  if (!is_retryable(answer.status)) return Attempt::permanent(std::move(code), std::move(message));
  const auto wish = retry_after(answer, now);
  if (wish && *wish < base::Milliseconds(0)) {
    return Attempt::permanent(std::move(code), message + " It wants no further attempt.");
  }
  Attempt attempt = Attempt::retryable(std::move(code), std::move(message));
  attempt.retry_after = wish;
  return attempt;
}

Attempt verdict_of(const base::Error& error) {
  if (error.is(http::HttpError::kAddressRefused)) {
    return Attempt::permanent(
        "ADDRESS_REFUSED",
        "The endpoint's address is not one that calls may go to; the server's "
        "`destinations.allow_networks` lists those besides public ones.");
  }
  if (error.is(http::HttpError::kTimedOut)) {
    return Attempt::retryable("TIMEOUT", "The endpoint did not answer within 5 seconds.");
  }
  return Attempt::retryable("CONNECTION_FAILURE", error.message());
}

}  // namespace angarium::delivery::targets
