#include "server/config_remotes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/arn.h"
#include "base/id.h"
#include "delivery/targets/aws_target.h"
#include "http/address_rule.h"
#include "server/config_nodes.h"

namespace angarium::server {
namespace {

using delivery::targets::aws_kinds;
using delivery::targets::AwsEndpoint;
using delivery::targets::AwsKind;

struct TextKey {
  const char* name;
  std::string RemoteConfig::*member;
};
constexpr TextKey kTextKeys[] = {
    {"url", &RemoteConfig::url},
    {"region", &RemoteConfig::region},
    {"access_key_id_env", &RemoteConfig::access_key_id_env},
    {"secret_access_key_env", &RemoteConfig::secret_access_key_env},
    {"session_token_env", &RemoteConfig::session_token_env},
    {"credentials_file", &RemoteConfig::credentials_file},
    {"profile", &RemoteConfig::profile},
    {"ca_file", &RemoteConfig::ca_file},
};

// A key that is a list.
struct ListKey {
  const char* name;
  std::vector<std::string>* list;
};

base::Result<const toml::table*> section_of(const ConfigNodes& nodes, const toml::node& node,
                                            const RemoteConfig& remote) {
  if (node.is_table()) return node.as_table();
  return nodes.wrong(node, fmt::format("`{0}` must be a section: [{0}]", remote.section));
}

// `caller`: where a section has that key, too.
base::Result<void> read_keys(const ConfigNodes& nodes, const toml::table& table,
                             RemoteConfig& remote, std::vector<ListKey> lists,
                             std::string* caller = nullptr) {
  lists.push_back({"allow_networks", &remote.allow_networks});
  for (const auto& [key, node] : table) {
    const std::string own_name(key.str());
    const std::string name = fmt::format("{}.{}", remote.section, own_name);
    const auto* text = std::find_if(std::begin(kTextKeys), std::end(kTextKeys),
                                    [&](const TextKey& each) { return own_name == each.name; });
    const auto list = std::find_if(lists.begin(), lists.end(),
                                   [&](const ListKey& each) { return own_name == each.name; });
    if (caller != nullptr && own_name == "caller") {
      AG_CHECK(nodes.read(name, node, *caller));
    } else if (text != std::end(kTextKeys)) {
      AG_CHECK(nodes.read(name, node, remote.*text->member));
    } else if (list != lists.end()) {
      AG_CHECK(nodes.read(name, node, *list->list));
    } else {
      std::vector<std::string> known;
      for (const TextKey& each : kTextKeys) known.emplace_back(each.name);
      for (const ListKey& each : lists) known.emplace_back(each.name);
      if (caller != nullptr) known.emplace_back("caller");
      return nodes.unknown(node, "key", own_name, known);
    }
  }
  return {};
}

// What every remote needs; `node` is its section.
base::Result<void> check_remote(const ConfigNodes& nodes, const toml::node& node,
                                const RemoteConfig& remote) {
  const std::string& section = remote.section;
  if (remote.url.empty()) {
    return nodes.wrong(node, fmt::format("`{}.url` is missing: \"https://...\"", section));
  }
  const bool names_variables =
      !remote.access_key_id_env.empty() && !remote.secret_access_key_env.empty();
  if (names_variables == !remote.credentials_file.empty()) {
    return nodes.wrong(node,
                       fmt::format("[{}] needs credentials: either `access_key_id_env` and "
                                   "`secret_access_key_env`, names of environment variables, or "
                                   "`credentials_file` as the AWS CLI writes it",
                                   section));
  }
  if (auto rule = http::AddressRule::make(remote.allow_networks); !rule.ok()) {
    return nodes.wrong(node,
                       fmt::format("`{}.allow_networks`: {}", section, rule.error().message()));
  }
  return {};
}

base::Result<void> check_url(const ConfigNodes& nodes, const toml::node& node,
                             const RemoteConfig& remote) {
  const AwsEndpoint endpoint{.url = remote.url};
  const base::Arn sample{.service = "lambda",
                         .region = base::Region("us-east-1"),
                         .account = base::AccountId("111122223333"),
                         .resource = "function:f"};
  auto place = delivery::targets::place_of(endpoint, aws_kinds().front(), sample);
  if (place.ok() && place->query.empty()) return {};
  return nodes.wrong(
      node, fmt::format("`{}.url` is not one that calls can go to: {}; it may hold {{service}}, "
                        "{{region}}, {{account}} and {{api}}",
                        remote.section, place.ok() ? "it has a query" : place.error().message()));
}

base::Result<void> check_accounts(const ConfigNodes& nodes, const std::string& name,
                                  const toml::node& node,
                                  const std::vector<std::string>& accounts) {
  for (const std::string& account : accounts) {
    if (account == "*" || base::is_account_id(account)) continue;
    return nodes.wrong(node, fmt::format("`{}` has `{}`, which is no account: twelve digits, in "
                                         "quotes, or \"*\" for all",
                                         name, account));
  }
  return {};
}

std::vector<std::string> service_names() {
  std::vector<std::string> names = {"*"};
  for (const AwsKind& kind : aws_kinds()) {
    if (std::find(names.begin(), names.end(), kind.service) == names.end()) {
      names.emplace_back(kind.service);
    }
  }
  return names;
}

}  // namespace

base::Result<std::map<std::string, EndpointConfig>> read_endpoints(const toml::table& sections,
                                                                   std::string_view file_name) {
  const ConfigNodes nodes(file_name);
  std::map<std::string, EndpointConfig> endpoints;
  const std::vector<std::string> known = service_names();
  for (const auto& [key, node] : sections) {
    const std::string name(key.str());
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return nodes.unknown(node, "service of [endpoints]", name, known);
    }
    EndpointConfig endpoint;
    endpoint.section = fmt::format("endpoints.{}", name == "*" ? "\"*\"" : name);
    AG_TRY(table, section_of(nodes, node, endpoint));
    AG_CHECK(read_keys(nodes, *table, endpoint, {{"accounts", &endpoint.accounts}}));
    AG_CHECK(check_remote(nodes, node, endpoint));
    AG_CHECK(check_url(nodes, node, endpoint));
    AG_CHECK(check_accounts(nodes, endpoint.section + ".accounts", node, endpoint.accounts));
    endpoints[name] = std::move(endpoint);
  }
  return endpoints;
}

namespace {

base::Result<void> check_peer(const ConfigNodes& nodes, const toml::node& node,
                              const PeerConfig& peer) {
  const std::string& section = peer.section;
  if (peer.url.empty() && peer.caller.empty()) {
    return nodes.wrong(node, fmt::format("[{}] needs a `url`, to deliver there, or a `caller`, the "
                                         "ARN of the user as whom it delivers here",
                                         section));
  }
  for (const std::string& account : peer.accounts) {
    if (base::is_account_id(account)) continue;
    return nodes.wrong(node, fmt::format("`{}.accounts` has `{}`, which is no account: twelve "
                                         "digits, in quotes",
                                         section, account));
  }
  if (peer.accounts.empty() && (peer.regions.empty() || !peer.caller.empty())) {
    return nodes.wrong(node, fmt::format("[{}] needs `accounts`: those whose buses are there and "
                                         "whose rules it delivers for",
                                         section));
  }
  if (!peer.caller.empty() && !base::parse_arn(peer.caller)) {
    return nodes.wrong(node, fmt::format("`{}.caller` must be the ARN of a user of this server: "
                                         "\"arn:aws:iam::111122223333:user/NAME\"",
                                         section));
  }
  if (peer.url.empty()) return {};
  if (peer.region.empty()) {
    return nodes.wrong(node, fmt::format("`{}.region` is missing: one of the regions that the peer "
                                         "is, to sign for",
                                         section));
  }
  AG_CHECK(check_remote(nodes, node, peer));
  auto place = delivery::targets::parse_endpoint(peer.url, true);
  if (place.ok() && place->query.empty()) return {};
  return nodes.wrong(node, fmt::format("`{}.url` is not one that calls can go to: {}", section,
                                       place.ok() ? "it has a query" : place.error().message()));
}

}  // namespace

base::Result<std::map<std::string, PeerConfig>> read_peers(const toml::table& sections,
                                                           std::string_view file_name) {
  const ConfigNodes nodes(file_name);
  std::map<std::string, PeerConfig> peers;
  for (const auto& [key, node] : sections) {
    PeerConfig peer;
    peer.section = fmt::format("peers.{}", key.str());
    AG_TRY(table, section_of(nodes, node, peer));
    AG_CHECK(read_keys(nodes, *table, peer,
                       {{"accounts", &peer.accounts}, {"regions", &peer.regions}}, &peer.caller));
    AG_CHECK(check_peer(nodes, node, peer));
    peers[std::string(key.str())] = std::move(peer);
  }
  return peers;
}

}  // namespace angarium::server
