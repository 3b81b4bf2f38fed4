#include "services/events/constraints.h"
#include "services/events/target_parameters.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;

const Shape& AwsVpcConfiguration::shape() {
  using T = AwsVpcConfiguration;
  static constexpr std::string_view kAssignPublicIp[] = {"ENABLED", "DISABLED"};
  static constexpr wire::Member kMembers[] = {
      member<&T::subnets>("Subnets").required(),
      member<&T::security_groups>("SecurityGroups"),
      member<&T::assign_public_ip>("AssignPublicIp").one_of(kAssignPublicIp),
  };
  static constexpr Shape kShape{"AwsVpcConfiguration", kMembers};
  return kShape;
}

const Shape& NetworkConfiguration::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&NetworkConfiguration::awsvpc_configuration>("awsvpcConfiguration"),
  };
  static constexpr Shape kShape{"NetworkConfiguration", kMembers};
  return kShape;
}

const Shape& CapacityProviderStrategyItem::shape() {
  using T = CapacityProviderStrategyItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::capacity_provider>("capacityProvider").required().length(1, 255),
      member<&T::weight>("weight").range(0, 1000),
      member<&T::base>("base").range(0, 100'000),
  };
  static constexpr Shape kShape{"CapacityProviderStrategyItem", kMembers};
  return kShape;
}

const Shape& PlacementConstraint::shape() {
  using T = PlacementConstraint;
  static constexpr std::string_view kTypes[] = {"distinctInstance", "memberOf"};
  static constexpr wire::Member kMembers[] = {
      member<&T::type>("type").one_of(kTypes),
      at_most(member<&T::expression>("expression"), 2000),
  };
  static constexpr Shape kShape{"PlacementConstraint", kMembers};
  return kShape;
}

const Shape& PlacementStrategy::shape() {
  using T = PlacementStrategy;
  static constexpr std::string_view kTypes[] = {"random", "spread", "binpack"};
  static constexpr wire::Member kMembers[] = {
      member<&T::type>("type").one_of(kTypes),
      at_most(member<&T::field>("field"), 255),
  };
  static constexpr Shape kShape{"PlacementStrategy", kMembers};
  return kShape;
}

const Shape& EcsParameters::shape() {
  using T = EcsParameters;
  static constexpr std::string_view kLaunchTypes[] = {"EC2", "FARGATE", "EXTERNAL"};
  static constexpr std::string_view kPropagateTags[] = {"TASK_DEFINITION"};
  static constexpr wire::Member kMembers[] = {
      as_resource_arn(member<&T::task_definition_arn>("TaskDefinitionArn").required()),
      member<&T::task_count>("TaskCount").range(1),
      member<&T::launch_type>("LaunchType").one_of(kLaunchTypes),
      member<&T::network_configuration>("NetworkConfiguration"),
      member<&T::platform_version>("PlatformVersion"),
      member<&T::group>("Group"),
      at_most(member<&T::capacity_provider_strategy>("CapacityProviderStrategy"), 6),
      member<&T::enable_ecs_managed_tags>("EnableECSManagedTags"),
      member<&T::enable_execute_command>("EnableExecuteCommand"),
      at_most(member<&T::placement_constraints>("PlacementConstraints"), 10),
      at_most(member<&T::placement_strategy>("PlacementStrategy"), 5),
      member<&T::propagate_tags>("PropagateTags").one_of(kPropagateTags),
      at_most(member<&T::reference_id>("ReferenceId"), 1024),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"EcsParameters", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
