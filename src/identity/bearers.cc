#include "identity/bearers.h"

#include <openssl/evp.h>

#include <utility>

#include "base/assert.h"

namespace angarium::identity {
namespace {

std::array<uint8_t, 32> digest_of(std::string_view access_key_id, std::string_view token) {
  std::string text(access_key_id);
  text += '\n';  // neither holds one
  text += token;
  std::array<uint8_t, 32> digest;
  int done = EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  AG_ASSERT(done == 1);
  return digest;
}

// Neither knows a second factor here. Source: IAM user guide, "Permissions for GetSessionToken" and
// "Permissions for GetFederationToken": no calls of IAM.
bool is_unknown_to_iam(const wire::Caller& caller) {
  return caller.kind != wire::CallerKind::kRoleSession;
}

}  // namespace

std::optional<wire::Credential> Bearers::find(std::string_view access_key_id,
                                              std::string_view session_token) {
  if (session_token.empty()) return directory_.find(access_key_id, session_token);
  std::shared_ptr<const Opened> opened = open(access_key_id, session_token);
  if (!opened) return std::nullopt;
  wire::Credential credential = opened->credential;
  if (!follow_issuer(credential.caller)) return std::nullopt;
  return credential;
}

// False when it is gone. A user who was renamed is still the same.
bool Bearers::follow_issuer(wire::Caller& caller) const {
  const wire::Session& session = *caller.session;
  bool is_issued_by_root = session.issuer_id == caller.account.text();
  if (is_issued_by_root) return !accounts_ || accounts_->exists(caller.account);
  std::string arn = directory_.arn_of_id(session.issuer_id);
  if (arn.empty()) return false;
  if (arn == session.issuer_arn) return true;
  wire::Session followed = session;
  followed.issuer_arn = std::move(arn);
  std::string access_key_id = std::move(caller.access_key_id);
  caller = session_caller(caller.kind, std::move(followed));
  caller.access_key_id = std::move(access_key_id);
  return true;
}

std::shared_ptr<const Bearers::Opened> Bearers::open(std::string_view access_key_id,
                                                     std::string_view token) {
  const Digest digest = digest_of(access_key_id, token);
  if (auto known = recall(digest)) {
    // A key that was dropped opens nothing any more.
    return sealer_.keys()->contains(known->sealed_with) ? known : nullptr;
  }
  std::optional<wire::Credential> credential = tokens_.open(access_key_id, token);
  if (!credential) return nullptr;
  if (is_unknown_to_iam(credential->caller)) credential->excluded_service = "iam";
  auto opened = std::make_shared<const Opened>(
      Opened{.credential = std::move(*credential),
             .sealed_with = SessionTokens::key_of(token).value_or(0)});
  remember(digest, opened);
  return opened;
}

std::shared_ptr<const Bearers::Opened> Bearers::recall(const Digest& digest) {
  std::shared_ptr<const Opened> met_again;
  {
    base::MutexLock lock(mutex_);
    if (auto found = young_.find(digest); found != young_.end()) return found->second;
    if (auto found = old_.find(digest); found != old_.end()) met_again = found->second;
  }
  if (met_again) remember(digest, met_again);
  return met_again;
}

void Bearers::remember(const Digest& digest, std::shared_ptr<const Opened> opened) {
  Memory forgotten;  // dies after the lock: it may be long
  base::MutexLock lock(mutex_);
  if (young_.size() >= kRemembered) {
    forgotten.swap(old_);
    old_.swap(young_);
  }
  young_.insert_or_assign(digest, std::move(opened));
}

}  // namespace angarium::identity
