#pragma once

#include <string>

#include "cli/exit_code.h"
#include "server/config.h"

namespace angarium::cli {

struct DevOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 4566;
  std::string directory;
  bool expose = false;  // the flag that owns up to listening beyond loopback
  std::vector<std::string> regions;
  std::vector<std::string> hosts;        // names besides loopback's
  std::vector<std::string> proxy_allow;  // hosts besides AWS's that the proxy leads to
  std::string proxy_ca_directory;
  bool no_proxy = false;
  bool enforce = false;               // accounts, signatures and policies
  std::vector<std::string> accounts;  // that are made for --enforce
  bool strict = false;                // what AWS swallows in silence is an error
  std::string log_level = "info";
};

// `angarium dev`: runs until SIGINT or SIGTERM.
ExitCode run_dev(const DevOptions& options);

// `angarium serve`: runs until SIGINT or SIGTERM; with `check_only` it reads the file and stops.
ExitCode run_serve(const std::string& config_file, bool check_only);

// `angarium accounts create|list`: through the running server when there is one, else on its data.
ExitCode create_account(const std::string& config_file, const std::string& name, bool json);
ExitCode list_accounts(const std::string& config_file, bool json);

// `angarium keys list|rotate|drop`: the sealing keys, likewise.
ExitCode list_keys(const std::string& config_file, bool json);
ExitCode rotate_keys(const std::string& config_file, bool json);
// `force`: also while sessions may live that the key sealed; they end with it.
ExitCode drop_key(const std::string& config_file, uint32_t id, bool force, bool json);

// Writes "angarium: MESSAGE" to standard error.
void complain(const std::string& message);

}  // namespace angarium::cli
