#include "server/config_nodes.h"

#include <fmt/format.h>

#include "base/nearest.h"
#include "server/config.h"

namespace angarium::server {

base::Error ConfigNodes::wrong(const toml::node& node, std::string_view problem) const {
  return base::Error(ConfigError::kInvalid,
                     fmt::format("{}:{}: {}", file_name_, node.source().begin.line, problem));
}

base::Error ConfigNodes::unknown(const toml::node& node, std::string_view kind,
                                 const std::string& name,
                                 const std::vector<std::string>& known) const {
  std::optional<std::string> near = base::nearest(name, known);
  return wrong(node, near ? fmt::format("unknown {} `{}`; did you mean `{}`?", kind, name, *near)
                          : fmt::format("unknown {} `{}`; known are {}", kind, name,
                                        fmt::join(known, ", ")));
}

base::Result<void> ConfigNodes::read(std::string_view name, const toml::node& node,
                                     std::string& out) const {
  const auto* value = node.as_string();
  if (!value) return wrong(node, fmt::format("`{}` must be a string in quotes", name));
  out = value->get();
  return {};
}

base::Result<void> ConfigNodes::read(std::string_view name, const toml::node& node,
                                     std::vector<std::string>& out) const {
  base::Error error = wrong(node, fmt::format("`{}` must be a list of strings", name));
  const toml::array* list = node.as_array();
  if (!list) return error;
  out.clear();
  for (const toml::node& item : *list) {
    if (!item.is_string()) return error;
    out.push_back(item.as_string()->get());
  }
  return {};
}

}  // namespace angarium::server
