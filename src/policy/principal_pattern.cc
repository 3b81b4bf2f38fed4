#include "policy/principal_pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/arn.h"
#include "policy/policy.h"

namespace angarium::policy {
namespace {

base::Error invalid(std::string_view kind, std::string_view text) {
  return base::Error(ErrorCode::kSyntax,
                     fmt::format("Invalid principal in policy: \"{}\":\"{}\"", kind, text));
}

// What a saved ARN of a user or role turns into. Source: IAM user guide, "IAM identifiers".
bool is_unique_id(std::string_view text) {
  bool has_prefix = text.starts_with("AIDA") || text.starts_with("AROA");
  return has_prefix && text.size() >= 16 && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// What users, roles and sessions may be called. A variable is no name: principals have none.
// Source: IAM user guide, "IAM and AWS STS quotas", "IAM name requirements".
bool is_name(std::string_view text) {
  constexpr std::string_view kMarks = "_+=,.@-";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return is_letter || kMarks.find(c) != std::string_view::npos;
  });
}

// "user/path/name", "role/path/name", "assumed-role/name/session", "federated-user/name".
bool is_named(std::string_view service, std::string_view resource) {
  size_t slash = resource.find('/');
  if (slash == std::string_view::npos) return false;
  std::string_view kind = resource.substr(0, slash);
  std::string_view name = resource.substr(slash + 1);
  size_t last = name.rfind('/');
  std::string_view before = last == std::string_view::npos ? "" : name.substr(0, last);
  if (!is_name(name.substr(last + 1))) return false;  // npos + 1 is the beginning
  if (service == "iam") return kind == "user" || kind == "role";
  if (kind == "assumed-role") return is_name(before);
  return kind == "federated-user" && last == std::string_view::npos;
}

}  // namespace

base::Result<PrincipalPattern> PrincipalPattern::parse(std::string_view kind,
                                                       std::string_view text) {
  if (kind == "AWS") return parse_aws(text);
  bool has_wildcard = text.find_first_of("*?") != std::string_view::npos;
  if (text.empty() || has_wildcard) return invalid(kind, text);
  if (kind == "Service") return PrincipalPattern(Kind::kService, text);
  if (kind == "Federated") return PrincipalPattern(Kind::kFederated, text);
  return PrincipalPattern(Kind::kCanonicalUser, text);
}

base::Result<PrincipalPattern> PrincipalPattern::parse_aws(std::string_view text) {
  if (text == "*") return everyone();
  if (base::is_account_id(text)) return PrincipalPattern(Kind::kAccount, text);
  if (is_unique_id(text)) return PrincipalPattern(Kind::kUniqueId, text);
  std::optional<base::Arn> arn = base::parse_arn(text);
  bool has_wildcard = text.find_first_of("*?") != std::string_view::npos;
  if (!arn || has_wildcard || !base::is_account_id(arn->account.text()) || !arn->region.empty() ||
      (arn->service != "iam" && arn->service != "sts")) {
    return invalid("AWS", text);
  }
  if (arn->service == "iam" && arn->resource == "root") {
    return PrincipalPattern(Kind::kAccount, arn->account.text());
  }
  if (!is_named(arn->service, arn->resource)) return invalid("AWS", text);
  return PrincipalPattern(Kind::kArn, text);
}

Grant PrincipalPattern::match(const Question& question) const {
  const Principal& who = question.principal();
  bool is_role = question.type() == PrincipalType::kRoleSession;
  switch (kind_) {
    case Kind::kEveryone: return Grant::kDirect;
    case Kind::kAccount: return who.account.text() == text_ ? Grant::kAccount : Grant::kNone;
    case Kind::kArn:
      if (who.issuer_arn == text_) return Grant::kIssuer;
      if (who.arn != text_) return Grant::kNone;
      // A role that is asked about without a session of it.
      return is_role && text_.find(":role/") != std::string::npos ? Grant::kIssuer : Grant::kDirect;
    case Kind::kUniqueId:
      if (who.unique_id != text_) return Grant::kNone;
      return question.type() == PrincipalType::kUser ? Grant::kDirect : Grant::kIssuer;
    case Kind::kService: return who.service == text_ ? Grant::kDirect : Grant::kNone;
    case Kind::kFederated: return who.federated_provider == text_ ? Grant::kDirect : Grant::kNone;
    case Kind::kCanonicalUser: return Grant::kNone;
  }
  return Grant::kNone;
}

}  // namespace angarium::policy
