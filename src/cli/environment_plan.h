#pragma once

#include <string>
#include <vector>

#include "cli/shell_lines.h"

namespace angarium::cli {

// What a shell is to be set up for.
struct EnvironmentWish {
  std::string endpoint;
  bool use_endpoint = true;  // AWS_ENDPOINT_URL, for clients that know it
  bool use_proxy = false;    // HTTPS_PROXY and whom to trust, for those that don't
  std::string region;
  std::string access_key_id;  // empty: the shell's credentials stay as they are
  std::string config_file;    // of profiles, with their credentials beside it; empty: no profiles
  // With a proxy: PEM files with the authority alone, and with everybody else who is trusted. The
  // second is empty when nobody else could be found.
  std::string ca_file;
  std::string ca_bundle;
};

// The variables as they were before an `angarium env` changed them: what is saved comes back, what
// was not there goes. `now` itself when none did.
Variables before_angarium(const Variables& now);

// `before` with the wish fulfilled, and the notes from which before_angarium() finds the way back.
Variables fulfil(const EnvironmentWish& wish, const Variables& before);

// What takes `now` to `after`. Variables that Angarium set are repeated even when they are as they
// should be, so that the text is complete for another shell.
std::vector<Change> changes(const Variables& now, const Variables& after);

// The file with the credentials of `config_file`'s profiles.
std::string credentials_file(const std::string& config_file);

}  // namespace angarium::cli
