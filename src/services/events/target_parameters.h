#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/events/setting_shapes.h"

// What a target of each kind may be told beside the event: one block for each kind that has any.
namespace angarium::services::events {

struct KinesisParameters {
  std::string partition_key_path = {};
  static const wire::Shape& shape();
  friend bool operator==(const KinesisParameters&, const KinesisParameters&) = default;
};

struct RunCommandTarget {
  std::string key = {};
  std::vector<std::string> values = {};
  static const wire::Shape& shape();
  friend bool operator==(const RunCommandTarget&, const RunCommandTarget&) = default;
};
struct RunCommandParameters {
  std::vector<RunCommandTarget> run_command_targets = {};
  static const wire::Shape& shape();
  friend bool operator==(const RunCommandParameters&, const RunCommandParameters&) = default;
};

struct AwsVpcConfiguration {
  std::vector<std::string> subnets = {};
  std::optional<std::vector<std::string>> security_groups = {};
  std::optional<std::string> assign_public_ip = {};
  static const wire::Shape& shape();
  friend bool operator==(const AwsVpcConfiguration&, const AwsVpcConfiguration&) = default;
};
struct NetworkConfiguration {
  std::optional<AwsVpcConfiguration> awsvpc_configuration = {};
  static const wire::Shape& shape();
  friend bool operator==(const NetworkConfiguration&, const NetworkConfiguration&) = default;
};
struct CapacityProviderStrategyItem {
  std::string capacity_provider = {};
  std::optional<int32_t> weight = {};
  std::optional<int32_t> base = {};
  static const wire::Shape& shape();
  friend bool operator==(const CapacityProviderStrategyItem&,
                         const CapacityProviderStrategyItem&) = default;
};
struct PlacementConstraint {
  std::optional<std::string> type = {};
  std::optional<std::string> expression = {};
  static const wire::Shape& shape();
  friend bool operator==(const PlacementConstraint&, const PlacementConstraint&) = default;
};
struct PlacementStrategy {
  std::optional<std::string> type = {};
  std::optional<std::string> field = {};
  static const wire::Shape& shape();
  friend bool operator==(const PlacementStrategy&, const PlacementStrategy&) = default;
};
struct EcsParameters {
  std::string task_definition_arn = {};
  std::optional<int32_t> task_count = {};
  std::optional<std::string> launch_type = {};
  std::optional<NetworkConfiguration> network_configuration = {};
  std::optional<std::string> platform_version = {};
  std::optional<std::string> group = {};
  std::optional<std::vector<CapacityProviderStrategyItem>> capacity_provider_strategy = {};
  std::optional<bool> enable_ecs_managed_tags = {};
  std::optional<bool> enable_execute_command = {};
  std::optional<std::vector<PlacementConstraint>> placement_constraints = {};
  std::optional<std::vector<PlacementStrategy>> placement_strategy = {};
  std::optional<std::string> propagate_tags = {};
  std::optional<std::string> reference_id = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
  friend bool operator==(const EcsParameters&, const EcsParameters&) = default;
};

struct BatchArrayProperties {
  std::optional<int32_t> size = {};
  static const wire::Shape& shape();
  friend bool operator==(const BatchArrayProperties&, const BatchArrayProperties&) = default;
};
struct BatchRetryStrategy {
  std::optional<int32_t> attempts = {};
  static const wire::Shape& shape();
  friend bool operator==(const BatchRetryStrategy&, const BatchRetryStrategy&) = default;
};
struct BatchParameters {
  std::string job_definition = {};
  std::string job_name = {};
  std::optional<BatchArrayProperties> array_properties = {};
  std::optional<BatchRetryStrategy> retry_strategy = {};
  static const wire::Shape& shape();
  friend bool operator==(const BatchParameters&, const BatchParameters&) = default;
};

struct SqsParameters {
  std::optional<std::string> message_group_id = {};
  static const wire::Shape& shape();
  friend bool operator==(const SqsParameters&, const SqsParameters&) = default;
};

struct HttpParameters {
  std::optional<std::vector<std::string>> path_parameter_values = {};
  std::optional<std::map<std::string, std::string>> header_parameters = {};
  std::optional<std::map<std::string, std::string>> query_string_parameters = {};
  static const wire::Shape& shape();
  friend bool operator==(const HttpParameters&, const HttpParameters&) = default;
};

struct RedshiftDataParameters {
  std::optional<std::string> secret_manager_arn = {};
  std::string database = {};
  std::optional<std::string> db_user = {};
  std::optional<std::string> sql = {};
  std::optional<std::string> statement_name = {};
  std::optional<bool> with_event = {};
  std::optional<std::vector<std::string>> sqls = {};
  static const wire::Shape& shape();
  friend bool operator==(const RedshiftDataParameters&, const RedshiftDataParameters&) = default;
};

struct SageMakerPipelineParameter {
  std::string name = {};
  std::string value = {};
  static const wire::Shape& shape();
  friend bool operator==(const SageMakerPipelineParameter&,
                         const SageMakerPipelineParameter&) = default;
};
struct SageMakerPipelineParameters {
  std::optional<std::vector<SageMakerPipelineParameter>> pipeline_parameter_list = {};
  static const wire::Shape& shape();
  friend bool operator==(const SageMakerPipelineParameters&,
                         const SageMakerPipelineParameters&) = default;
};

struct AppSyncParameters {
  std::optional<std::string> graphql_operation = {};
  static const wire::Shape& shape();
  friend bool operator==(const AppSyncParameters&, const AppSyncParameters&) = default;
};

// All blocks of one target. A plain value; in a stored rule it is JSON by this shape, which AWS
// does not have: a kind that Angarium only hands on needs no form of its own there.
struct TargetParameters {
  std::optional<KinesisParameters> kinesis = {};
  std::optional<RunCommandParameters> run_command = {};
  std::optional<EcsParameters> ecs = {};
  std::optional<BatchParameters> batch = {};
  std::optional<SqsParameters> sqs = {};
  std::optional<HttpParameters> http = {};
  std::optional<RedshiftDataParameters> redshift_data = {};
  std::optional<SageMakerPipelineParameters> sage_maker_pipeline = {};
  std::optional<AppSyncParameters> app_sync = {};

  static const wire::Shape& shape();
  friend bool operator==(const TargetParameters&, const TargetParameters&) = default;
};

}  // namespace angarium::services::events
