// The certificates as OpenSSL's own verification judges them, in its strict mode.
#include "proxy/certificate_authority.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "base/clock.h"
#include "base/simulated_executor.h"
#include "http/error.h"
#include "proxy/allow_list.h"
#include "proxy/leaf_certificates.h"
#include "wire/endpoint_name.h"

namespace angarium::proxy {
namespace {

const base::Time kNow = *base::parse_iso("2026-11-22T08:30:00Z");
constexpr const char* kHost = "sqs.us-east-1.amazonaws.com";

std::shared_ptr<X509> certificate_of(const std::string& pem) {
  std::unique_ptr<BIO, int (*)(BIO*)> memory(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  return {PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), X509_free};
}

// X509_V_OK, or why somebody who trusts `authority` doesn't believe that `leaf` is `host`'s.
int verdict(const std::string& authority, const std::string& leaf, const std::string& host,
            base::Time at) {
  std::shared_ptr<X509> root = certificate_of(authority);
  std::shared_ptr<X509> certificate = certificate_of(leaf);
  std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> store(X509_STORE_new(), X509_STORE_free);
  std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> context(X509_STORE_CTX_new(),
                                                                     X509_STORE_CTX_free);
  X509_STORE_add_cert(store.get(), root.get());
  X509_STORE_CTX_init(context.get(), store.get(), certificate.get(), nullptr);
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE);
  X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_time(rules, base::to_unix_ms(at) / 1000);
  X509_VERIFY_PARAM_set1_host(rules, host.c_str(), 0);
  return X509_verify_cert(context.get()) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context.get());
}

struct CertificateAuthorityTest : testing::Test {
  int issued(const std::string& host, const std::string& asked, base::Time at) {
    return verdict(authority.certificate(), authority.issue(host, random, kNow).certificate, asked,
                   at);
  }
  base::SeededRandom random{1};
  CertificateAuthority authority = CertificateAuthority::create(random, kNow);
};

TEST_F(CertificateAuthorityTest, SpeaksForEveryDomainOfAws) {
  EXPECT_EQ(issued(kHost, kHost, kNow), X509_V_OK);
  for (std::string_view domain : wire::kAwsDomains) {
    const std::string host = "events.eu-west-1." + std::string(domain);
    EXPECT_EQ(issued(host, host, kNow), X509_V_OK) << host;
  }
  EXPECT_EQ(issued(kHost, "events.us-east-1.amazonaws.com", kNow), X509_V_ERR_HOSTNAME_MISMATCH);
}

TEST_F(CertificateAuthorityTest, SpeaksForNobodyElse) {
  for (const char* host : {"example.com", "localhost", "amazon.com", "evilamazonaws.com",
                           "amazonaws.com.evil.example", "aws"}) {
    EXPECT_EQ(issued(host, host, kNow), X509_V_ERR_PERMITTED_VIOLATION) << host;
  }
}

TEST_F(CertificateAuthorityTest, NamesOfTheGreatestLength) {
  const std::string label(63, 'a');
  const std::string host =
      label + "." + label + "." + label + "." + std::string(45, 'a') + ".amazonaws.com";
  EXPECT_EQ(host.size(), 251U);
  EXPECT_EQ(issued(host, host, kNow), X509_V_OK);
}

TEST_F(CertificateAuthorityTest, IsLimitedAsItPromises) {
  std::shared_ptr<X509> certificate = certificate_of(authority.certificate());
  EXPECT_EQ(X509_check_ca(certificate.get()), 1);
  EXPECT_EQ(X509_get_pathlen(certificate.get()), 0);
  EXPECT_EQ(X509_get_extended_key_usage(certificate.get()), uint32_t{XKU_SSL_SERVER});
  int index = X509_get_ext_by_NID(certificate.get(), NID_name_constraints, -1);
  ASSERT_GE(index, 0);
  EXPECT_EQ(X509_EXTENSION_get_critical(X509_get_ext(certificate.get(), index)), 1);
  auto* constraints = static_cast<NAME_CONSTRAINTS*>(
      X509_get_ext_d2i(certificate.get(), NID_name_constraints, nullptr, nullptr));
  EXPECT_EQ(sk_GENERAL_SUBTREE_num(constraints->permittedSubtrees),
            static_cast<int>(wire::kAwsDomains.size()));
  EXPECT_EQ(sk_GENERAL_SUBTREE_num(constraints->excludedSubtrees), 2);  // IPv4 and IPv6
  NAME_CONSTRAINTS_free(constraints);
}

TEST_F(CertificateAuthorityTest, EndsInTime) {
  const base::Time leaf_end = kNow + CertificateAuthority::kLeafValidity;
  EXPECT_EQ(issued(kHost, kHost, leaf_end - base::Seconds(1)), X509_V_OK);
  EXPECT_EQ(issued(kHost, kHost, leaf_end + base::Seconds(1)), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(issued(kHost, kHost, kNow - base::Seconds(86'399)), X509_V_OK);
  EXPECT_EQ(issued(kHost, kHost, kNow - base::Seconds(86'401)), X509_V_ERR_CERT_NOT_YET_VALID);
  EXPECT_EQ(authority.expires(), kNow + CertificateAuthority::kValidity);
  // Near the authority's own end its certificates end with it.
  const base::Time late = authority.expires() - base::Seconds(60);
  const std::string leaf = authority.issue(kHost, random, late).certificate;
  EXPECT_EQ(verdict(authority.certificate(), leaf, kHost, late), X509_V_OK);
  EXPECT_NE(verdict(authority.certificate(), leaf, kHost, late + base::Seconds(61)), X509_V_OK);
}

TEST_F(CertificateAuthorityTest, AnotherAuthorityIsNotTrusted) {
  CertificateAuthority other = CertificateAuthority::create(random, kNow);
  EXPECT_NE(
      verdict(other.certificate(), authority.issue(kHost, random, kNow).certificate, kHost, kNow),
      X509_V_OK);
}

TEST_F(CertificateAuthorityTest, IsTheSameAfterItWasKept) {
  auto again = CertificateAuthority::parse(authority.pem());
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(again->certificate(), authority.certificate());
  EXPECT_EQ(again->expires(), authority.expires());
  const std::string leaf = again->issue(kHost, random, kNow).certificate;
  EXPECT_EQ(verdict(authority.certificate(), leaf, kHost, kNow), X509_V_OK);
}

TEST_F(CertificateAuthorityTest, RefusesWhatIsNoAuthority) {
  const http::TlsPem own = authority.pem();
  const http::TlsPem other = CertificateAuthority::create(random, kNow).pem();
  const http::TlsPem leaf = authority.issue(kHost, random, kNow);
  const std::string cut = own.key.substr(0, own.key.size() / 2);
  for (const http::TlsPem& bad : {http::TlsPem{"", ""},
                                  {own.certificate, ""},
                                  {"", own.key},
                                  {own.certificate, other.key},
                                  {leaf.certificate, leaf.key},
                                  {own.certificate, cut},
                                  {"x", "y"}}) {
    auto parsed = CertificateAuthority::parse(bad);
    ASSERT_FALSE(parsed.ok());
    EXPECT_TRUE(parsed.error().is(ProxyError::kAuthority));
  }
}

struct LeafCertificatesTest : testing::Test {
  base::SimulatedExecutor executor{1};
  base::SimulatedClock clock{executor, kNow};
  base::SeededRandom random{1};
  LeafCertificates leaves{CertificateAuthority::create(random, kNow), clock, random};
};

TEST_F(LeafCertificatesTest, OneForEachHostUntilItMustBeRenewed) {
  auto first = *leaves.for_host(kHost);
  EXPECT_EQ(*leaves.for_host(kHost), first);
  EXPECT_NE(*leaves.for_host("sts.amazonaws.com"), first);
  const auto kept = CertificateAuthority::kLeafValidity - LeafCertificates::kLeftMin;
  executor.run_until(executor.now() + kept - base::Seconds(1));
  EXPECT_EQ(*leaves.for_host(kHost), first);
  executor.run_until(executor.now() + base::Seconds(1));
  EXPECT_NE(*leaves.for_host(kHost), first);
  EXPECT_EQ(leaves.size(), 2U);
}

TEST_F(LeafCertificatesTest, TheLongestUnusedGoesWhenTheyAreTooMany) {
  auto first = *leaves.for_host("0.amazonaws.com");
  auto second = *leaves.for_host("1.amazonaws.com");
  for (size_t i = 2; i < LeafCertificates::kCountMax; ++i) {
    EXPECT_TRUE(leaves.for_host(std::to_string(i) + ".amazonaws.com").ok());
  }
  EXPECT_EQ(*leaves.for_host("0.amazonaws.com"), first);
  EXPECT_TRUE(leaves.for_host("more.amazonaws.com").ok());
  EXPECT_EQ(leaves.size(), LeafCertificates::kCountMax);
  EXPECT_EQ(*leaves.for_host("0.amazonaws.com"), first);
  EXPECT_NE(*leaves.for_host("1.amazonaws.com"), second);
}

}  // namespace
}  // namespace angarium::proxy
