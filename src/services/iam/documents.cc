#include "services/iam/documents.h"

#include "base/percent.h"
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

std::string shown(const policy::Policy& policy) { return base::percent_encode(policy.text()); }

std::string shown_trust(const policy::Policy& policy, const identity::Directory& directory) {
  return base::percent_encode(identity::with_principal_arns(policy.text(), directory));
}

}  // namespace angarium::services::iam
