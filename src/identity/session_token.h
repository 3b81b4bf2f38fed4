#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "identity/seal.h"
#include "wire/credentials.h"
#include "wire/session.h"

namespace angarium::identity {

// The longest that any session lives: GetSessionToken's 36 hours. A key that has sealed
// sessions is needed for as long.
inline constexpr base::Seconds kSessionTimeMax{129'600};

// Who the bearer of a session is: its ARN and user id follow from the kind (root, user, role
// session or federated) and from who issued it.
wire::Caller session_caller(wire::CallerKind kind, wire::Session session);

// ASIA and 16 characters, of which some spell the account, as in AWS's: GetAccessKeyInfo finds the
// account of a key that nobody keeps.
std::string draw_temporary_key_id(const base::AccountId& account, base::Random& random);
// None for what isn't such an id.
std::optional<base::AccountId> account_of_temporary_key(std::string_view access_key_id);

struct TemporaryKey {
  std::string id;
  std::string secret;
  std::string session_token;
};

// Makes and opens session tokens: all that temporary credentials stand for, sealed, so that every
// node that has the sealing keys verifies them and none keeps them. A token is base64 of what
// Sealer makes of numbered fields, bound to its access key id: docs/formats/identity.md. What can
// be looked up (what the role may do, whether it still exists) is not inside. Thread safe.
class SessionTokens {
 public:
  // What session policies, tags and the like may take of a token, so that requests with it stay
  // well below the limit of a header. AWS's limit is of a compressed form that it doesn't publish.
  static constexpr size_t kPackedBytesMax = 8'192;

  // The arguments outlive it.
  SessionTokens(const Sealer& sealer, base::Random& random) : sealer_(sealer), random_(random) {}

  // `caller` as session_caller() made it. The bytes that packed_bytes() counts are at most
  // kPackedBytesMax.
  TemporaryKey issue(const wire::Caller& caller) const;

  // What the token stands for, with when it expires; none when it isn't one of ours, or not that
  // key's. Takes any input.
  std::optional<wire::Credential> open(std::string_view access_key_id,
                                       std::string_view session_token) const;
  // The sealing key that a token names; none for what isn't one.
  static std::optional<SealKeyId> key_of(std::string_view session_token);

  // How much of a token a session's policies, tags and source identity take.
  static size_t packed_bytes(const wire::Session& session);

 private:
  const Sealer& sealer_;
  base::Random& random_;
};

}  // namespace angarium::identity
