#include "services/iam/documents.h"

#include <fmt/format.h>

#include "identity/principals.h"
#include "services/iam/errors.h"
#include "services/iam/quotas.h"

namespace angarium::services::iam {
namespace {

wire::Result<policy::PolicyPtr> parse(std::string_view text, policy::PolicyKind kind) {
  auto parsed = policy::Policy::parse(text, kind);
  if (!parsed.ok()) return malformed_policy(parsed.error().message());
  return *parsed;
}

}  // namespace

wire::Result<policy::PolicyPtr> inline_document(std::string_view text) {
  return parse(text, policy::PolicyKind::kIdentity);
}

wire::Result<policy::PolicyPtr> managed_document(std::string_view text) {
  if (policy::counted_characters(text) > kManagedPolicyCharactersMax) {
    return over_quota("PolicySize", kManagedPolicyCharactersMax);
  }
  return parse(text, policy::PolicyKind::kManaged);
}

wire::Result<policy::PolicyPtr> trust_document(std::string_view text,
                                               const identity::Directory& directory) {
  if (policy::counted_characters(text) > kTrustPolicyCharactersMax) {
    return over_quota("ACLSizePerRole", kTrustPolicyCharactersMax);
  }
  AG_CHECK(parse(text, policy::PolicyKind::kTrust));
  auto resolved = identity::with_principal_ids(text, directory);
  if (!resolved.ok()) return malformed_policy(resolved.error().message());
  return parse(*resolved, policy::PolicyKind::kTrust);
}

std::string shown(const policy::Policy& policy) { return percent_encoded(policy.text()); }

std::string shown_trust(const policy::Policy& policy, const identity::Directory& directory) {
  return percent_encoded(identity::with_principal_arns(policy.text(), directory));
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool is_unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (is_unreserved) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace angarium::services::iam
