#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

using EVP_PKEY = struct evp_pkey_st;  // NOLINT(readability-identifier-naming): OpenSSL's

namespace angarium::services::sts {

enum class WebKeyError {
  kUnreadable,  // no JSON Web Key Set, or none that a signature can be verified with
};
const base::ErrorDomain& error_domain(WebKeyError);

// The public keys of one issuer of web identities: a JSON Web Key Set (RFC 7517). Immutable; thread
// safe.
class WebKeys {
 public:
  static constexpr size_t kKeysMax = 100;
  static constexpr size_t kTextBytesMax = 1 << 20;

  // Keys for other algorithms than RS256 and ES256 are passed over, as RFC 7517 says; RSA keys
  // below 2,048 bits are not taken (RFC 7518, section 3.3). kUnreadable when none is left.
  static base::Result<WebKeys> parse(std::string_view json);

  // Whether a key of the set for this algorithm ("RS256", "ES256"), and of this id if the
  // token names one, has made the signature over `text`.
  bool verify(std::string_view algorithm, std::string_view key_id, std::string_view text,
              std::string_view signature) const;
  // Whether there is such a key at all.
  bool has(std::string_view algorithm, std::string_view key_id) const;

 private:
  struct Key {
    std::string id;
    std::string algorithm;
    std::shared_ptr<EVP_PKEY> key;
  };
  static bool fits(const Key& key, std::string_view algorithm, std::string_view key_id);

  std::vector<Key> keys_;
};

}  // namespace angarium::services::sts
