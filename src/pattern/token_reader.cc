#include "pattern/token_reader.h"

#include "pattern/jackson_reason.h"

namespace angarium::pattern {

base::Error refused(std::string reason) {
  return base::Error(ErrorCode::kInvalidPattern, std::move(reason));
}

base::Error TokenReader::broken(const base::Error& error) const {
  std::string reason = jackson_reason(text_, depth_max_);
  if (reason.empty()) reason = error.message();
  return refused(std::move(reason));
}

std::string decoded(const json::Token& token) {
  if (!token.escaped) return std::string(token.raw);
  std::string text;
  json::unescape(token.raw, text);
  return text;
}

}  // namespace angarium::pattern
