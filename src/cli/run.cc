#include "cli/run.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>

#include "base/log.h"
#include "cli/banner.h"
#include "proxy/allow_list.h"
#include "server/regions.h"
#include "server/server.h"

namespace angarium::cli {
namespace {

using server::Config;
using server::StartError;

ExitCode exit_code_of(const base::Error& error) {
  if (error.is(StartError::kAddressInUse)) return kAddressInUse;
  if (error.is(StartError::kDirectoryBusy)) return kDirectoryBusy;
  return kFailed;
}

// Blocked before any thread starts, so that all inherit it and only wait() takes the signals.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // a client that went away is an error of its write, no more
  }
  void wait() {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_;
};

base::LogLevel log_level_of(const std::string& name) {
  if (name == "debug") return base::LogLevel::kDebug;
  if (name == "warning") return base::LogLevel::kWarning;
  if (name == "error") return base::LogLevel::kError;
  return base::LogLevel::kInfo;
}

void print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

using Banner = std::string (*)(const Config&, const server::Server&);

ExitCode run_server(const Config& config, Banner banner) {
  StopSignals signals;
  base::set_log_level(log_level_of(config.log_level));
  auto server = server::Server::start(config);
  if (!server.ok()) {
    complain(server.error().message());
    return exit_code_of(server.error());
  }
  print(banner(config, **server));
  signals.wait();
  base::log(base::LogLevel::kInfo, "stopping: finishing what was accepted");
  size_t cut_off = (*server)->stop();
  if (cut_off > 0) {
    base::log(base::LogLevel::kWarning, "connections were cut off", {{"count", cut_off}});
  }
  return kDone;
}

}  // namespace

void complain(const std::string& message) {
  std::fprintf(stderr, "angarium: %s\n", message.c_str());
}

ExitCode run_dev(const DevOptions& options) {
  if (!server::is_loopback(options.address) && !options.expose) {
    complain(fmt::format(
        "--listen {} is reachable from other machines, and dev mode lets everybody do everything; "
        "add --expose-to-everybody if that is what you want, or use `angarium serve`",
        options.address));
    return kUsage;
  }
  for (const std::string& account : options.accounts) {
    if (base::is_account_id(account)) continue;
    complain(fmt::format("--account {}: an account's id has twelve digits", account));
    return kUsage;
  }
  if (auto allow = proxy::AllowList::make(options.proxy_allow); !allow.ok()) {
    complain("--proxy-allow: " + allow.error().message());
    return kUsage;
  }
  Config config;
  config.address = options.address;
  config.port = options.port;
  config.health_port = 0;
  config.directory = options.directory;
  config.allow_plaintext = true;
  config.is_development = true;
  config.trust_everybody = !options.enforce;
  if (options.enforce) {
    config.accounts = options.accounts;
    // Those of AWS's documentation, and of ours.
    if (config.accounts.empty()) config.accounts = {"111122223333", "444455556666"};
  }
  config.refuse_unknown_buses = options.strict;
  config.inject_accounts = {"*"};
  config.quotas.defaults.put_events_per_second_max = 0;  // tests go as fast as they can
  config.log_level = options.log_level;
  config.reserve_mb = 64;  // a laptop's disk may be nearly full
  config.hosts = options.hosts;
  config.proxy_enabled = !options.no_proxy;
  config.proxy_allow = options.proxy_allow;
  config.proxy_ca_directory = options.proxy_ca_directory;
  // What people try out runs on their own machine, and rarely has a certificate.
  config.destinations_allow_networks = {"127.0.0.0/8", "::1"};
  config.destinations_allow_http = true;
  config.regions = options.regions.empty() ? server::aws_regions() : options.regions;
  return run_server(config, [](const Config& set, const server::Server& server) {
    return dev_banner(set, server.url(), server.health_url(), server.root_keys());
  });
}

ExitCode run_serve(const std::string& config_file, bool check_only) {
  auto config = server::load_config(config_file);
  if (!config.ok()) {
    complain(config.error().message());
    return kConfiguration;
  }
  if (check_only) {
    print(fmt::format("{}: all right\n", config_file));
    return kDone;
  }
  return run_server(*config, [](const Config& set, const server::Server& server) {
    return serve_banner(set, server.url(), server.health_url());
  });
}

}  // namespace angarium::cli
