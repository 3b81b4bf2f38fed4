#include "identity/principals.h"

#include <functional>

#include "base/arn.h"
#include "json/scanner.h"

namespace angarium::identity {
namespace {

constexpr uint32_t kDepthMax = 64;

using Replace = std::function<base::Result<std::string>(std::string_view principal)>;

// Walks a policy and copies it, but for the strings under "AWS" in a principal's element:
//
//   {"Statement": [{"Principal": {"AWS": ["..."]}, ...}]}
//    depth 1       2              3  (an array doesn't count: only objects do)
class Rewriter {
 public:
  Rewriter(std::string_view text, const Replace& replace)
      : text_(text), scanner_(text, kDepthMax), replace_(replace) {}

  base::Result<std::string> run() {
    while (true) {
      AG_TRY(token, scanner_.next());
      if (token.kind == json::TokenKind::kEnd) break;
      AG_CHECK(take(token));
    }
    out_.append(text_.substr(copied_));
    return std::move(out_);
  }

 private:
  base::Result<void> take(const json::Token& token) {
    switch (token.kind) {
      case json::TokenKind::kObjectBegin: ++depth_; break;
      case json::TokenKind::kObjectEnd:
        if (--depth_ <= kStatementDepth) is_principal_ = is_aws_ = false;
        break;
      case json::TokenKind::kKey: take_key(decoded(token)); break;
      case json::TokenKind::kString:
        if (is_aws_ && depth_ == kStatementDepth + 1) return take_principal(token);
        break;
      default: break;
    }
    return {};
  }

  void take_key(const std::string& name) {
    if (depth_ == kStatementDepth) {
      is_principal_ = name == "Principal" || name == "NotPrincipal";
      is_aws_ = false;
    } else if (depth_ == kStatementDepth + 1) {
      is_aws_ = is_principal_ && name == "AWS";
    }
  }

  base::Result<void> take_principal(const json::Token& token) {
    AG_TRY(next, replace_(decoded(token)));
    // The text between the quotes. ARNs and ids need no escapes.
    auto begin = static_cast<size_t>(token.raw.data() - text_.data());
    out_.append(text_.substr(copied_, begin - copied_)).append(next);
    copied_ = begin + token.raw.size();
    return {};
  }

  static std::string decoded(const json::Token& token) {
    std::string text;
    json::unescape(token.raw, text);
    return text;
  }

  static constexpr int kStatementDepth = 2;

  std::string_view text_;
  json::Scanner scanner_;
  const Replace& replace_;
  std::string out_;
  size_t copied_ = 0;
  int depth_ = 0;
  bool is_principal_ = false;  // inside an element that names principals
  bool is_aws_ = false;        // of its entries, those that are accounts, users and roles
};

base::Error no_such_principal(std::string_view principal) {
  return base::Error(IdentityError::kNoSuchPrincipal,
                     "Invalid principal in policy: \"AWS\":\"" + std::string(principal) + "\"");
}

bool is_user_or_role(const base::Arn& arn) {
  return arn.service == "iam" &&
         (arn.resource.starts_with("user/") || arn.resource.starts_with("role/"));
}

bool is_unique_id(std::string_view text) {
  return (text.starts_with("AIDA") || text.starts_with("AROA")) &&
         text.find(':') == std::string_view::npos;
}

}  // namespace

base::Result<std::string> with_principal_ids(std::string_view text, const Directory& directory) {
  const Replace replace = [&](std::string_view principal) -> base::Result<std::string> {
    if (is_unique_id(principal)) {
      if (directory.arn_of_id(principal).empty()) return no_such_principal(principal);
      return std::string(principal);
    }
    std::optional<base::Arn> arn = base::parse_arn(principal);
    if (!arn || !is_user_or_role(*arn)) return std::string(principal);
    std::string id = directory.unique_id(principal);
    if (id.empty()) return no_such_principal(principal);
    return id;
  };
  return Rewriter(text, replace).run();
}

std::string with_principal_arns(std::string_view text, const Directory& directory) {
  const Replace replace = [&](std::string_view principal) -> base::Result<std::string> {
    std::string arn = is_unique_id(principal) ? directory.arn_of_id(principal) : std::string();
    return arn.empty() ? std::string(principal) : arn;
  };
  auto rewritten = Rewriter(text, replace).run();
  return rewritten.ok() ? std::move(*rewritten) : std::string(text);
}

}  // namespace angarium::identity
