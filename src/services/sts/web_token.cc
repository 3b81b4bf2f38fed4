#include "services/sts/web_token.h"

#include "base/base64.h"
#include "json/value.h"

namespace angarium::services::sts {
namespace {

constexpr const char* kTagsClaim = "https://aws.amazon.com/tags";
constexpr const char* kSourceIdentityClaim = "https://aws.amazon.com/source_identity";
// Year 9999: what is later is a mistake, and would not fit.
constexpr int64_t kSecondsMax = 253'402'300'799;

// Each reads one claim and is false when it is there and something else.

bool read(const json::Value& object, std::string_view name, std::string& out) {
  std::optional<json::Value> member = object.find(name);
  if (!member) return true;
  std::optional<std::string_view> text = member->string();
  if (text) out = *text;
  return text.has_value();
}

// A string or a list of strings: RFC 7519, section 4.1.3.
bool read(const json::Value& object, std::string_view name, std::vector<std::string>& out) {
  std::optional<json::Value> member = object.find(name);
  if (!member) return true;
  if (auto text = member->string()) {
    out.emplace_back(*text);
    return true;
  }
  if (member->kind() != json::Kind::kArray) return false;
  for (json::Value element : member->elements()) {
    auto text = element.string();
    if (!text) return false;
    out.emplace_back(*text);
  }
  return true;
}

// Seconds since 1970, which may have a fraction: RFC 7519, section 2, "NumericDate".
bool read(const json::Value& object, std::string_view name, std::optional<base::Time>& out) {
  std::optional<json::Value> member = object.find(name);
  if (!member) return true;
  std::optional<double> seconds = member->number();
  if (!seconds || !(*seconds >= 0 && *seconds <= static_cast<double>(kSecondsMax))) return false;
  out = base::from_unix_ms(static_cast<int64_t>(*seconds * 1000));
  return true;
}

// {"principal_tags": {"KEY": ["VALUE"]}, "transitive_tag_keys": ["KEY"]}
bool read_tags(const json::Value& claims, WebToken& token) {
  std::optional<json::Value> member = claims.find(kTagsClaim);
  if (!member) return true;
  if (member->kind() != json::Kind::kObject) return false;
  if (auto tags = member->find("principal_tags")) {
    if (tags->kind() != json::Kind::kObject) return false;
    for (json::Member tag : tags->members()) {
      std::vector<std::string> values;
      if (!read(*tags, tag.name, values) || values.size() != 1) return false;
      if (!token.tags.emplace(tag.name, values[0]).second) return false;
    }
  }
  return read(*member, "transitive_tag_keys", token.transitive_tag_keys);
}

bool read_claims(std::string_view json, WebToken& token) {
  auto document = json::Document::parse(json);
  if (!document.ok() || document->root().kind() != json::Kind::kObject) return false;
  const json::Value claims = document->root();
  return read(claims, "iss", token.issuer) && read(claims, "sub", token.subject) &&
         read(claims, "aud", token.audiences) && read(claims, "azp", token.authorized_party) &&
         read(claims, "amr", token.methods) && read(claims, "exp", token.expires) &&
         read(claims, "nbf", token.not_before) && read(claims, "iat", token.issued) &&
         read(claims, kSourceIdentityClaim, token.source_identity) && read_tags(claims, token);
}

bool read_header(std::string_view json, WebToken& token) {
  auto document = json::Document::parse(json);
  if (!document.ok() || document->root().kind() != json::Kind::kObject) return false;
  const json::Value header = document->root();
  // RFC 7515, section 4.1.11: what must be understood and isn't is refused.
  if (header.find("crit")) return false;
  return read(header, "alg", token.algorithm) && read(header, "kid", token.key_id);
}

}  // namespace

std::optional<WebToken> parse_web_token(std::string_view text) {
  size_t first = text.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  size_t second = text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto header = base::decode_base64url(text.substr(0, first));
  auto claims = base::decode_base64url(text.substr(first + 1, second - first - 1));
  auto signature = base::decode_base64url(text.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  WebToken token;
  token.signed_text = text.substr(0, second);
  token.signature = std::move(*signature);
  if (!read_header(*header, token) || !read_claims(*claims, token)) return std::nullopt;
  return token;
}

}  // namespace angarium::services::sts
