#include "server/identity.h"

#include "identity/authorizer.h"
#include "identity/key_file.h"
#include "server/server.h"

namespace angarium::server {
namespace {

// What lives in memory needs no key that outlives it.
base::Result<std::map<identity::SealKeyId, identity::SealKey>> sealing_keys(
    const DataDirectory* directory, base::Random& random) {
  if (directory) return identity::load_or_create_keys(directory->file("sealing.keys"), random);
  return std::map<identity::SealKeyId, identity::SealKey>{{1, identity::SealKey::draw(random)}};
}

}  // namespace

base::Result<std::unique_ptr<Identity>> Identity::open(const Config& config,
                                                       const DataDirectory* directory,
                                                       store::Ownership& ownership,
                                                       const base::Clock& clock,
                                                       base::Random& random) {
  std::unique_ptr<Identity> identity(new Identity);
  AG_CHECK(identity->open_directory(directory, ownership, random));
  std::vector<base::Region> regions(config.regions.begin(), config.regions.end());
  if (config.trust_everybody) {
    identity->authenticator_ = std::make_unique<wire::TrustingAuthenticator>(std::move(regions));
    identity->authorizer_ = std::make_unique<wire::AllowAll>();
    return identity;
  }
  auto accounts = identity::Accounts::open(ownership, *identity->directory_, clock, random);
  if (!accounts.ok()) return base::Error(StartError::kData, accounts.error().message());
  identity->accounts_ = std::move(*accounts);
  identity->authenticator_ = std::make_unique<wire::SignatureAuthenticator>(
      *identity->directory_, std::move(regions), base::Milliseconds(config.clock_skew_ms));
  identity->authorizer_ = std::make_unique<identity::Authorizer>(*identity->directory_);
  return identity;
}

base::Result<void> Identity::open_directory(const DataDirectory* directory,
                                            store::Ownership& ownership, base::Random& random) {
  auto keys = sealing_keys(directory, random);
  if (!keys.ok()) return base::Error(StartError::kData, keys.error().message());
  sealer_ = std::make_unique<identity::Sealer>(std::move(*keys), random);
  auto opened = identity::Directory::open(ownership, *sealer_);
  if (!opened.ok()) return base::Error(StartError::kData, opened.error().message());
  directory_ = std::move(*opened);
  return {};
}

}  // namespace angarium::server
