#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/environment_plan.h"

namespace angarium::cli {

// A profile of the AWS tools: the name that `--profile` takes, and the account it stands for.
struct Profile {
  std::string name;
  std::string account;
};

// "NAME=ACCOUNT" or "ACCOUNT", which is then the name as well. None for anything else.
std::optional<Profile> parse_profile(const std::string& text);

// The texts of a config file and its credentials file with these profiles; the first is the default
// one, too. `wish` has what every profile gets.
std::string config_text(const std::vector<Profile>& profiles, const EnvironmentWish& wish);
std::string credentials_text(const std::vector<Profile>& profiles);

// What was, or is to be, in the two files with certificates.
struct TrustFiles {
  std::string ca_file;
  std::string ca_bundle;  // empty when this machine's own trust could not be found
};

// A server and the certificate (PEM) of its proxy's authority.
struct ProxyTrust {
  std::string endpoint;
  std::string certificate;
};

// Puts the certificate into `folder`, made when missing, once alone (with what Node.js was told to
// trust before) and once with everybody whom `before` or this machine trusts. The names come from
// the endpoint, so that one server's files are renewed in place.
base::Result<TrustFiles> write_trust_files(const std::string& folder, const ProxyTrust& trust,
                                           const Variables& before);

// The file with the certificates by which AWS's clients of this shell judge an endpoint; empty when
// there is none.
std::string trusted_certificates(const Variables& before);

// The folder for them when none is named: in the user's cache. None without HOME.
std::optional<std::string> default_trust_folder(const Variables& before);

// Writes both files of the profiles. A file that `angarium env` has not written is left alone.
base::Result<void> write_profiles(const std::string& path, const std::vector<Profile>& profiles,
                                  const EnvironmentWish& wish);

}  // namespace angarium::cli
