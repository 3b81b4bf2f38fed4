#include "services/events/tag_shapes.h"

#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;

const Shape& TagResourceRequest::shape() {
  using T = TagResourceRequest;
  static constexpr wire::Member kMembers[] = {
      as_resource_arn(member<&T::resource_arn>("ResourceARN").required()),
      member<&T::tags>("Tags").required(),
  };
  static constexpr Shape kShape{"TagResourceRequest", kMembers};
  return kShape;
}

const Shape& TagResourceResponse::shape() {
  static constexpr Shape kShape{"TagResourceResponse", {}};
  return kShape;
}

const Shape& UntagResourceRequest::shape() {
  using T = UntagResourceRequest;
  static constexpr wire::Member kMembers[] = {
      as_resource_arn(member<&T::resource_arn>("ResourceARN").required()),
      member<&T::tag_keys>("TagKeys").required().each(wire::Constraint{}.length(1, 128)),
  };
  static constexpr Shape kShape{"UntagResourceRequest", kMembers};
  return kShape;
}

const Shape& UntagResourceResponse::shape() {
  static constexpr Shape kShape{"UntagResourceResponse", {}};
  return kShape;
}

const Shape& ListTagsForResourceRequest::shape() {
  using T = ListTagsForResourceRequest;
  static constexpr wire::Member kMembers[] = {
      as_resource_arn(member<&T::resource_arn>("ResourceARN").required()),
  };
  static constexpr Shape kShape{"ListTagsForResourceRequest", kMembers};
  return kShape;
}

const Shape& ListTagsForResourceResponse::shape() {
  static constexpr wire::Member kMembers[] = {member<&ListTagsForResourceResponse::tags>("Tags")};
  static constexpr Shape kShape{"ListTagsForResourceResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
