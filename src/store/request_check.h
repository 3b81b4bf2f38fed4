#pragma once

#include "base/result.h"
#include "store/limits.h"
#include "store/operations.h"

namespace angarium::store {

// The bytes a request brings along; kTooLarge or kInvalid when it can't be accepted in any state.
base::Result<size_t> check_request(const CommitRequest& request, const StoreLimits& limits);

// True when the request is small and leaves the store no bigger in the end: what is still accepted
// when the disk's reserve is reached.
bool frees_space(const CommitRequest& request, size_t bytes);

}  // namespace angarium::store
