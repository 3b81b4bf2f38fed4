#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace angarium::server {

// Reads what a configuration file may hold; each error says where in which file, and what to do.
class ConfigNodes {
 public:
  explicit ConfigNodes(std::string_view file_name) : file_name_(file_name) {}

  base::Error wrong(const toml::node& node, std::string_view problem) const;
  // `kind`: "key", "section". Names the nearest of what is known.
  base::Error unknown(const toml::node& node, std::string_view kind, const std::string& name,
                      const std::vector<std::string>& known) const;

  base::Result<void> read(std::string_view name, const toml::node& node, std::string& out) const;
  base::Result<void> read(std::string_view name, const toml::node& node,
                          std::vector<std::string>& out) const;

 private:
  std::string_view file_name_;
};

}  // namespace angarium::server
