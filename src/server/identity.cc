#include "server/identity.h"

#include "identity/authorizer.h"
#include "identity/key_file.h"
#include "identity/noting.h"
#include "server/denial_log.h"
#include "server/server.h"
#include "services/events/destinations.h"
#include "wire/basic_authenticator.h"

namespace angarium::server {
namespace {

// What lives in memory needs no key that outlives it.
base::Result<identity::SealKeys> sealing_keys(const DataDirectory* directory, base::Time now,
                                              base::Random& random) {
  if (!directory) return identity::SealKeys{{1, identity::SealKey::draw(random, now)}};
  return identity::load_or_create_keys(directory->file(kSealingKeys), now, random);
}

}  // namespace

base::Result<std::unique_ptr<Identity>> Identity::open(const Config& config,
                                                       const DataDirectory* directory,
                                                       store::Ownership& ownership,
                                                       const base::Clock& clock,
                                                       base::Random& random) {
  std::unique_ptr<Identity> identity(new Identity);
  AG_CHECK(identity->open_directory(directory, ownership, clock, random));
  std::vector<base::Region> regions(config.regions.begin(), config.regions.end());
  if (config.trust_everybody) {
    identity->open_bearers();
    identity->entrance_authenticator_ =
        std::make_unique<wire::BasicAuthenticator>(nullptr, regions);
    identity->authenticator_ =
        std::make_unique<wire::TrustingAuthenticator>(std::move(regions), identity->bearers_.get());
    identity->authorizer_ = std::make_unique<wire::AllowAll>();
    return identity;
  }
  auto accounts = identity::Accounts::open(ownership, *identity->directory_, clock, random);
  if (!accounts.ok()) return base::Error(StartError::kData, accounts.error().message());
  identity->accounts_ = std::move(*accounts);
  identity->open_bearers();
  identity->passwords_ =
      std::make_unique<wire::BasicAuthenticator>(identity->bearers_.get(), regions);
  identity->entrance_authenticator_ =
      std::make_unique<identity::NotingAuthenticator>(*identity->passwords_, *identity->last_uses_);
  identity->signatures_ = std::make_unique<wire::SignatureAuthenticator>(
      *identity->bearers_, std::move(regions), base::Milliseconds(config.clock_skew_ms));
  identity->authenticator_ = std::make_unique<identity::NotingAuthenticator>(*identity->signatures_,
                                                                             *identity->last_uses_);
  identity->principals_ = std::make_unique<identity::KnownPrincipals>(*identity->directory_);
  identity->policies_ = std::make_unique<identity::Authorizer>(*identity->directory_);
  identity->denials_ = std::make_unique<DenialLog>(*identity->policies_, clock);
  identity->authorizer_ = std::make_unique<identity::NotingAuthorizer>(
      *identity->denials_, *identity->directory_, *identity->last_uses_);
  return identity;
}

void Identity::open_bearers() {
  bearers_ =
      std::make_unique<identity::Bearers>(*directory_, accounts_.get(), *sealer_, *session_tokens_);
}

base::Result<void> Identity::open_directory(const DataDirectory* directory,
                                            store::Ownership& ownership, const base::Clock& clock,
                                            base::Random& random) {
  auto keys = sealing_keys(directory, clock.now(), random);
  if (!keys.ok()) return base::Error(StartError::kData, keys.error().message());
  sealer_ = std::make_unique<identity::Sealer>(std::move(*keys), random);
  if (directory) {
    key_rotation_ = std::make_unique<identity::KeyRotation>(
        directory->file(kSealingKeys), *sealer_, ownership, clock, random,
        std::vector{services::events::sealed_connections()});
  }
  auto opened = identity::Directory::open(ownership, *sealer_);
  if (!opened.ok()) return base::Error(StartError::kData, opened.error().message());
  directory_ = std::move(*opened);
  auto uses = identity::LastUses::open(ownership, *directory_);
  if (!uses.ok()) return base::Error(StartError::kData, uses.error().message());
  last_uses_ = std::move(*uses);
  session_tokens_ = std::make_unique<identity::SessionTokens>(*sealer_, random);
  return {};
}

}  // namespace angarium::server
