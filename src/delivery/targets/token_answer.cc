#include "delivery/targets/token_answer.h"

#include <algorithm>
#include <charconv>

#include "delivery/targets/error.h"
#include "http/message.h"
#include "json/value.h"

namespace angarium::delivery::targets {
namespace {

// The longest that intermediaries let through whole, with room.
constexpr size_t kTokenBytesMax = 32 * 1024;
constexpr int64_t kLifetimeSecondsMax = 365 * 24 * 60 * 60;

base::Error refused(const char* why) { return {TargetError::kToken, why}; }

bool is_visible(std::string_view text) {
  return !text.empty() && text.size() <= kTokenBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// A number, or one in quotes, as some servers have it.
std::optional<base::Seconds> lifetime_of(const json::Value& value) {
  double seconds = value.number().value_or(-1);
  if (const auto text = value.string()) {
    int64_t whole = -1;
    std::from_chars(text->data(), text->data() + text->size(), whole);
    seconds = static_cast<double>(whole);
  }
  if (!(seconds >= 0)) return std::nullopt;
  return base::Seconds(
      static_cast<int64_t>(std::min(seconds, static_cast<double>(kLifetimeSecondsMax))));
}

}  // namespace

base::Result<TokenAnswer> parse_token_answer(std::string_view body) {
  auto document = json::Document::parse(body);
  if (!document.ok() || document->root().kind() != json::Kind::kObject) {
    return refused("its answer is not a JSON object");
  }
  const json::Value root = document->root();
  const auto token = root.find_string("access_token");
  if (!token) return refused("its answer has no access_token");
  if (!is_visible(*token))
    return refused("its access_token has characters that no header can hold");
  std::string type = "Bearer";
  const auto given = root.find_string("token_type");
  if (given && !http::equals_ignoring_case(*given, "bearer")) {
    type = *given;
    if (!is_visible(type)) return refused("its token_type has characters that no header can hold");
  }
  TokenAnswer answer{.authorization = type + " " + std::string(*token)};
  if (const auto expires = root.find("expires_in")) answer.lifetime = lifetime_of(*expires);
  return answer;
}

}  // namespace angarium::delivery::targets
