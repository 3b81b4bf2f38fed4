// The low-level functions, deprecated in OpenSSL 3, take a fourth of the time of EVP's for the
// short inputs that signatures are made of.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "sigv4/sha256.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace angarium::sigv4 {
namespace {

constexpr size_t kBlockBytes = 64;

Digest sha256_of_two(std::string_view first, std::string_view second) {
  Digest digest;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, first.data(), first.size());
  SHA256_Update(&context, second.data(), second.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

}  // namespace

Digest sha256(std::string_view bytes) { return sha256_of_two(bytes, {}); }

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<char, kBlockBytes> inner{};
  Digest shortened;
  if (key.size() > kBlockBytes) {
    shortened = sha256(key);
    key = as_text(shortened);
  }
  key.copy(inner.data(), kBlockBytes);
  std::array<char, kBlockBytes> outer = inner;
  for (char& byte : inner) byte ^= 0x36;
  for (char& byte : outer) byte ^= 0x5c;
  Digest inside = sha256_of_two({inner.data(), inner.size()}, bytes);
  return sha256_of_two({outer.data(), outer.size()}, as_text(inside));
}

std::string_view as_text(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hex(const Digest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * digest.size());
  for (uint8_t byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace angarium::sigv4
