#include "wire/page_token.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "sigv4/sha256.h"

namespace angarium::wire {
namespace {

constexpr char kVersion = 1;
constexpr size_t kMacBytes = 16;

// Lengths first, so that no two lists of texts give the same bytes.
void append_part(std::string_view part, std::string& out) {
  out += fmt::format("{}:", part.size());
  out += part;
}

}  // namespace

std::string PageTokens::scope(const RequestContext& request,
                              std::initializer_list<std::string_view> arguments) {
  std::string text;
  append_part(request.caller.account.text(), text);
  append_part(request.region.text(), text);
  append_part(request.service, text);
  append_part(request.operation, text);
  for (std::string_view argument : arguments) append_part(argument, text);
  return text;
}

std::string PageTokens::mac(std::string_view scope, std::string_view position) const {
  std::string text(1, kVersion);
  append_part(scope, text);
  append_part(position, text);
  sigv4::Digest digest = sigv4::hmac_sha256(key_, text);
  return std::string(sigv4::as_text(digest).substr(0, kMacBytes));
}

std::string PageTokens::issue(std::string_view scope, std::string_view position) const {
  std::string bytes(1, kVersion);
  bytes += mac(scope, position);
  bytes += position;
  return base::encode_base64url(bytes);
}

std::optional<std::string> PageTokens::open(std::string_view scope, std::string_view token) const {
  if (token.size() > kTokenCharactersMax) return std::nullopt;
  std::optional<std::string> bytes = base::decode_base64url(token);
  if (!bytes || bytes->size() < 1 + kMacBytes || (*bytes)[0] != kVersion) return std::nullopt;
  std::string_view rest = std::string_view(*bytes).substr(1);
  std::string_view position = rest.substr(kMacBytes);
  if (!sigv4::equal_in_constant_time(rest.substr(0, kMacBytes), mac(scope, position))) {
    return std::nullopt;
  }
  return std::string(position);
}

}  // namespace angarium::wire
