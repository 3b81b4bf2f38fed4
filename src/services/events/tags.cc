#include "services/events/tags.h"

#include <fmt/format.h>

#include <set>

#include "services/events/errors.h"

namespace angarium::services::events {
namespace {

// General Reference, "Tagging your AWS resources": the prefix, in any case, is reserved.
bool is_reserved(std::string_view key) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  constexpr std::string_view kPrefix = "aws:";
  if (key.size() < kPrefix.size()) return false;
  for (size_t i = 0; i < kPrefix.size(); ++i) {
    if (lower(key[i]) != kPrefix[i]) return false;
  }
  return true;
}

}  // namespace

wire::Result<Tags> with_tags(Tags tags, const std::vector<Tag>& added) {
  std::set<std::string_view> keys;
  for (const Tag& tag : added) {
    if (is_reserved(tag.key)) {
      return validation(
          fmt::format("Tag key {} is not valid. Keys that begin with aws: are reserved.", tag.key));
    }
    if (!keys.insert(tag.key).second) {
      return validation(fmt::format("Tag key {} is given more than once.", tag.key));
    }
    tags[tag.key] = tag.value;
  }
  if (tags.size() > kTagsMax) {
    return validation(fmt::format("A resource can have at most {} tags.", kTagsMax));
  }
  return tags;
}

std::vector<Tag> to_shapes(const Tags& tags) {
  std::vector<Tag> shapes;
  for (const auto& [key, value] : tags) shapes.push_back({.key = key, .value = value});
  return shapes;
}

}  // namespace angarium::services::events
