#include "services/events/setting_shapes.h"

#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;

const Shape& Tag::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&Tag::key>("Key").required().length(1, 128),
      member<&Tag::value>("Value").required().length(0, 256),
  };
  static constexpr Shape kShape{"Tag", kMembers};
  return kShape;
}

const Shape& DeadLetterConfig::shape() {
  static constexpr wire::Member kMembers[] = {
      as_resource_arn(member<&DeadLetterConfig::arn>("Arn")),
  };
  static constexpr Shape kShape{"DeadLetterConfig", kMembers};
  return kShape;
}

const Shape& LogConfig::shape() {
  static constexpr std::string_view kIncludeDetail[] = {"NONE", "FULL"};
  static constexpr std::string_view kLevels[] = {"OFF", "ERROR", "INFO", "TRACE"};
  static constexpr wire::Member kMembers[] = {
      member<&LogConfig::include_detail>("IncludeDetail").one_of(kIncludeDetail),
      member<&LogConfig::level>("Level").one_of(kLevels),
  };
  static constexpr Shape kShape{"LogConfig", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
