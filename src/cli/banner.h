#pragma once

#include <string>

#include "server/config.h"

namespace angarium::cli {

// What `angarium dev` prints when it is ready: where it listens, what is not protected, and lines
// to paste for the AWS CLI, boto3 and JavaScript.
std::string dev_banner(const server::Config& config, const std::string& url,
                       const std::string& health_url);

// What `angarium serve` prints when it is ready.
std::string serve_banner(const server::Config& config, const std::string& url,
                         const std::string& health_url);

}  // namespace angarium::cli
