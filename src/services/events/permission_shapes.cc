#include "services/events/bus_shapes.h"
#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;

const Shape& Condition::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&Condition::type>("Type").required(),
      member<&Condition::key>("Key").required(),
      member<&Condition::value>("Value").required(),
  };
  static constexpr Shape kShape{"Condition", kMembers};
  return kShape;
}

const Shape& PutPermissionRequest::shape() {
  using T = PutPermissionRequest;
  static constexpr wire::Member kMembers[] = {
      as_non_partner_bus_name(member<&T::event_bus_name>("EventBusName")),
      member<&T::action>("Action").length(1, 64).pattern("events:[a-zA-Z]+"),
      member<&T::principal>("Principal").length(1, 12).pattern(R"((\d{12}|\*))"),
      member<&T::statement_id>("StatementId").length(1, 64).pattern("[a-zA-Z0-9-_]+"),
      member<&T::condition>("Condition"),
      member<&T::policy>("Policy"),
  };
  static constexpr Shape kShape{"PutPermissionRequest", kMembers};
  return kShape;
}

const Shape& RemovePermissionRequest::shape() {
  using T = RemovePermissionRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::statement_id>("StatementId").length(1, 64).pattern("[a-zA-Z0-9-_]+"),
      member<&T::remove_all_permissions>("RemoveAllPermissions"),
      as_non_partner_bus_name(member<&T::event_bus_name>("EventBusName")),
  };
  static constexpr Shape kShape{"RemovePermissionRequest", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
