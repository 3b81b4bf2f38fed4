#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "identity/accounts.h"
#include "identity/directory.h"
#include "identity/session_token.h"
#include "wire/credentials.h"

namespace angarium::identity {

// What every access key stands for: long-term ones by the directory, temporary ones by their token.
// A session lives only while whoever issued it does, told by unique id: those of a role that was
// deleted and made anew are dead.
//
// Opened tokens are kept, so that a request parses no session policy that an earlier one has.
// Thread safe.
class Bearers final : public wire::Credentials {
 public:
  // Opened tokens that are remembered for sure; up to twice as many are. One takes some 2 KB, with
  // the largest session policies 30.
  static constexpr size_t kRemembered = 1'024;

  // `accounts` null: every account exists. All outlive it.
  Bearers(Directory& directory, const Accounts* accounts, const Sealer& sealer,
          const SessionTokens& tokens)
      : directory_(directory), accounts_(accounts), sealer_(sealer), tokens_(tokens) {}

  std::optional<wire::Credential> find(std::string_view access_key_id,
                                       std::string_view session_token) override;

 private:
  struct Opened {
    wire::Credential credential;
    SealKeyId sealed_with = 0;
  };
  using Digest = std::array<uint8_t, 32>;  // SHA-256 of key id and token
  using Memory = std::map<Digest, std::shared_ptr<const Opened>>;

  std::shared_ptr<const Opened> open(std::string_view access_key_id, std::string_view token);
  std::shared_ptr<const Opened> recall(const Digest& digest);
  void remember(const Digest& digest, std::shared_ptr<const Opened> opened);
  bool follow_issuer(wire::Caller& caller) const;

  Directory& directory_;
  const Accounts* accounts_;
  const Sealer& sealer_;
  const SessionTokens& tokens_;

  base::Mutex mutex_;
  // When `young_` is full it becomes `old_`, whose tokens are forgotten unless they are met again.
  Memory young_ AG_GUARDED_BY(mutex_), old_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::identity
