#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/events/records.h"
#include "services/events/setting_shapes.h"
#include "wire/error.h"

// Tags of buses and rules: labels that mean nothing here, by which people and policies tell
// resources apart.
namespace angarium::services::events {

inline constexpr size_t kTagsMax = 50;  // of one resource: TagResource in AWS's API reference

// `tags` and the `added`, of which each takes the place of one with its key. ValidationException
// when a key is given twice or is AWS's own (aws:...), or when there would be too many.
wire::Result<Tags> with_tags(Tags tags, const std::vector<Tag>& added);

std::vector<Tag> to_shapes(const Tags& tags);  // by key

}  // namespace angarium::services::events
