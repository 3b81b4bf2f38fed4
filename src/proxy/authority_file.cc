#include "proxy/authority_file.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/stat.h>

#include <fstream>
#include <optional>
#include <sstream>

#include "base/log.h"
#include "base/private_file.h"
#include "proxy/allow_list.h"

namespace angarium::proxy {
namespace {

constexpr size_t kFileBytesMax = 64 << 10;  // a key and a certificate are under 2 KiB

base::Error problem(const std::string& path, const std::string& what) {
  return {ProxyError::kAuthority, fmt::format("the file `{}` {}", path, what)};
}

base::Result<std::optional<CertificateAuthority>> load(const std::string& path) {
  auto text = base::read_private_file(path, kFileBytesMax);
  if (!text.ok()) return problem(path, text.error().message());
  if (!text->has_value()) return std::optional<CertificateAuthority>();
  // Each reader of PEM takes the first block of its own kind.
  auto authority = CertificateAuthority::parse({.certificate = **text, .key = **text});
  OPENSSL_cleanse((*text)->data(), (*text)->size());
  if (!authority.ok()) {
    return problem(path, authority.error().message() +
                             "; put a backup in its place, or remove it: a new one is made at the "
                             "next start, which clients must be told to trust (`angarium env`)");
  }
  return std::optional<CertificateAuthority>(std::move(*authority));
}

base::Result<void> keep(const CertificateAuthority& authority, const std::string& path) {
  http::TlsPem pem = authority.pem();
  std::string text = pem.key + pem.certificate;
  auto written = base::write_private_file(path, text);
  OPENSSL_cleanse(pem.key.data(), pem.key.size());
  OPENSSL_cleanse(text.data(), text.size());
  if (!written.ok()) return problem(path, written.error().message());
  return {};
}

// The certificate is also put where everybody may read it. It is only a copy, so it is made
// whenever it isn't that.
base::Result<void> publish(const CertificateAuthority& authority, const std::string& path) {
  std::ostringstream there;
  if (std::ifstream file(path); file) there << file.rdbuf();
  if (there.str() == authority.certificate()) return {};
  auto written = base::write_private_file(path, authority.certificate());
  if (!written.ok()) return problem(path, written.error().message());
  if (chmod(path.c_str(), 0644) != 0) return problem(path, "can't be made readable");
  return {};
}

}  // namespace

base::Result<CertificateAuthority> load_or_create_authority(const std::string& folder,
                                                            const base::Clock& clock,
                                                            base::Random& random) {
  const std::string path = folder + "/" + kAuthorityKeyFile;
  AG_TRY(kept, load(path));
  if (kept && kept->expires() - clock.now() < kRenewBefore) {
    base::log(base::LogLevel::kWarning,
              "the proxy's certificate authority ends soon, so there is a new one; clients must be "
              "told to trust it (`angarium env`)",
              {{"ends", base::format_iso_seconds(kept->expires())}});
    kept.reset();
  }
  if (!kept) {
    kept = CertificateAuthority::create(random, clock.now());
    AG_CHECK(keep(*kept, path));
  }
  AG_CHECK(publish(*kept, folder + "/" + kAuthorityCertificateFile));
  return std::move(*kept);
}

}  // namespace angarium::proxy
