#pragma once

#include <string>
#include <vector>

namespace angarium::server {

// Another server that this one calls with credentials of its own. docs/configuration.md describes
// each key.
struct RemoteConfig {
  std::string section = {};  // where it stands, as messages name it: "endpoints.lambda"
  std::string url = {};
  std::string region = {};  // to sign for
  // Where the credentials are: the names of environment variables, or a file and a profile of it.
  std::string access_key_id_env = {};
  std::string secret_access_key_env = {};
  std::string session_token_env = {};
  std::string credentials_file = {};
  std::string profile = "default";
  std::vector<std::string> allow_networks = {};  // addresses besides public ones
  std::string ca_file = {};                      // whom to trust, PEM; empty: whom the system does
};

// [endpoints.NAME]: an AWS service for the targets of rules, by the name in their ARNs; "*" stands
// for all without a section of their own.
struct EndpointConfig : RemoteConfig {
  std::vector<std::string> accounts = {};  // whose rules may use it; empty: the target's own
};

// [peers.NAME]: another Angarium server. With a `url`, rules here deliver to its buses; with a
// `caller`, it delivers to buses here.
struct PeerConfig : RemoteConfig {
  // What is there: the accounts and regions of its buses, and of the rules it delivers for.
  std::vector<std::string> accounts = {};
  std::vector<std::string> regions = {};
  std::string caller = {};  // the ARN of the user as whom it comes
};

// [arrivals.NAME]: whose events a user of this server may bring by the entrance besides its own
// account's.
struct ArrivalsConfig {
  std::string caller = {};  // the user's ARN
  std::vector<std::string> accounts = {};
  bool aws_sources = false;
};

}  // namespace angarium::server
