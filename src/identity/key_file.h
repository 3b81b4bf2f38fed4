#pragma once

#include <string>

#include "identity/seal.h"

namespace angarium::identity {

// The file of sealing keys. It belongs to the server's user alone (mode 0600): one that others may
// read is refused, for its secrets are out. Without it the secrets in the store are lost: back it
// up, apart from them.
//
//   angarium sealing keys v2
//   1 kJ0s...= 2026-11-22T08:30:00.000Z      a key's id, its 32 bytes in base64, when it was made
//
// v1 has no times. All errors are kKeyFile; `path` as their messages show it.

// Reads the keys, or makes the file with one new key, durable before it returns. Keys of a v1 file
// count as made `now`: what they opened before may have been sealed until then.
base::Result<SealKeys> load_or_create_keys(const std::string& path, base::Time now,
                                           base::Random& random);

// Puts these in the place of those in the file, durable before it returns.
base::Result<void> write_keys(const std::string& path, const SealKeys& keys);

}  // namespace angarium::identity
