#include "http/test_certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/assert.h"

namespace angarium::http {

namespace {

void add_names(X509* certificate) {
  X509_EXTENSION* names =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  AG_ASSERT(names != nullptr);
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
}

X509* new_certificate(EVP_PKEY* key) {
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  add_names(certificate);
  AG_ASSERT(X509_sign(certificate, key, EVP_sha256()) > 0);
  return certificate;
}

}  // namespace

TestCertificate::TestCertificate() {
  std::string pattern = std::filesystem::temp_directory_path() / "angarium_tls_XXXXXX";
  AG_ASSERT(mkdtemp(pattern.data()) != nullptr);
  directory_ = pattern;
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = new_certificate(key);
  FILE* file = fopen(key_path().c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  fclose(file);
  file = fopen(certificate_path().c_str(), "w");
  PEM_write_X509(file, certificate);
  fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

TestCertificate::~TestCertificate() { std::filesystem::remove_all(directory_); }

std::string TestCertificate::write(const std::string& name, const std::string& text) const {
  const std::string path = directory_ + "/" + name;
  FILE* file = fopen(path.c_str(), "w");
  fwrite(text.data(), 1, text.size(), file);
  fclose(file);
  return path;
}

}  // namespace angarium::http
