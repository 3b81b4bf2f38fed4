// Bytes as a web identity's token, as its claims, and as a set of keys.
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "base/base64.h"
#include "services/sts/web_keys.h"
#include "services/sts/web_token.h"

namespace angarium::services::sts {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  (void)parse_web_token(input);
  const std::string header = base::encode_base64url(R"({"alg":"RS256","kid":"k1"})");
  auto token = parse_web_token(header + "." + base::encode_base64url(input) + ".AAAA");
  auto keys = WebKeys::parse(input);
  // No key has signed three zero bytes.
  if (token && keys.ok()) {
    AG_ASSERT(!keys->verify("RS256", "", token->signed_text, token->signature));
    AG_ASSERT(!keys->verify("ES256", "", token->signed_text, token->signature));
  }
  return 0;
}

}  // namespace angarium::services::sts
