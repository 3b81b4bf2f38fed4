#pragma once

#include <toml++/toml.h>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/remote_config.h"

namespace angarium::server {

// Reads the sections below [arrivals].
base::Result<std::map<std::string, ArrivalsConfig>> read_arrivals(const toml::table& sections,
                                                                  std::string_view file_name);

}  // namespace angarium::server
