#include "cli/env_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/id.h"
#include "base/private_file.h"
#include "proxy/endpoint.h"

namespace angarium::cli {
namespace {

constexpr std::string_view kMark = "# Written by `angarium env`, and written anew by the next.\n";
// Where systems keep the certificates that they trust: Debian, Fedora, SUSE, Alpine and macOS.
constexpr const char* kSystemBundles[] = {"/etc/ssl/certs/ca-certificates.crt",
                                          "/etc/pki/tls/certs/ca-bundle.crt",
                                          "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

std::string read(const std::string& path) {
  std::ostringstream text;
  if (std::ifstream file(path); file) text << file.rdbuf();
  std::string all = text.str();
  if (!all.empty() && all.back() != '\n') all += '\n';
  return all;
}

base::Error unwritable(const std::string& path, const base::Error& error) {
  return {base::FileError::kFailed, fmt::format("`{}` {}", path, error.message())};
}

base::Result<void> write(const std::string& path, std::string_view text) {
  auto written = base::write_private_file(path, text);
  if (!written.ok()) return unwritable(path, written.error());
  return {};
}

base::Result<void> make_folder(const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (!failure) return {};
  return base::Error(base::FileError::kFailed,
                     fmt::format("the folder `{}` can't be made ({}); name another with --ca-files",
                                 folder, failure.message()));
}

std::string value_of(const Variables& variables, std::string_view name) {
  auto found = variables.find(name);
  return found == variables.end() ? "" : found->second;
}

std::string existing_file(const Variables& before, std::string_view name) {
  std::string path = value_of(before, name);
  return !path.empty() && std::filesystem::exists(path) ? path : "";
}

// The file with those whom programs of this shell trust when nobody tells them more.
std::string everybodys_certificates(const Variables& before) {
  std::string own = existing_file(before, "SSL_CERT_FILE");
  if (!own.empty()) return own;
  for (const char* path : kSystemBundles) {
    if (std::filesystem::exists(path)) return path;
  }
  return "";
}

bool is_profile_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_.+@").find(c) != std::string_view::npos;
  });
}

void add_config(std::string& text, std::string_view section, const EnvironmentWish& wish) {
  text += fmt::format("\n[{}]\nregion = {}\n", section, wish.region);
  if (wish.use_endpoint) text += fmt::format("endpoint_url = {}\n", wish.endpoint);
  if (wish.use_proxy) {
    text += fmt::format("ca_bundle = {}\n", wish.ca_bundle.empty() ? wish.ca_file : wish.ca_bundle);
  }
}

void add_credentials(std::string& text, std::string_view section, const Profile& profile) {
  text += fmt::format("\n[{}]\naws_access_key_id = {}\naws_secret_access_key = any\n", section,
                      profile.account);
}

}  // namespace

std::optional<Profile> parse_profile(const std::string& text) {
  size_t equals = text.find('=');
  std::string account = equals == std::string::npos ? text : text.substr(equals + 1);
  std::string name = text.substr(0, equals);
  if (!base::is_account_id(account) || !is_profile_name(name)) return std::nullopt;
  return Profile{std::move(name), std::move(account)};
}

std::string config_text(const std::vector<Profile>& profiles, const EnvironmentWish& wish) {
  std::string text(kMark);
  add_config(text, "default", wish);
  for (const Profile& profile : profiles) {
    if (profile.name != "default") add_config(text, "profile " + profile.name, wish);
  }
  return text;
}

std::string credentials_text(const std::vector<Profile>& profiles) {
  std::string text(kMark);
  auto named = std::find_if(profiles.begin(), profiles.end(),
                            [](const Profile& profile) { return profile.name == "default"; });
  add_credentials(text, "default", named == profiles.end() ? profiles.front() : *named);
  for (const Profile& profile : profiles) {
    if (profile.name != "default") add_credentials(text, profile.name, profile);
  }
  return text;
}

std::string trusted_certificates(const Variables& before) {
  std::string own = existing_file(before, "AWS_CA_BUNDLE");
  return own.empty() ? everybodys_certificates(before) : own;
}

std::optional<std::string> default_trust_folder(const Variables& before) {
  std::string cache = value_of(before, "XDG_CACHE_HOME");
  if (cache.empty() && !value_of(before, "HOME").empty()) {
    cache = value_of(before, "HOME") + "/.cache";
  }
  if (cache.empty()) return std::nullopt;
  return cache + "/angarium";
}

base::Result<TrustFiles> write_trust_files(const std::string& folder, const ProxyTrust& trust,
                                           const Variables& before) {
  AG_CHECK(make_folder(folder));
  std::string name = "ca";
  if (auto address = proxy::parse_absolute(trust.endpoint)) {
    name = fmt::format("{}-{}", address->endpoint.host, address->endpoint.port);
    std::replace(name.begin(), name.end(), ':', '_');
  }
  TrustFiles files{.ca_file = fmt::format("{}/{}.pem", folder, name), .ca_bundle = ""};
  AG_CHECK(write(files.ca_file, read(value_of(before, "NODE_EXTRA_CA_CERTS")) + trust.certificate));
  std::string trusted = read(everybodys_certificates(before));
  if (trusted.empty()) return files;
  for (const char* name : {"AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"}) {
    trusted += read(existing_file(before, name));
  }
  files.ca_bundle = fmt::format("{}/{}-and-all.pem", folder, name);
  AG_CHECK(write(files.ca_bundle, trusted + trust.certificate));
  return files;
}

base::Result<void> write_profiles(const std::string& path, const std::vector<Profile>& profiles,
                                  const EnvironmentWish& wish) {
  for (const std::string& file : {path, credentials_file(path)}) {
    if (!std::filesystem::exists(file) || read(file).starts_with(kMark)) continue;
    return base::Error(base::FileError::kFailed,
                       fmt::format("`{}` is there and was not written by `angarium env`, so it "
                                   "stays as it is; name another --profile-file",
                                   file));
  }
  AG_CHECK(write(path, config_text(profiles, wish)));
  return write(credentials_file(path), credentials_text(profiles));
}

}  // namespace angarium::cli
