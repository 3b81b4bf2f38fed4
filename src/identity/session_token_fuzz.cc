// Bytes as a session token: as it arrives, and as fields under a seal that is good.
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "base/base64.h"
#include "identity/session_token.h"

namespace angarium::identity {
namespace {

SealKeys one_key() {
  SealKeys keys;
  keys[1].bytes.fill(7);
  return keys;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static base::SeededRandom random(1);
  static const Sealer sealer(one_key(), random);
  static const SessionTokens tokens(sealer, random);
  std::string_view input(reinterpret_cast<const char*>(data), size);
  AG_ASSERT(!tokens.open("ASIAEXAMPLE", input));
  (void)SessionTokens::key_of(input);
  (void)identity::account_of_temporary_key(input);
  auto opened =
      tokens.open("ASIAEXAMPLE", base::encode_base64(sealer.seal(input, "session/ASIAEXAMPLE")));
  // Whoever is let in is somebody, for a time.
  if (opened) AG_ASSERT(!opened->caller.arn.empty() && opened->caller.session && opened->expires);
  return 0;
}

}  // namespace angarium::identity
