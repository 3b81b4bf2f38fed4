#include "server/config_arrivals.h"

#include <fmt/format.h>

#include <set>

#include "base/arn.h"
#include "base/id.h"
#include "server/config_nodes.h"

namespace angarium::server {
namespace {

base::Result<ArrivalsConfig> read_section(const ConfigNodes& nodes, const std::string& section,
                                          const toml::table& table) {
  ArrivalsConfig arrivals;
  for (const auto& [key, node] : table) {
    const std::string own_name(key.str());
    const std::string name = fmt::format("{}.{}", section, own_name);
    if (own_name == "caller") {
      AG_CHECK(nodes.read(name, node, arrivals.caller));
    } else if (own_name == "accounts") {
      AG_CHECK(nodes.read(name, node, arrivals.accounts));
    } else if (own_name == "aws_sources") {
      const auto* value = node.as_boolean();
      if (!value) return nodes.wrong(node, fmt::format("`{}` must be true or false", name));
      arrivals.aws_sources = value->get();
    } else {
      return nodes.unknown(node, "key", own_name, {"caller", "accounts", "aws_sources"});
    }
  }
  return arrivals;
}

base::Result<void> check(const ConfigNodes& nodes, const std::string& section,
                         const toml::node& node, const ArrivalsConfig& arrivals) {
  const auto caller = base::parse_arn(arrivals.caller);
  if (!caller || caller->service != "iam" || !caller->resource.starts_with("user/")) {
    return nodes.wrong(node, fmt::format("`{}.caller` must be the ARN of a user of this server: "
                                         "\"arn:aws:iam::111122223333:user/NAME\"",
                                         section));
  }
  for (const std::string& account : arrivals.accounts) {
    if (base::is_account_id(account)) continue;
    return nodes.wrong(node, fmt::format("`{}.accounts` has `{}`, which is no account: twelve "
                                         "digits, in quotes",
                                         section, account));
  }
  if (!arrivals.accounts.empty() || arrivals.aws_sources) return {};
  return nodes.wrong(node, fmt::format("[{}] says nothing of its `caller`: `accounts`, whose "
                                       "events it brings, or `aws_sources = true`",
                                       section));
}

}  // namespace

base::Result<std::map<std::string, ArrivalsConfig>> read_arrivals(const toml::table& sections,
                                                                  std::string_view file_name) {
  const ConfigNodes nodes(file_name);
  std::map<std::string, ArrivalsConfig> all;
  std::set<std::string> callers;
  for (const auto& [key, node] : sections) {
    const std::string section = fmt::format("arrivals.{}", key.str());
    if (!node.is_table()) {
      return nodes.wrong(node, fmt::format("`{0}` must be a section: [{0}]", section));
    }
    AG_TRY(arrivals, read_section(nodes, section, *node.as_table()));
    AG_CHECK(check(nodes, section, node, arrivals));
    if (!callers.insert(arrivals.caller).second) {
      return nodes.wrong(node, fmt::format("`{}.caller` has another section of [arrivals] already; "
                                           "write one for both",
                                           section));
    }
    all[std::string(key.str())] = std::move(arrivals);
  }
  return all;
}

}  // namespace angarium::server
