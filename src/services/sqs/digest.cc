// The low-level function, deprecated in OpenSSL 3, doesn't look for the algorithm at each call, as
// EVP's does.
#define OPENSSL_SUPPRESS_DEPRECATED  // NOLINT(readability-identifier-naming): OpenSSL's name
#include "services/sqs/digest.h"

#include <openssl/md5.h>

#include <array>

#include "sigv4/sha256.h"

namespace angarium::services::sqs {
namespace {

void append_sized(std::string_view bytes, std::string& out) {
  auto size = static_cast<uint32_t>(bytes.size());
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size >> shift));
  out.append(bytes);
}

}  // namespace

std::string md5_of_body(std::string_view body) {
  std::array<unsigned char, MD5_DIGEST_LENGTH> sum;
  MD5(reinterpret_cast<const unsigned char*>(body.data()), body.size(), sum.data());
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * sum.size());
  for (const unsigned char byte : sum) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

std::string sha256_of_body(std::string_view body) { return sigv4::hex(sigv4::sha256(body)); }

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
