#include "services/sqs/digest.h"

#include <openssl/evp.h>

#include <array>

#include "base/assert.h"

namespace angarium::services::sqs {
namespace {

void append_sized(std::string_view bytes, std::string& out) {
  auto size = static_cast<uint32_t>(bytes.size());
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size >> shift));
  out.append(bytes);
}

std::string hex_digest(std::string_view bytes, const EVP_MD* algorithm) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum;
  unsigned size = 0;
  int done = EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, algorithm, nullptr);
  AG_ASSERT(done == 1);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * size);
  for (unsigned i = 0; i < size; ++i) {
    hex.push_back(kDigits[sum[i] >> 4]);
    hex.push_back(kDigits[sum[i] & 15]);
  }
  return hex;
}

}  // namespace

std::string md5_of_body(std::string_view body) { return hex_digest(body, EVP_md5()); }

std::string sha256_of_body(std::string_view body) { return hex_digest(body, EVP_sha256()); }

std::string md5_of_attributes(const MessageAttributes& attributes) {
  if (attributes.empty()) return {};
  std::string encoded;
  for (const auto& [name, attribute] : attributes) {
    append_sized(name, encoded);
    append_sized(attribute.data_type, encoded);
    encoded.push_back(attribute.is_binary() ? 2 : 1);
    append_sized(attribute.value, encoded);
  }
  return md5_of_body(encoded);
}

}  // namespace angarium::services::sqs
