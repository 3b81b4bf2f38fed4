#include "server/config.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <toml++/toml.h>
#include <fstream>
#include <limits>
#include <sstream>
#include <variant>

#include "base/arn.h"
#include "http/address_rule.h"
#include "proxy/allow_list.h"
#include "server/config_arrivals.h"
#include "server/config_nodes.h"
#include "server/config_remotes.h"

namespace angarium::server {
namespace {

struct Range {
  int64_t min;
  int64_t max;
};

// One key: its full name, where it goes, and for numbers the values allowed.
struct Key {
  std::string name;
  std::variant<std::string Config::*, bool Config::*, uint16_t Config::*, int64_t Config::*,
               std::vector<std::string> Config::*>
      member;
  Range range{0, std::numeric_limits<int64_t>::max()};
};

constexpr Range kPort{0, 65535};
constexpr Range kMilliseconds{1, 3'600'000};  // an hour: more than that is a mistake

const std::vector<Key>& keys() {
  static const std::vector<Key> all = {
      {"listen.address", &Config::address},
      {"listen.port", &Config::port, kPort},
      {"listen.tls_certificate", &Config::tls_certificate},
      {"listen.tls_key", &Config::tls_key},
      {"listen.allow_plaintext", &Config::allow_plaintext},
      {"listen.hosts", &Config::hosts},
      {"listen.origins", &Config::origins},
      {"listen.connections_max", &Config::connections_max, {1, 1'000'000}},
      {"listen.body_bytes_max", &Config::body_bytes_max, {1 << 10, 64 << 20}},
      {"listen.header_timeout_ms", &Config::header_timeout_ms, kMilliseconds},
      {"listen.body_timeout_ms", &Config::body_timeout_ms, kMilliseconds},
      {"listen.idle_timeout_ms", &Config::idle_timeout_ms, kMilliseconds},
      {"health.address", &Config::health_address},
      {"health.port", &Config::health_port, kPort},
      {"proxy.enabled", &Config::proxy_enabled},
      {"proxy.allow", &Config::proxy_allow},
      {"proxy.allow_networks", &Config::proxy_allow_networks},
      {"proxy.ca_directory", &Config::proxy_ca_directory},
      {"proxy.tunnels_max", &Config::proxy_tunnels_max, {0, 100'000}},
      {"proxy.idle_timeout_ms", &Config::proxy_idle_timeout_ms, kMilliseconds},
      {"inject.accounts", &Config::inject_accounts},
      {"history.minutes", &Config::history_minutes, {0, 7 * 24 * 60}},
      {"history.mb_per_bus", &Config::history_mb_per_bus, {1, 1 << 14}},
      {"history.mb", &Config::history_mb, {1, 1 << 16}},
      {"destinations.allow_networks", &Config::destinations_allow_networks},
      {"destinations.allow_http", &Config::destinations_allow_http},
      {"destinations.ca_file", &Config::destinations_ca_file},
      {"data.directory", &Config::directory},
      {"data.reserve_mb", &Config::reserve_mb, {0, 1 << 20}},
      {"server.regions", &Config::regions},
      {"server.log_level", &Config::log_level},
      {"server.worker_threads", &Config::worker_threads, {1, 64}},
      {"server.shutdown_timeout_ms", &Config::shutdown_timeout_ms, kMilliseconds},
      {"server.clock_skew_ms", &Config::clock_skew_ms, {1, 86'400'000}},
      {"metrics.per_rule", &Config::metrics_per_rule},
      {"metrics.rules_max", &Config::metrics_rules_max, {1, 1'000}},
  };
  return all;
}

// Reads one file into a Config; every method answers with an error that says where.
class Reader : private ConfigNodes {
 public:
  explicit Reader(std::string_view file_name) : ConfigNodes(file_name), file_name_(file_name) {}

  base::Result<void> read_table(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      std::string name = prefix + std::string(key.str());
      if (name == "quotas" && node.is_table()) {
        AG_CHECK(read_quotas(*node.as_table()));
      } else if (name == "oidc" && node.is_table()) {
        AG_CHECK(read_oidc(*node.as_table()));
      } else if (name == "endpoints" && node.is_table()) {
        AG_TRY(endpoints, read_endpoints(*node.as_table(), file_name_));
        config_.endpoints = std::move(endpoints);
      } else if (name == "peers" && node.is_table()) {
        AG_TRY(peers, read_peers(*node.as_table(), file_name_));
        config_.peers = std::move(peers);
      } else if (name == "arrivals" && node.is_table()) {
        AG_TRY(arrivals, read_arrivals(*node.as_table(), file_name_));
        config_.arrivals = std::move(arrivals);
      } else if (const toml::table* inner = node.as_table(); inner && prefix.empty()) {
        AG_CHECK(check_section(name, node));
        AG_CHECK(read_table(*inner, name + "."));
      } else {
        AG_CHECK(read_key(name, node));
      }
    }
    return {};
  }
  Config take() { return std::move(config_); }

 private:
  base::Result<void> check_section(const std::string& name, const toml::node& node) const {
    static const std::vector<std::string> sections = {
        "listen", "health",       "proxy",   "inject", "history", "data",      "server",
        "quotas", "destinations", "metrics", "oidc",   "peers",   "endpoints", "arrivals",
    };
    for (const std::string& section : sections) {
      if (section == name) return {};
    }
    return unknown(node, "section", name, sections);
  }

  base::Result<void> read_key(const std::string& name, const toml::node& node) {
    std::vector<std::string> names;
    for (const Key& key : keys()) {
      if (key.name == name) {
        return std::visit([&](auto member) { return assign(member, key, node); }, key.member);
      }
      names.push_back(key.name);
    }
    return unknown(node, "key", name, names);
  }

  // First what all accounts have: what one has of its own stands on that, wherever it is written.
  base::Result<void> read_quotas(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (!node.is_table()) AG_CHECK(read_quota(key.str(), node, config_.quotas.defaults));
    }
    for (const auto& [key, node] : table) {
      if (!node.is_table()) continue;
      if (!base::is_account_id(key.str())) {
        return wrong(node, fmt::format("`quotas.{}` is no account: name it by its twelve digits, "
                                       "in quotes",
                                       key.str()));
      }
      services::events::Limits limits = config_.quotas.defaults;
      for (const auto& [own_key, own_node] : *node.as_table()) {
        AG_CHECK(read_quota(own_key.str(), own_node, limits));
      }
      config_.quotas.accounts[base::AccountId(key.str())] = limits;
    }
    return {};
  }

  base::Result<void> read_quota(std::string_view name, const toml::node& node,
                                services::events::Limits& limits) {
    std::vector<std::string> names;
    for (const services::events::QuotaKey& quota : services::events::quota_keys()) {
      names.emplace_back(quota.name);
      if (quota.name != name) continue;
      Range range{static_cast<int64_t>(quota.min), static_cast<int64_t>(quota.max)};
      AG_TRY(value, number(fmt::format("quotas.{}", name), range, node));
      limits.*quota.member = static_cast<size_t>(value);
      return {};
    }
    return unknown(node, "quota", std::string(name), names);
  }

  base::Result<void> read_oidc(const toml::table& table) {
    for (const auto& [url, node] : table) {
      if (!node.is_table() || !url.str().starts_with("https://")) {
        return wrong(node, fmt::format("`oidc.{}` is no issuer: name it as its tokens' `iss` does, "
                                       "in quotes: [oidc.\"https://idp.example\"]",
                                       url.str()));
      }
      OidcIssuer issuer;
      for (const auto& [key, value] : *node.as_table()) {
        const std::string name = fmt::format("oidc.\"{}\".{}", url.str(), key.str());
        if (key.str() == "jwks_file") {
          AG_CHECK(read(name, value, issuer.jwks_file));
        } else if (key.str() == "audiences") {
          AG_CHECK(read(name, value, issuer.audiences));
        } else {
          return unknown(value, "key", std::string(key.str()), {"jwks_file", "audiences"});
        }
      }
      if (issuer.jwks_file.empty()) {
        return wrong(node, fmt::format("`oidc.\"{}\".jwks_file` is missing: the file of its public "
                                       "keys, a JSON Web Key Set",
                                       url.str()));
      }
      config_.oidc[std::string(url.str())] = std::move(issuer);
    }
    return {};
  }

  base::Result<void> assign(std::string Config::*member, const Key& key, const toml::node& node) {
    return read(key.name, node, config_.*member);
  }

  base::Result<void> assign(bool Config::*member, const Key& key, const toml::node& node) {
    const auto* value = node.as_boolean();
    if (!value) return wrong(node, fmt::format("`{}` must be true or false", key.name));
    config_.*member = value->get();
    return {};
  }

  base::Result<void> assign(uint16_t Config::*member, const Key& key, const toml::node& node) {
    AG_TRY(value, number(key.name, key.range, node));
    config_.*member = static_cast<uint16_t>(value);
    return {};
  }

  base::Result<void> assign(int64_t Config::*member, const Key& key, const toml::node& node) {
    AG_TRY(value, number(key.name, key.range, node));
    config_.*member = value;
    return {};
  }

  base::Result<void> assign(std::vector<std::string> Config::*member, const Key& key,
                            const toml::node& node) {
    return read(key.name, node, config_.*member);
  }

  base::Result<int64_t> number(std::string_view name, Range range, const toml::node& node) const {
    const auto* value = node.as_integer();
    if (!value) return wrong(node, fmt::format("`{}` must be a whole number", name));
    if (value->get() < range.min || value->get() > range.max) {
      return wrong(node, fmt::format("`{}` is {}; it must be from {} to {}", name, value->get(),
                                     range.min, range.max));
    }
    return value->get();
  }

  std::string_view file_name_;
  Config config_;
};

base::Result<toml::table> parse_toml(std::string_view text, std::string_view file_name) {
  try {
    return toml::parse(text, file_name);
  } catch (const toml::parse_error& error) {
    return base::Error(
        ConfigError::kSyntax,
        fmt::format("{}:{}: {}", file_name, error.source().begin.line, error.description()));
  }
}

// What no single key can say.
base::Result<void> check_whole(const Config& config, std::string_view file_name) {
  auto wrong = [&](std::string_view problem) {
    return base::Error(ConfigError::kInvalid, fmt::format("{}: {}", file_name, problem));
  };
  if (config.tls_certificate.empty() != config.tls_key.empty()) {
    return wrong("`listen.tls_certificate` and `listen.tls_key` go together; set both or neither");
  }
  if (config.directory.empty()) {
    return wrong("`data.directory` is missing: say where events and accounts are kept");
  }
  if (config.regions.empty()) return wrong("`server.regions` must name at least one region");
  for (const std::string& account : config.inject_accounts) {
    if (account == "*" || base::is_account_id(account)) continue;
    return wrong(
        fmt::format("`inject.accounts`: `{}` is no account; an account's id has twelve "
                    "digits, and \"*\" stands for all",
                    account));
  }
  if (auto allow = proxy::AllowList::make(config.proxy_allow); !allow.ok()) {
    return wrong("`proxy.allow`: " + allow.error().message());
  }
  if (auto rule = http::AddressRule::make(config.proxy_allow_networks); !rule.ok()) {
    return wrong("`proxy.allow_networks`: " + rule.error().message());
  }
  if (auto rule = http::AddressRule::make(config.destinations_allow_networks); !rule.ok()) {
    return wrong("`destinations.allow_networks`: " + rule.error().message());
  }
  bool plain = config.tls_certificate.empty();
  if (plain && !is_loopback(config.address) && !config.allow_plaintext) {
    return wrong(fmt::format(
        "`listen.address` {} is reachable from other machines, and without TLS anybody on the way "
        "can read events and replay requests; set `listen.tls_certificate` and `listen.tls_key`, "
        "or own up with `listen.allow_plaintext = true`",
        config.address));
  }
  for (const char* level : {"debug", "info", "warning", "error"}) {
    if (config.log_level == level) return {};
  }
  return wrong(fmt::format("`server.log_level` is `{}`; it must be debug, info, warning or error",
                           config.log_level));
}

}  // namespace

const base::ErrorDomain& error_domain(ConfigError) {
  static const base::ErrorDomain domain{"config", [](int code) -> std::string_view {
                                          switch (static_cast<ConfigError>(code)) {
                                            case ConfigError::kUnreadable: return "Unreadable";
                                            case ConfigError::kSyntax: return "Syntax";
                                            case ConfigError::kInvalid: return "Invalid";
                                          }
                                          return "Unknown";
                                        }};
  return domain;
}

base::Result<Config> parse_config(std::string_view toml, std::string_view file_name) {
  AG_TRY(table, parse_toml(toml, file_name));
  Reader reader(file_name);
  AG_CHECK(reader.read_table(table, ""));
  Config config = reader.take();
  AG_CHECK(check_whole(config, file_name));
  return config;
}

base::Result<Config> load_config(const std::string& file_name) {
  std::ifstream file(file_name);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return base::Error(
        ConfigError::kUnreadable,
        fmt::format("{}: can't be read; check the path and its permissions", file_name));
  }
  return parse_config(text.str(), file_name);
}

bool is_loopback(std::string_view address) {
  std::string text(address);
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return text == "localhost";
}

}  // namespace angarium::server
