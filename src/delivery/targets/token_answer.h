#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace angarium::delivery::targets {

// What an authorization server answers to a request for a token.
struct TokenAnswer {
  std::string authorization;  // the field's value: "Bearer abc"
  // None: it doesn't say; the token is used until it is refused.
  std::optional<base::Seconds> lifetime = {};
};

// RFC 6749, section 5.1: a JSON object with access_token, token_type and expires_in. A token that
// no header field could carry is refused. kToken, with a reason that shows nothing of the answer.
base::Result<TokenAnswer> parse_token_answer(std::string_view body);

}  // namespace angarium::delivery::targets
