#include "identity/unique_id.h"

#include "base/base64.h"

namespace angarium::identity {
namespace {

constexpr size_t kUniqueIdSuffix = 17;
constexpr size_t kAccessKeySuffix = 16;
constexpr size_t kSecretBytes = 30;  // 40 characters of base64

std::string draw(std::string_view prefix, size_t suffix, base::Random& random) {
  constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string id(prefix);
  for (size_t i = 0; i < suffix; ++i) id.push_back(kBase32[random.below(kBase32.size())]);
  return id;
}

}  // namespace

std::string draw_unique_id(std::string_view prefix, base::Random& random) {
  return draw(prefix, kUniqueIdSuffix, random);
}

std::string draw_access_key_id(base::Random& random) {
  return draw("AKIA", kAccessKeySuffix, random);
}

std::string draw_secret(base::Random& random) {
  std::string bytes(kSecretBytes, '\0');
  random.fill({reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()});
  return base::encode_base64(bytes);
}

}  // namespace angarium::identity
