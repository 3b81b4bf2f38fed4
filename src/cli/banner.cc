#include "cli/banner.h"

#include <fmt/format.h>

namespace angarium::cli {
namespace {

constexpr uint16_t kUsualPort = 4566;  // where `angarium env` looks by itself

std::string unprotected(const server::Config& config) {
  std::string text =
      "  Signatures are not checked and policies do not decide: everybody may do everything.\n";
  text +=
      config.directory.empty()
          ? "  Nothing is kept: all of it is gone when this process ends. --data DIR keeps it.\n"
          : fmt::format("  Kept in {}\n", config.directory);
  if (!server::is_loopback(config.address)) {
    text += fmt::format("  {} IS REACHABLE FROM OTHER MACHINES.\n", config.address);
  }
  return text;
}

}  // namespace

std::string dev_banner(const server::Config& config, const std::string& url,
                       const std::string& health_url) {
  const std::string& region = config.regions.front();
  std::string text = fmt::format("Angarium, for development\n\nhealth on {}\nlistening on {}\n\n",
                                 health_url, url);
  text += "Not protected:\n" + unprotected(config);
  text += fmt::format(
      "\nThe access key is the account when it has twelve digits, and 000000000000 otherwise.\n"
      "\nTo point a shell's AWS clients here, in bash or zsh (angarium env --help has more):\n"
      "  eval \"$(angarium env{2})\"\n"
      "\nAWS CLI:\n"
      "  export AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION={1}\n"
      "  aws --endpoint-url {0} events list-event-buses\n"
      "\nboto3:\n"
      "  boto3.client('events', endpoint_url='{0}', region_name='{1}',\n"
      "               aws_access_key_id='111122223333', aws_secret_access_key='any')\n"
      "\nJavaScript:\n"
      "  new EventBridgeClient({{ endpoint: '{0}', region: '{1}',\n"
      "    credentials: {{ accessKeyId: '111122223333', secretAccessKey: 'any' }} }})\n"
      "\nCtrl-C ends it.\n",
      url, region, config.port == kUsualPort ? "" : " --endpoint " + url);
  return text;
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
