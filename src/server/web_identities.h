#pragma once

#include "base/result.h"
#include "server/config.h"
#include "services/sts/web_identities.h"

namespace angarium::server {

// Reads the key sets of all configured issuers. StartError::kData names the file and what is wrong.
base::Result<services::sts::WebIdentities> load_web_identities(const Config& config);

}  // namespace angarium::server
