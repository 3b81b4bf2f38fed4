#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/random.h"
#include "identity/error.h"

namespace angarium::identity {

inline constexpr size_t kSealKeyBytes = 32;  // AES-256

using SealKeyId = uint32_t;
// A secret: never logged, wiped when it dies.
struct SealKey {
  std::array<uint8_t, kSealKeyBytes> bytes{};

  static SealKey draw(base::Random& random);
  SealKey() = default;
  SealKey(const SealKey&) = default;
  SealKey& operator=(const SealKey&) = default;
  ~SealKey();
};

// Keeps secrets at rest: authenticated encryption (AES-256-GCM) under the newest of some keys.
// Sealed bytes name their key, so that older ones open while records are sealed anew after a
// rotation.
//
// `context` says what the secret belongs to ("access-key/AKIA..."). It isn't stored, but nothing
// opens under another: a sealed secret copied into somebody else's record is refused. The bytes:
// docs/formats/identity.md. Nonces are drawn from 96 random bits, which NIST SP 800-38D limits to
// 2^32 seals a key. Immutable; thread safe.
class Sealer {
 public:
  // `keys` is not empty; the one with the highest id seals.
  Sealer(std::map<SealKeyId, SealKey> keys, base::Random& random);

  std::string seal(std::string_view secret, std::string_view context) const;
  // kUnsealable. Takes any input.
  base::Result<std::string> open(std::string_view sealed, std::string_view context) const;

 private:
  const std::map<SealKeyId, SealKey> keys_;
  base::Random& random_;
};

}  // namespace angarium::identity
