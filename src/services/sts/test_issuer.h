#pragma once

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>

#include "base/base64.h"

namespace angarium::services::sts {

// An issuer of web identities with a key of its own, for tests: its key set and the tokens it
// signs.
class TestIssuer {
 public:
  explicit TestIssuer(std::string algorithm, std::string key_id = "k1", size_t rsa_bits = 2'048)
      : algorithm_(std::move(algorithm)),
        key_id_(std::move(key_id)),
        key_(is_rsa() ? EVP_RSA_gen(rsa_bits) : EVP_EC_gen("P-256"), &EVP_PKEY_free) {}

  // One key of a JSON Web Key Set.
  std::string jwk() const {
    std::string head = R"({"kid":")" + key_id_ + R"(","use":"sig",)";
    if (is_rsa()) {
      return head + R"("kty":"RSA","n":")" + number(OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
             number(OSSL_PKEY_PARAM_RSA_E) + R"("})";
    }
    return head + R"("kty":"EC","crv":"P-256","x":")" + number(OSSL_PKEY_PARAM_EC_PUB_X, 32) +
           R"(","y":")" + number(OSSL_PKEY_PARAM_EC_PUB_Y, 32) + R"("})";
  }
  std::string key_set() const { return R"({"keys":[)" + jwk() + "]}"; }

  std::string token(const std::string& claims) const {
    return token(R"({"alg":")" + algorithm_ + R"(","kid":")" + key_id_ + R"("})", claims);
  }
  std::string token(const std::string& header, const std::string& claims) const {
    std::string text = base::encode_base64url(header) + "." + base::encode_base64url(claims);
    return text + "." + base::encode_base64url(sign(text));
  }

 private:
  bool is_rsa() const { return algorithm_ == "RS256"; }
  std::string number(const char* name, int bytes = 0) const {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &value);
    std::string text(static_cast<size_t>(bytes > 0 ? bytes : BN_num_bytes(value)), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(text.data()),
                 static_cast<int>(text.size()));
    BN_free(value);
    return base::encode_base64url(text);
  }
  std::string sign(const std::string& text) const {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free);
    std::string signature(512, '\0');
    size_t size = signature.size();
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
    signature.resize(size);
    return is_rsa() ? signature : pair_of(signature);
  }
  static std::string pair_of(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* numbers = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    std::string pair(64, '\0');
    auto* out = reinterpret_cast<unsigned char*>(pair.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(numbers), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(numbers), out + 32, 32);
    ECDSA_SIG_free(numbers);
    return pair;
  }

  std::string algorithm_, key_id_;
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace angarium::services::sts
