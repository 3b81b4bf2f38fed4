#include "identity/seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <utility>

#include "base/assert.h"

namespace angarium::identity {
namespace {

constexpr char kVersion = 1;
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
constexpr size_t kHeaderBytes = 1 + kKeyIdBytes;
constexpr size_t kOverheadBytes = kHeaderBytes + kNonceBytes + kTagBytes;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string header_of(SealKeyId id) {
  std::string header(1, kVersion);
  for (int shift = 24; shift >= 0; shift -= 8) header.push_back(static_cast<char>(id >> shift));
  return header;
}

base::Error unsealable(const char* why) { return {IdentityError::kUnsealable, why}; }

// Everything that is not encrypted but must not change: the header and the context.
void authenticate(int (*update)(EVP_CIPHER_CTX*, unsigned char*, int*, const unsigned char*, int),
                  EVP_CIPHER_CTX* cipher, std::string_view header, std::string_view context) {
  int size = 0;
  for (std::string_view part : {header, context}) {
    int done = update(cipher, nullptr, &size, bytes_of(part), static_cast<int>(part.size()));
    AG_ASSERT(done == 1);
  }
}

}  // namespace

SealKey SealKey::draw(base::Random& random, base::Time made) {
  SealKey key;
  key.made = made;
  random.fill(key.bytes);
  return key;
}

SealKey::~SealKey() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

Sealer::Sealer(SealKeys keys, base::Random& random)
    : keys_(std::make_shared<const SealKeys>(std::move(keys))), random_(random) {
  AG_ASSERT(!keys_.load()->empty());
}

void Sealer::exchange(SealKeys keys) {
  AG_ASSERT(!keys.empty());
  keys_.store(std::make_shared<const SealKeys>(std::move(keys)));
}

std::optional<SealKeyId> Sealer::key_of(std::string_view sealed) {
  if (sealed.size() < kOverheadBytes || sealed[0] != kVersion) return std::nullopt;
  SealKeyId id = 0;
  for (size_t i = 1; i <= kKeyIdBytes; ++i) id = (id << 8) | static_cast<unsigned char>(sealed[i]);
  return id;
}

std::string Sealer::seal(std::string_view secret, std::string_view context) const {
  const std::shared_ptr<const SealKeys> keys = keys_.load();
  const auto& [id, key] = *keys->rbegin();
  std::array<uint8_t, kNonceBytes> nonce;
  random_.fill(nonce);
  std::string sealed = header_of(id);
  std::string text(secret.size(), '\0');
  std::array<unsigned char, kTagBytes> tag;

  Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int done =
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nonce.data());
  AG_ASSERT(done == 1);
  authenticate(&EVP_EncryptUpdate, cipher.get(), sealed, context);
  int size = 0;
  done = EVP_EncryptUpdate(cipher.get(), bytes_of(text), &size, bytes_of(secret),
                           static_cast<int>(secret.size()));
  AG_ASSERT(done == 1 && size == static_cast<int>(secret.size()));
  done = EVP_EncryptFinal_ex(cipher.get(), tag.data(), &size);
  AG_ASSERT(done == 1 && size == 0);
  done = EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data());
  AG_ASSERT(done == 1);

  sealed.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
  sealed += text;
  sealed.append(reinterpret_cast<const char*>(tag.data()), tag.size());
  return sealed;
}

base::Result<std::string> Sealer::open(std::string_view sealed, std::string_view context) const {
  std::optional<SealKeyId> id = key_of(sealed);
  if (!id) return unsealable("a sealed secret has an unknown form");
  const std::shared_ptr<const SealKeys> keys = keys_.load();
  auto key = keys->find(*id);
  if (key == keys->end())
    return unsealable("the key that a secret was sealed with is not in the key file");
  std::string_view nonce = sealed.substr(kHeaderBytes, kNonceBytes);
  std::string_view text = sealed.substr(kHeaderBytes + kNonceBytes, sealed.size() - kOverheadBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string secret(text.size(), '\0');

  Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int done = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key->second.bytes.data(),
                                bytes_of(nonce));
  AG_ASSERT(done == 1);
  authenticate(&EVP_DecryptUpdate, cipher.get(), sealed.substr(0, kHeaderBytes), context);
  int size = 0;
  done = EVP_DecryptUpdate(cipher.get(), bytes_of(secret), &size, bytes_of(text),
                           static_cast<int>(text.size()));
  AG_ASSERT(done == 1);
  done = EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, bytes_of(tag));
  AG_ASSERT(done == 1);
  // Nothing of `secret` may be used before this has agreed.
  if (EVP_DecryptFinal_ex(cipher.get(), nullptr, &size) != 1) {
    return unsealable("a sealed secret was changed, or belongs to something else");
  }
  return secret;
}

}  // namespace angarium::identity
