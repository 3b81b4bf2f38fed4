#include "proxy/certificate_authority.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/assert.h"
#include "proxy/allow_list.h"
#include "wire/endpoint_name.h"

namespace angarium::proxy {
namespace {

template <class T, void (*kFree)(T*)>
struct Free {
  void operator()(T* object) const { kFree(object); }
};
template <class T, void (*kFree)(T*)>
using OpenSsl = std::unique_ptr<T, Free<T, kFree>>;
using Certificate = OpenSsl<X509, X509_free>;
using Key = OpenSsl<EVP_PKEY, EVP_PKEY_free>;
using Memory = OpenSsl<BIO, BIO_free_all>;

// OpenSSL fails in what follows when memory is out or a literal of ours is wrong.
void must(bool done) { AG_ASSERT(done); }

int no_password(char*, int, int, void*) { return -1; }

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  must(key != nullptr);
  return key;
}

std::string text_of(BIO* memory) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory, &bytes);
  return {bytes, static_cast<size_t>(size)};
}

std::string pem_of(const Certificate& certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  must(PEM_write_bio_X509(memory.get(), certificate.get()) == 1);
  return text_of(memory.get());
}

std::string pem_of(const Key& key) {
  const Memory memory(BIO_new(BIO_s_secmem()));
  must(PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
       1);
  return text_of(memory.get());
}

time_t seconds_of(base::Time time) {
  return std::chrono::floor<base::Seconds>(time).time_since_epoch().count();
}

void set_validity(X509* certificate, base::Time begin, base::Time end) {
  must(ASN1_TIME_set(X509_getm_notBefore(certificate), seconds_of(begin)) != nullptr);
  must(ASN1_TIME_set(X509_getm_notAfter(certificate), seconds_of(end)) != nullptr);
}

// 127 random bits: never repeated, never negative, at most the 20 bytes of RFC 5280.
void set_serial_number(X509* certificate, base::Random& random) {
  std::array<uint8_t, 16> bytes{};
  random.fill(bytes);
  bytes[0] = static_cast<uint8_t>((bytes[0] & 0x7f) | 0x40);
  const OpenSsl<BIGNUM, BN_free> number(BN_bin2bn(bytes.data(), bytes.size(), nullptr));
  must(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

void set_name(X509_NAME* name, const std::string& common_name) {
  auto add = [name](const char* field, const std::string& value) {
    must(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1,
                                    0) == 1);
  };
  add("O", "Angarium");
  if (!common_name.empty()) add("CN", common_name);
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const OpenSsl<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  must(extension != nullptr);
  must(X509_add_ext(certificate, extension.get(), -1) == 1);
}

// Below AWS's domains, and no address: a constraint on names alone leaves addresses free.
std::string name_constraints() {
  std::string text = "critical";
  for (std::string_view domain : wire::kAwsDomains)
    text += fmt::format(",permitted;DNS:{}", domain);
  return text + ",excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:::/::";
}

// Everything but names, extensions and signature.
Certificate new_certificate(const Key& key, base::Random& random, base::Time begin,
                            base::Time end) {
  Certificate certificate(X509_new());
  must(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_serial_number(certificate.get(), random);
  set_validity(certificate.get(), begin, end);
  must(X509_set_pubkey(certificate.get(), key.get()) == 1);
  return certificate;
}

base::Time time_of(const ASN1_TIME* time) {
  tm parts{};
  must(ASN1_TIME_to_tm(time, &parts) == 1);
  return base::Time(base::Seconds(timegm(&parts)));
}

base::Error unusable(std::string_view what) {
  ERR_clear_error();
  return {ProxyError::kAuthority, std::string(what)};
}

}  // namespace

struct CertificateAuthority::State {
  Key key;
  Certificate certificate;
  std::string certificate_pem;
};

CertificateAuthority::CertificateAuthority(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority& CertificateAuthority::operator=(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

CertificateAuthority CertificateAuthority::create(base::Random& random, base::Time now) {
  Key key = new_key();
  Certificate certificate = new_certificate(key, random, now - kBackdating, now + kValidity);
  X509* own = certificate.get();
  // A name of its own, so that a list of trusted certificates tells two of these apart.
  set_name(X509_get_subject_name(own), fmt::format("Angarium proxy {:08x}", random.next() >> 32));
  must(X509_set_issuer_name(own, X509_get_subject_name(own)) == 1);
  add_extension(own, own, NID_subject_key_identifier, "hash");
  add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(own, own, NID_ext_key_usage, "serverAuth");
  add_extension(own, own, NID_name_constraints, name_constraints());
  must(X509_sign(own, key.get(), EVP_sha256()) > 0);
  std::string pem = pem_of(certificate);
  return CertificateAuthority(
      std::make_unique<State>(State{std::move(key), std::move(certificate), std::move(pem)}));
}

base::Result<CertificateAuthority> CertificateAuthority::parse(const http::TlsPem& pem) {
  const Memory certificate_text(
      BIO_new_mem_buf(pem.certificate.data(), static_cast<int>(pem.certificate.size())));
  const Memory key_text(BIO_new_mem_buf(pem.key.data(), static_cast<int>(pem.key.size())));
  Certificate certificate(PEM_read_bio_X509(certificate_text.get(), nullptr, no_password, nullptr));
  if (!certificate) return unusable("holds no certificate");
  Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, no_password, nullptr));
  if (!key) return unusable("holds no private key");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return unusable("holds a key that doesn't belong to its certificate");
  }
  if (X509_check_ca(certificate.get()) != 1) {
    return unusable("holds a certificate that may not sign others");
  }
  std::string text = pem_of(certificate);
  return CertificateAuthority(
      std::make_unique<State>(State{std::move(key), std::move(certificate), std::move(text)}));
}

http::TlsPem CertificateAuthority::pem() const {
  return {state_->certificate_pem, pem_of(state_->key)};
}

const std::string& CertificateAuthority::certificate() const { return state_->certificate_pem; }

base::Time CertificateAuthority::expires() const {
  return time_of(X509_get0_notAfter(state_->certificate.get()));
}

http::TlsPem CertificateAuthority::issue(const std::string& host, base::Random& random,
                                         base::Time now) const {
  AG_ASSERT(!host.empty() && host.find_first_of(",\n\r\0") == std::string::npos);
  X509* issuer = state_->certificate.get();
  const Key key = new_key();
  const base::Time begin =
      std::max<base::Time>(now - kBackdating, time_of(X509_get0_notBefore(issuer)));
  const base::Time end = std::min<base::Time>(now + kLeafValidity, expires());
  const Certificate certificate = new_certificate(key, random, begin, end);
  X509* leaf = certificate.get();
  set_name(X509_get_subject_name(leaf), "");  // the host may be longer than a common name can
  must(X509_set_issuer_name(leaf, X509_get_subject_name(issuer)) == 1);
  add_extension(leaf, issuer, NID_subject_key_identifier, "hash");
  add_extension(leaf, issuer, NID_authority_key_identifier, "keyid");
  add_extension(leaf, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(leaf, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(leaf, issuer, NID_ext_key_usage, "serverAuth");
  add_extension(leaf, issuer, NID_subject_alt_name, "DNS:" + host);
  must(X509_sign(leaf, state_->key.get(), EVP_sha256()) > 0);
  return {pem_of(certificate), pem_of(key)};
}

}  // namespace angarium::proxy
