#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"
#include "server/data_directory.h"

namespace angarium::server {

// The key of wire::PageTokens: in a file of the data directory (made at first start), so that a
// listing goes on after a restart; a new one for each run in memory (`directory` is null). Errors:
// StartError::kData.
base::Result<std::string> load_page_token_key(const DataDirectory* directory, base::Random& random);

}  // namespace angarium::server
