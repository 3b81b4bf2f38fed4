#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/remote_config.h"
#include "services/events/limits.h"

namespace angarium::server {

enum class ConfigError {
  kUnreadable,  // the file can't be opened or read
  kSyntax,      // not TOML
  kInvalid,     // an unknown key, a wrong type, a value out of range, or keys that contradict
};
const base::ErrorDomain& error_domain(ConfigError);

// An issuer of web identities whose tokens sts:AssumeRoleWithWebIdentity takes.
struct OidcIssuer {
  std::string jwks_file;               // its public keys, a JSON Web Key Set
  std::vector<std::string> audiences;  // where an account has no OIDC provider that names its own
};

// Everything that can be set. The defaults are safe: loopback, signatures and policies enforced.
// A plain value; `docs/configuration.md` describes each key for users.
struct Config {
  // [listen]
  std::string address = "127.0.0.1";
  uint16_t port = 4566;         // LocalStack's port: clients that pointed there need no change
  std::string tls_certificate;  // PEM files; both or neither
  std::string tls_key;
  bool allow_plaintext = false;      // beyond loopback without TLS
  std::vector<std::string> hosts;    // names besides loopback's that a Host header may carry
  std::vector<std::string> origins;  // web origins that may call; none by default
  int64_t connections_max = 10'000;
  int64_t body_bytes_max = 16 << 20;  // ten entries of 1 MB, escaped, fit
  int64_t header_timeout_ms = 10'000;
  int64_t body_timeout_ms = 60'000;
  int64_t idle_timeout_ms = 120'000;  // above the 60 s for which SDKs keep connections

  // [health]
  std::string health_address = "127.0.0.1";
  uint16_t health_port = 4567;

  // [proxy]
  bool proxy_enabled = false;
  std::vector<std::string> proxy_allow;  // hosts besides AWS's that it leads to
  std::vector<std::string>
      proxy_allow_networks;                 // addresses besides public ones that it connects to
  std::string proxy_ca_directory;           // empty: the data directory
  int64_t proxy_tunnels_max = 256;          // that lead elsewhere
  int64_t proxy_idle_timeout_ms = 300'000;  // of those, without a byte

  // [destinations]: where API destinations may lead
  std::vector<std::string> destinations_allow_networks;  // besides public addresses
  bool destinations_allow_http = false;                  // http:// endpoints; AWS has none
  std::string destinations_ca_file;  // whom to trust, PEM; empty: whom the system trusts

  // [data]
  std::string directory;     // empty: memory only (dev)
  int64_t reserve_mb = 512;  // free disk below which writes are refused

  // [server]
  std::vector<std::string> regions = {"us-east-1"};
  std::string log_level = "info";
  int64_t worker_threads = 2;
  int64_t shutdown_timeout_ms = 10'000;
  int64_t clock_skew_ms = 300'000;  // how far a signature's date may be off: AWS's five minutes

  // [inject]
  std::vector<std::string> inject_accounts;  // whose buses operators may inject into; "*": all

  // [history]
  int64_t history_minutes = 60;  // 0: none is kept
  int64_t history_mb_per_bus = 16;
  int64_t history_mb = 128;  // of all buses together

  // [metrics]
  bool metrics_per_rule = false;
  int64_t metrics_rules_max = 500;  // with per_rule; some 17,000 lines of a scrape

  // [quotas], and [quotas."ACCOUNT"] for one account
  services::events::Quotas quotas;

  // [oidc."https://issuer"]
  std::map<std::string, OidcIssuer> oidc;

  // [endpoints.SERVICE]
  std::map<std::string, EndpointConfig> endpoints;

  // [peers.NAME]
  std::map<std::string, PeerConfig> peers;

  // [arrivals.NAME]
  std::map<std::string, ArrivalsConfig> arrivals;

  // Set by the command, not by the file.
  bool refuse_unknown_buses = false;  // dev --strict
  bool is_development = false;        // dev: nobody waits until a queue's name is free again
  bool trust_everybody = false;       // dev: signatures are not checked, policies do not decide
  std::vector<std::string> accounts;  // dev --enforce: made at start where they don't exist
};

// Reads TOML. Errors name the file, the line, the key and, for an unknown key, the nearest one.
base::Result<Config> parse_config(std::string_view toml, std::string_view file_name);
base::Result<Config> load_config(const std::string& file_name);

// Whether an address is reachable from this machine only.
bool is_loopback(std::string_view address);

}  // namespace angarium::server
