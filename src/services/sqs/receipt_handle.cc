#include "services/sqs/receipt_handle.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/assert.h"
#include "wire/base64.h"

namespace angarium::services::sqs {
namespace {

constexpr char kVersion = 1;
constexpr size_t kLeaseBytes = 8;
constexpr size_t kCodeBytes = 16;
// API reference: a receipt handle has at most 1,024 characters.
constexpr size_t kHandleMax = 1'024;

std::string code_of(std::string_view queue_key, std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code;
  unsigned size = 0;
  const unsigned char* done = HMAC(
      EVP_sha256(), queue_key.data(), static_cast<int>(queue_key.size()),
      reinterpret_cast<const unsigned char*>(content.data()), content.size(), code.data(), &size);
  AG_ASSERT(done != nullptr && size >= kCodeBytes);
  return {reinterpret_cast<const char*>(code.data()), kCodeBytes};
}

}  // namespace

std::string make_receipt_handle(std::string_view queue_key, const Receipt& receipt) {
  std::string bytes(1, kVersion);
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<char>(receipt.lease >> shift));
  bytes += receipt.message.text();
  bytes += code_of(queue_key, bytes);
  return wire::encode_base64(bytes);
}

std::optional<Receipt> parse_receipt_handle(std::string_view queue_key, std::string_view handle) {
  if (handle.size() > kHandleMax) return std::nullopt;
  auto decoded = wire::decode_base64(handle);
  if (!decoded) return std::nullopt;
  const std::string& bytes = *decoded;
  if (bytes.size() <= 1 + kLeaseBytes + kCodeBytes || bytes[0] != kVersion) return std::nullopt;
  std::string_view content = std::string_view(bytes).substr(0, bytes.size() - kCodeBytes);
  std::string expected = code_of(queue_key, content);
  if (CRYPTO_memcmp(expected.data(), bytes.data() + content.size(), kCodeBytes) != 0) {
    return std::nullopt;
  }
  Receipt receipt;
  for (size_t i = 1; i <= kLeaseBytes; ++i) {
    receipt.lease = (receipt.lease << 8) | static_cast<unsigned char>(content[i]);
  }
  receipt.message = store::MessageId(content.substr(1 + kLeaseBytes));
  return receipt;
}

}  // namespace angarium::services::sqs
