#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace angarium::json {

// `target` changed as `patch` says (RFC 7396, "JSON Merge Patch"): members of `patch` take the
// place of their namesakes, objects go into objects, and a null takes its namesake away. Members
// keep their order and every value its spelling; new ones come last. Of a name that is there twice
// the last counts. Both are JSON texts in UTF-8, nested at most 64 deep; else kSyntax or kTooDeep.
base::Result<std::string> merge_patch(std::string_view target, std::string_view patch);

}  // namespace angarium::json
