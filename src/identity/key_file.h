#pragma once

#include <map>
#include <string>

#include "identity/seal.h"

namespace angarium::identity {

// Reads the sealing keys from the file at `path`, or makes the file with one new key. It belongs to
// the server's user alone (mode 0600): a file that others may read is refused, for its secrets are
// out. Durable before it returns. Without it the secrets in the store are lost: back it up, apart
// from them.
//
//   angarium sealing keys v1
//   1 kJ0s...=            a key's id, its 32 bytes in base64; the highest id seals
//
// kKeyFile. `path` as the message shows it.
base::Result<std::map<SealKeyId, SealKey>> load_or_create_keys(const std::string& path,
                                                               base::Random& random);

}  // namespace angarium::identity
