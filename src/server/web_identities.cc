#include "server/web_identities.h"

#include <fmt/format.h>

#include <fstream>
#include <utility>

#include "server/server.h"

namespace angarium::server {
namespace {

base::Result<services::sts::WebKeys> load_keys(const std::string& path) {
  std::string text(services::sts::WebKeys::kTextBytesMax + 1, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return base::Error(StartError::kData, "can't be read; check the path and its permissions");
  }
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  return services::sts::WebKeys::parse(text);
}

}  // namespace

base::Result<services::sts::WebIdentities> load_web_identities(const Config& config) {
  std::map<std::string, services::sts::Issuer, std::less<>> issuers;
  for (const auto& [url, configured] : config.oidc) {
    auto keys = load_keys(configured.jwks_file);
    if (!keys.ok()) {
      return base::Error(StartError::kData,
                         fmt::format("the key set `{}` of the issuer `{}` {}", configured.jwks_file,
                                     url, keys.error().message()));
    }
    issuers.emplace(
        url, services::sts::Issuer{.keys = std::move(*keys), .audiences = configured.audiences});
  }
  return services::sts::WebIdentities(std::move(issuers));
}

}  // namespace angarium::server
