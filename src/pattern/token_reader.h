#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/scanner.h"
#include "pattern/error.h"

namespace angarium::pattern {

// The refusal of a pattern; `reason` is AWS's wording.
base::Error refused(std::string reason);

// The tokens of a pattern's text. What is wrong with the text as JSON is said in the words of
// Jackson, the reader behind AWS's answers (jackson_reason.h).
class TokenReader {
 public:
  // The text must be UTF-8 and outlive the reader and its tokens.
  TokenReader(std::string_view text, uint32_t depth_max)
      : scanner_(text, depth_max), text_(text), depth_max_(depth_max) {}

  base::Result<json::Token> next() {
    base::Result<json::Token> token = scanner_.next();
    if (!token.ok()) [[unlikely]] {
      return broken(token.error());
    }
    return token;
  }

  // Whether nothing follows.
  bool at_end() {
    base::Result<json::Token> token = scanner_.next();
    return token.ok() && token->kind == json::TokenKind::kEnd;
  }

 private:
  base::Error broken(const base::Error& error) const;

  json::Scanner scanner_;
  std::string_view text_;
  uint32_t depth_max_;
};

// The characters of a string or key, escapes resolved.
std::string decoded(const json::Token& token);

}  // namespace angarium::pattern
