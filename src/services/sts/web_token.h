#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace angarium::services::sts {

// A JSON Web Token (RFC 7519) in its compact form, as an identity provider signs it (RFC 7515).
// What it claims is worth nothing before its signature is verified.
struct WebToken {
  std::string algorithm = {};  // "RS256"
  std::string key_id = {};     // which of the issuer's keys; may be empty
  std::string signed_text = {};
  std::string signature = {};

  std::string issuer = {};
  std::string subject = {};
  std::vector<std::string> audiences = {};
  std::string authorized_party = {};          // azp
  std::vector<std::string> methods = {};      // amr: how the subject was authenticated
  std::optional<base::Time> expires = {};     // exp
  std::optional<base::Time> not_before = {};  // nbf
  std::optional<base::Time> issued = {};      // iat

  // What AWS reads as session tags and source identity: IAM user guide, "Passing session tags using
  // AssumeRoleWithWebIdentity".
  std::map<std::string, std::string> tags = {};
  std::vector<std::string> transitive_tag_keys = {};
  std::string source_identity = {};
};

// None for what isn't one, or has a claim of the wrong type. Takes any input.
std::optional<WebToken> parse_web_token(std::string_view text);

}  // namespace angarium::services::sts
