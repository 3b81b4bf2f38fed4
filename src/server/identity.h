#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "identity/accounts.h"
#include "identity/bearers.h"
#include "identity/directory.h"
#include "identity/key_rotation.h"
#include "identity/known_principals.h"
#include "identity/last_uses.h"
#include "identity/seal.h"
#include "identity/session_token.h"
#include "server/config.h"
#include "server/data_directory.h"
#include "server/denial_log.h"
#include "store/ownership.h"
#include "wire/authenticator.h"
#include "wire/authorizer.h"

namespace angarium::server {

inline constexpr const char* kSealingKeys = "sealing.keys";  // in the data directory

// Who callers are and what they may: everybody and everything in dev mode; accounts, signatures and
// policies otherwise. The arguments of open() outlive it.
class Identity {
 public:
  // `directory` is null in memory. Errors: StartError::kData.
  static base::Result<std::unique_ptr<Identity>> open(const Config& config,
                                                      const DataDirectory* directory,
                                                      store::Ownership& ownership,
                                                      const base::Clock& clock,
                                                      base::Random& random);

  wire::Authenticator& authenticator() { return *authenticator_; }
  wire::Authenticator& entrance_authenticator() { return *entrance_authenticator_; }
  wire::Authorizer& authorizer() { return *authorizer_; }
  // Null in dev mode.
  DenialLog* denials() { return denials_.get(); }
  identity::Directory& directory() { return *directory_; }
  identity::LastUses& last_uses() { return *last_uses_; }
  // Null in dev mode, where names mean whoever has them.
  const wire::Principals* principals() const { return principals_.get(); }
  const identity::Sealer& sealer() const { return *sealer_; }
  // Null in memory, where keys live no longer than what they seal.
  identity::KeyRotation* key_rotation() { return key_rotation_.get(); }
  identity::SessionTokens& session_tokens() { return *session_tokens_; }
  // Null in dev mode, where every account exists.
  identity::Accounts* accounts() { return accounts_.get(); }

 private:
  Identity() = default;
  base::Result<void> open_directory(const DataDirectory* directory, store::Ownership& ownership,
                                    const base::Clock& clock, base::Random& random);
  void open_bearers();

  std::unique_ptr<identity::Sealer> sealer_;
  std::unique_ptr<identity::KeyRotation> key_rotation_;
  std::unique_ptr<identity::Directory> directory_;
  std::unique_ptr<identity::LastUses> last_uses_;
  std::unique_ptr<identity::SessionTokens> session_tokens_;
  std::unique_ptr<identity::Accounts> accounts_;
  std::unique_ptr<identity::Bearers> bearers_;
  std::unique_ptr<wire::Authenticator> signatures_;     // who checks; null in dev mode
  std::unique_ptr<wire::Authenticator> authenticator_;  // whom all ask
  std::unique_ptr<wire::Authenticator> passwords_;      // who checks those of an entrance
  std::unique_ptr<wire::Authenticator> entrance_authenticator_;
  std::unique_ptr<identity::KnownPrincipals> principals_;
  std::unique_ptr<wire::Authorizer> policies_;    // who decides; null in dev mode
  std::unique_ptr<DenialLog> denials_;            // what it denied; null in dev mode
  std::unique_ptr<wire::Authorizer> authorizer_;  // whom all ask
};

}  // namespace angarium::server
