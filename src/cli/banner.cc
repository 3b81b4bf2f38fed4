#include "cli/banner.h"

#include <fmt/format.h>

namespace angarium::cli {
namespace {

constexpr uint16_t kUsualPort = 4566;  // where `angarium env` looks by itself

std::string unprotected(const server::Config& config) {
  std::string text;
  if (config.trust_everybody) {
    text +=
        "  Signatures are not checked and policies do not decide: everybody may do everything.\n";
  }
  text +=
      config.directory.empty()
          ? "  Nothing is kept: all of it is gone when this process ends. --data DIR keeps it.\n"
          : fmt::format("  Kept in {}\n", config.directory);
  if (!server::is_loopback(config.address)) {
    text += fmt::format("  {} IS REACHABLE FROM OTHER MACHINES.\n", config.address);
  }
  return text;
}

std::string key_lines(const std::vector<server::RootKey>& root_keys, const std::string& region) {
  std::string text =
      "\nSignatures are checked and policies decide. The root keys of the accounts:\n";
  for (const server::RootKey& key : root_keys) {
    text += fmt::format(
        "  {}: export AWS_ACCESS_KEY_ID={} AWS_SECRET_ACCESS_KEY={} AWS_DEFAULT_REGION={}\n",
        key.account.text(), key.access_key_id, key.secret_access_key, region);
  }
  return text;
}

std::string example_lines(const std::string& url, const std::string& region,
                          std::string_view key_id, std::string_view secret) {
  return fmt::format(
      "\nAWS CLI:\n"
      "  export AWS_ACCESS_KEY_ID={2} AWS_SECRET_ACCESS_KEY={3} AWS_DEFAULT_REGION={1}\n"
      "  aws --endpoint-url {0} events list-event-buses\n"
      "\nboto3:\n"
      "  boto3.client('events', endpoint_url='{0}', region_name='{1}',\n"
      "               aws_access_key_id='{2}', aws_secret_access_key='{3}')\n"
      "\nJavaScript:\n"
      "  new EventBridgeClient({{ endpoint: '{0}', region: '{1}',\n"
      "    credentials: {{ accessKeyId: '{2}', secretAccessKey: '{3}' }} }})\n"
      "\nCtrl-C ends it.\n",
      url, region, key_id, secret);
}

}  // namespace

std::string dev_banner(const server::Config& config, const std::string& url,
                       const std::string& health_url,
                       const std::vector<server::RootKey>& root_keys) {
  const std::string& region = config.regions.front();
  std::string text = fmt::format("Angarium, for development\n\nhealth on {}\nlistening on {}\n\n",
                                 health_url, url);
  text += "Not protected:\n" + unprotected(config);
  text += config.trust_everybody
              ? "\nThe access key is the account when it has twelve digits, and 000000000000 "
                "otherwise.\n"
              : key_lines(root_keys, region);
  text += fmt::format(
      "\nTo point a shell's AWS clients here, in bash or zsh (angarium env --help has more):\n"
      "  eval \"$(angarium env{})\"\n",
      config.port == kUsualPort ? "" : " --endpoint " + url);
  if (root_keys.empty()) return text + example_lines(url, region, "111122223333", "any");
  const server::RootKey& key = root_keys.front();
  return text + example_lines(url, region, key.access_key_id, key.secret_access_key);
}

std::string serve_banner(const server::Config& config, const std::string& url,
                         const std::string& health_url) {
  std::string text =
      fmt::format("data in {}\nregions {}\nhealth on {}\nlistening on {}\n", config.directory,
                  fmt::join(config.regions, ", "), health_url, url);
  if (config.proxy_enabled) text += "a proxy for AWS's host names\n";
  if (config.tls_certificate.empty() && !server::is_loopback(config.address)) {
    text += "WITHOUT TLS beyond loopback, as `listen.allow_plaintext` says.\n";
  }
  return text;
}

}  // namespace angarium::cli
