#include "services/sts/web_keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/base64.h"
#include "json/value.h"

namespace angarium::services::sts {
namespace {

constexpr int kRsaBitsMin = 2'048;
constexpr size_t kCoordinateBytes = 32;  // of P-256

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Free<&BN_free>>;
using Build = std::unique_ptr<OSSL_PARAM_BLD, Free<&OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<&OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<&EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<&EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Free<&ECDSA_SIG_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number number(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

std::string text_of(const json::Value& object, std::string_view name) {
  std::optional<json::Value> member = object.find(name);
  return std::string(member ? member->string().value_or("") : "");
}

std::string bytes_of(const json::Value& object, std::string_view name) {
  return base::decode_base64url(text_of(object, name)).value_or("");
}

// Null when OpenSSL takes the numbers for no key.
std::shared_ptr<EVP_PKEY> make_key(const char* type, OSSL_PARAM_BLD* build) {
  Parameters parameters(OSSL_PARAM_BLD_to_param(build));
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  bool is_made = parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                 EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  if (!is_made) return nullptr;
  return {key, &EVP_PKEY_free};
}

// RFC 7518, section 6.3.1.
std::shared_ptr<EVP_PKEY> rsa_key(const json::Value& object) {
  std::string modulus = bytes_of(object, "n"), exponent = bytes_of(object, "e");
  if (modulus.empty() || exponent.empty()) return nullptr;
  Number n = number(modulus), e = number(exponent);
  Build build(OSSL_PARAM_BLD_new());
  bool is_built = n && e && build && BN_num_bits(n.get()) >= kRsaBitsMin && BN_is_odd(e.get()) &&
                  !BN_is_one(e.get()) &&
                  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
                  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1;
  return is_built ? make_key("RSA", build.get()) : nullptr;
}

// RFC 7518, section 6.2.1.
std::shared_ptr<EVP_PKEY> ec_key(const json::Value& object) {
  std::string x = bytes_of(object, "x"), y = bytes_of(object, "y");
  if (text_of(object, "crv") != "P-256" || x.size() != kCoordinateBytes ||
      y.size() != kCoordinateBytes) {
    return nullptr;
  }
  std::string point = "\x04" + x + y;  // uncompressed
  Build build(OSSL_PARAM_BLD_new());
  bool is_built = build &&
                  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                                  "prime256v1", 0) == 1 &&
                  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                                   point.data(), point.size()) == 1;
  return is_built ? make_key("EC", build.get()) : nullptr;
}

// A JSON web signature has the two numbers side by side, OpenSSL wants them in DER (RFC 7518,
// section 3.4). Empty when it isn't one.
std::string to_der(std::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return {};
  EcSignature pair(ECDSA_SIG_new());
  Number r = number(signature.substr(0, kCoordinateBytes));
  Number s = number(signature.substr(kCoordinateBytes));
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  (void)r.release();  // the pair's now
  (void)s.release();
  unsigned char* der = nullptr;
  int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return {};
  std::string text(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return text;
}

bool has_signed(EVP_PKEY* key, std::string_view text, std::string_view signature) {
  DigestContext context(EVP_MD_CTX_new());
  return context && !signature.empty() &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace

const base::ErrorDomain& error_domain(WebKeyError) {
  static constexpr base::ErrorDomain kDomain{
      .name = "web keys", .code_name = [](int) -> std::string_view { return "Unreadable"; }};
  return kDomain;
}

base::Result<WebKeys> WebKeys::parse(std::string_view json) {
  auto unreadable = [](const char* why) { return base::Error(WebKeyError::kUnreadable, why); };
  if (json.size() > kTextBytesMax) return unreadable("is larger than 1 MiB");
  auto document = json::Document::parse(json);
  if (!document.ok()) return unreadable("is not JSON");
  std::optional<json::Value> list = document->root().find("keys");
  if (!list || list->kind() != json::Kind::kArray) {
    return unreadable("is no JSON Web Key Set: it has no list `keys`");
  }
  if (list->size() > kKeysMax) return unreadable("holds more than 100 keys");
  WebKeys keys;
  for (json::Value object : list->elements()) {
    const std::string type = text_of(object, "kty"), use = text_of(object, "use");
    if (!use.empty() && use != "sig") continue;
    Key key{
        .id = text_of(object, "kid"), .algorithm = type == "RSA" ? "RS256" : "ES256", .key = {}};
    const std::string algorithm = text_of(object, "alg");
    if (!algorithm.empty() && algorithm != key.algorithm) continue;
    if (type == "RSA") key.key = rsa_key(object);
    if (type == "EC") key.key = ec_key(object);
    if (key.key) keys.keys_.push_back(std::move(key));
  }
  if (keys.keys_.empty()) {
    return unreadable(
        "holds no key to verify RS256 (RSA, 2048 bits or more) or ES256 (P-256) with");
  }
  return keys;
}

bool WebKeys::fits(const Key& key, std::string_view algorithm, std::string_view key_id) {
  return key.algorithm == algorithm && (key_id.empty() || key.id == key_id);
}

bool WebKeys::has(std::string_view algorithm, std::string_view key_id) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&](const Key& key) { return fits(key, algorithm, key_id); });
}

bool WebKeys::verify(std::string_view algorithm, std::string_view key_id, std::string_view text,
                     std::string_view signature) const {
  const std::string der = algorithm == "ES256" ? to_der(signature) : std::string(signature);
  return std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) {
    return fits(key, algorithm, key_id) && has_signed(key.key.get(), text, der);
  });
}

}  // namespace angarium::services::sts
