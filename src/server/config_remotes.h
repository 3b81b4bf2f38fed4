#pragma once

#include <toml++/toml.h>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/remote_config.h"

namespace angarium::server {

// Reads the sections below [endpoints].
base::Result<std::map<std::string, EndpointConfig>> read_endpoints(const toml::table& sections,
                                                                   std::string_view file_name);

// Reads the sections below [peers].
base::Result<std::map<std::string, PeerConfig>> read_peers(const toml::table& sections,
                                                           std::string_view file_name);

}  // namespace angarium::server
