#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "json/scanner.h"

namespace angarium::json {

// Values of a JSON text as they stand in it, quotes and braces included: for what is passed on to
// somebody who reads it strictly. Each refuses what isn't valid, or isn't of that kind, in `text`.

using RawMembers = std::vector<std::pair<std::string, std::string_view>>;

inline constexpr uint32_t kRawDepthMax = 64;

// Of an object, in order, repeated names included.
base::Result<RawMembers> raw_members(std::string_view text, uint32_t depth_max = kRawDepthMax);
base::Result<std::vector<std::string_view>> raw_elements(std::string_view text);  // of an array
base::Result<std::string> raw_string(std::string_view text);                      // decoded

// The value that comes next in a scanner of `text`, all of it.
base::Result<std::string_view> next_raw_value(Scanner& scanner, std::string_view text);

}  // namespace angarium::json
