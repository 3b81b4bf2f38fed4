#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace angarium::delivery {

// One step from a JSON value to those beneath it.
struct PathStep {
  enum class Kind : uint8_t {
    kName,   // .name      the member of that name
    kIndex,  // [3]        the element at that place, from 0
    kAll,    // .* or [*]  every member, every element
  };
  Kind kind = Kind::kName;
  std::string name = {};
  uint32_t index = 0;
  friend bool operator==(const PathStep&, const PathStep&) = default;
};

// Where in an event a value lies: "$.detail.items[0].id". The subset of JSONPath that EventBridge
// documents (User Guide, "Input transformation"): `$`, dot steps, indexes, `*`. A name is anything
// without the characters `. [ ] ( ) ' " < > ? , :` and without blanks and controls; AWS lists
// letters, digits, `_`, `-` and `/`. Steps in `..`, quoted names, slices and filters are refused.
struct JsonPath {
  std::vector<PathStep> steps;  // none: the whole event
  // With a `*` it names any number of values, and stands for the array of them.
  bool is_definite() const;
};

// No event is nested deeper, and an AWS path of 256 characters has 127 steps at most.
inline constexpr size_t kPathStepsMax = 128;

base::Result<JsonPath> parse_json_path(std::string_view text);  // TransformError::kPath

}  // namespace angarium::delivery
