#include "server/identity.h"

#include "base/assert.h"
#include "identity/key_file.h"
#include "server/authorizer.h"
#include "server/server.h"

namespace angarium::server {

base::Result<std::unique_ptr<Identity>> Identity::open(const Config& config,
                                                       const DataDirectory* directory,
                                                       store::Ownership& ownership,
                                                       const base::Clock& clock,
                                                       base::Random& random) {
  std::vector<base::Region> regions(config.regions.begin(), config.regions.end());
  std::unique_ptr<Identity> identity(new Identity);
  if (config.trust_everybody) {
    identity->authenticator_ = std::make_unique<wire::TrustingAuthenticator>(std::move(regions));
    identity->authorizer_ = std::make_unique<wire::AllowAll>();
    return identity;
  }
  AG_ASSERT(directory);  // the configuration of `serve` always names one
  auto keys = identity::load_or_create_keys(directory->file("sealing.keys"), random);
  if (!keys.ok()) return base::Error(StartError::kData, keys.error().message());
  identity->sealer_ = std::make_unique<identity::Sealer>(std::move(*keys), random);
  auto accounts = identity::Accounts::open(ownership, *identity->sealer_, clock, random);
  if (!accounts.ok()) return base::Error(StartError::kData, accounts.error().message());
  identity->accounts_ = std::move(*accounts);
  identity->authenticator_ = std::make_unique<wire::SignatureAuthenticator>(
      *identity->accounts_, std::move(regions), base::Milliseconds(config.clock_skew_ms));
  identity->authorizer_ = std::make_unique<RootAuthorizer>();
  return identity;
}

}  // namespace angarium::server
