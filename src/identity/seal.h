#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/snapshot.h"
#include "base/time.h"
#include "identity/error.h"

namespace angarium::identity {

inline constexpr size_t kSealKeyBytes = 32;  // AES-256

using SealKeyId = uint32_t;
// A secret: never logged, wiped when it dies.
struct SealKey {
  std::array<uint8_t, kSealKeyBytes> bytes{};
  base::Time made{};  // since when it seals: nothing newer lies under the key before it

  static SealKey draw(base::Random& random, base::Time made = {});
  SealKey() = default;
  SealKey(const SealKey&) = default;
  SealKey& operator=(const SealKey&) = default;
  ~SealKey();
};
using SealKeys = std::map<SealKeyId, SealKey>;  // the highest id seals, the others only open

// Keeps secrets at rest: authenticated encryption (AES-256-GCM) under the newest of some keys.
// Sealed bytes name their key, so that older ones open while records are sealed anew after a
// rotation.
//
// `context` says what the secret belongs to ("access-key/AKIA..."). It isn't stored, but nothing
// opens under another: a sealed secret copied into somebody else's record is refused. The bytes:
// docs/formats/identity.md. Nonces are drawn from 96 random bits, which NIST SP 800-38D limits to
// 2^32 seals a key. Thread safe; its keys may be exchanged while it is in use.
class Sealer {
 public:
  // `keys` is not empty; the one with the highest id seals.
  Sealer(SealKeys keys, base::Random& random);

  std::string seal(std::string_view secret, std::string_view context) const;
  // kUnsealable. Takes any input.
  base::Result<std::string> open(std::string_view sealed, std::string_view context) const;

  std::shared_ptr<const SealKeys> keys() const { return keys_.load(); }
  // What is being sealed or opened at that moment still uses the keys before. Not empty.
  void exchange(SealKeys keys);

  // The key that the sealed bytes name; none when they have an unknown form.
  static std::optional<SealKeyId> key_of(std::string_view sealed);

 private:
  base::Snapshot<SealKeys> keys_;
  base::Random& random_;
};

}  // namespace angarium::identity
