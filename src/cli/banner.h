#pragma once

#include <string>
#include <vector>

#include "server/server.h"

namespace angarium::cli {

// What `angarium dev` prints when it is ready: where it listens, what is not protected, and lines
// to paste for the AWS CLI, boto3 and JavaScript. `root_keys`: of the accounts that --enforce made.
std::string dev_banner(const server::Config& config, const std::string& url,
                       const std::string& health_url,
                       const std::vector<server::RootKey>& root_keys);

// What `angarium serve` prints when it is ready.
std::string serve_banner(const server::Config& config, const std::string& url,
                         const std::string& health_url);

}  // namespace angarium::cli
