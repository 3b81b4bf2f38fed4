#include "sigv4/signing_key.h"

#include "sigv4/canonical.h"

namespace angarium::sigv4 {

Digest derive_signing_key(std::string_view secret, std::string_view day, std::string_view region,
                          std::string_view service) {
  Digest key = hmac_sha256(std::string("AWS4").append(secret), day);
  key = hmac_sha256(as_text(key), region);
  key = hmac_sha256(as_text(key), service);
  return hmac_sha256(as_text(key), kTerminator);
}

Digest SigningKeys::get(std::string_view secret, std::string_view day, std::string_view region,
                        std::string_view service) {
  // The secret stands for its credential: a key can't outlive a changed secret that way. Hashing
  // keeps it out of the table.
  std::string name(as_text(sha256(secret)));
  name.append(day).append("/").append(region).append("/").append(service);
  {
    base::MutexLock lock(mutex_);
    auto found = keys_.find(name);
    if (found != keys_.end()) return found->second;
  }
  Digest key = derive_signing_key(secret, day, region, service);
  base::MutexLock lock(mutex_);
  if (keys_.size() >= kEntriesMax) keys_.clear();
  keys_.emplace(std::move(name), key);
  return key;
}

size_t SigningKeys::size() const {
  base::MutexLock lock(mutex_);
  return keys_.size();
}

}  // namespace angarium::sigv4
