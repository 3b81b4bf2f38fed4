#pragma once

#include <string>
#include <vector>

#include "services/events/setting_shapes.h"

namespace angarium::services::events {

struct TagResourceRequest {
  std::string resource_arn = {};  // of a bus or a rule, here and below
  std::vector<Tag> tags = {};
  static const wire::Shape& shape();
};
struct TagResourceResponse {
  static const wire::Shape& shape();
};

struct UntagResourceRequest {
  std::string resource_arn = {};
  std::vector<std::string> tag_keys = {};
  static const wire::Shape& shape();
};
struct UntagResourceResponse {
  static const wire::Shape& shape();
};

struct ListTagsForResourceRequest {
  std::string resource_arn = {};
  static const wire::Shape& shape();
};
struct ListTagsForResourceResponse {
  std::vector<Tag> tags = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::events
