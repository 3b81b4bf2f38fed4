#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.h"
#include "sigv4/sha256.h"

namespace angarium::sigv4 {

// Four HMACs: secret -> day -> region -> service -> "aws4_request".
Digest derive_signing_key(std::string_view secret, std::string_view day, std::string_view region,
                          std::string_view service);

// Remembers signing keys, each good for one credential, day, region and service. Thread safe.
//
// When full it forgets everything: the keys that matter are back after one derivation each, and no
// order of use has to be kept under the lock.
class SigningKeys {
 public:
  static constexpr size_t kEntriesMax = 4'096;  // some 1 MB

  Digest get(std::string_view secret, std::string_view day, std::string_view region,
             std::string_view service);
  size_t size() const;

 private:
  mutable base::Mutex mutex_;
  std::unordered_map<std::string, Digest> keys_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::sigv4
