#include "services/sts/web_identities.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/sts/errors.h"

namespace angarium::services::sts {
namespace {

// How far the clocks of issuers may be ahead of ours.
constexpr base::Seconds kSkewMax{300};
// Of AWS's model: webIdentitySubjectType, and what a condition key's value may be.
constexpr size_t kSubjectMax = 255;

wire::Error no_provider(std::string_view issuer) {
  return invalid_identity_token(
      fmt::format("No OpenIDConnect provider found in your account for {}", issuer));
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

wire::Result<void> check_times(const WebToken& token, base::Time now) {
  if (!token.expires || !token.issued) {
    return invalid_identity_token("The token must have the claims `exp` and `iat`");
  }
  if (*token.expires <= now) {
    return expired_identity_token(fmt::format(
        "Token expired: current date/time {} must be before the expiration date/time {}",
        base::format_iso_seconds(now), base::format_iso_seconds(*token.expires)));
  }
  if (*token.issued > now + kSkewMax || token.not_before.value_or(now) > now + kSkewMax) {
    return rejected_claim("The token is not valid yet: its `iat` or `nbf` is in the future");
  }
  return {};
}

wire::Result<void> check_signature(const WebToken& token, const WebKeys& keys) {
  if (!keys.has(token.algorithm, token.key_id)) {
    return invalid_identity_token(
        "Couldn't find a verification key of your identity provider for the token's `alg` and "
        "`kid`");
  }
  if (!keys.verify(token.algorithm, token.key_id, token.signed_text, token.signature)) {
    return invalid_identity_token("The token's signature does not match");
  }
  return {};
}

size_t character_count(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_source_identity(std::string_view text) {
  return text.size() >= 2 && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
           bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           return is_letter || (c >= '0' && c <= '9') ||
                  std::string_view("_+=,.@-").find(c) != std::string_view::npos;
         });
}

// The limits that AWS's model gives the parameters of AssumeRole that these claims stand for.
wire::Result<void> check_marks(const WebToken& token) {
  constexpr size_t kTagsMax = 50, kKeyMax = 128, kValueMax = 256;
  bool is_fit = token.tags.size() <= kTagsMax && token.transitive_tag_keys.size() <= kTagsMax;
  for (const auto& [key, value] : token.tags) {
    is_fit = is_fit && !key.empty() && character_count(key) <= kKeyMax &&
             character_count(value) <= kValueMax;
  }
  if (!is_fit) {
    return rejected_claim(
        "The token has more than 50 session tags, or one whose key has not 1 to 128 characters, or "
        "whose value has more than 256");
  }
  if (!token.source_identity.empty() && !is_source_identity(token.source_identity)) {
    return rejected_claim(
        "The token's source identity must have 2 to 64 characters of a-z, A-Z, 0-9 and _+=,.@-");
  }
  return {};
}

// Source: IAM user guide, "Available keys for AWS OIDC federation": `azp`, where it is set, is the
// audience.
std::vector<std::string> audiences_of(const WebToken& token) {
  if (token.authorized_party.empty()) return token.audiences;
  return {token.authorized_party};
}

}  // namespace

std::string_view provider_name(std::string_view issuer_url) {
  constexpr std::string_view kScheme = "https://";
  if (issuer_url.starts_with(kScheme)) issuer_url.remove_prefix(kScheme.size());
  return issuer_url;
}

wire::Result<WebIdentity> WebIdentities::verify(std::string_view text,
                                                const identity::Directory& directory,
                                                const base::AccountId& account,
                                                base::Time now) const {
  std::optional<WebToken> token = parse_web_token(text);
  if (!token) {
    return invalid_identity_token(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
        "Token)");
  }
  auto issuer = issuers_.find(token->issuer);
  if (issuer == issuers_.end()) return no_provider(token->issuer);
  AG_CHECK(check_signature(*token, issuer->second.keys));
  AG_CHECK(check_times(*token, now));
  if (token->subject.empty() || token->subject.size() > kSubjectMax) {
    return rejected_claim("The token's `sub` must have 1 to 255 characters");
  }
  AG_CHECK(check_marks(*token));
  WebIdentity identity;
  identity.provider_arn =
      fmt::format("arn:aws:iam::{}:oidc-provider/{}", account.text(), provider_name(token->issuer));
  auto provider = directory.oidc_provider(identity.provider_arn);
  const std::vector<std::string>& wanted =
      provider ? provider->client_ids : issuer->second.audiences;
  if (wanted.empty()) return no_provider(token->issuer);
  for (const std::string& audience : audiences_of(*token)) {
    if (identity.audience.empty() && contains(wanted, audience)) identity.audience = audience;
  }
  if (identity.audience.empty()) return invalid_identity_token("Incorrect token audience");
  identity.token = std::move(*token);
  return identity;
}

}  // namespace angarium::services::sts
