#include "services/events/target_parameters.h"

#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::Constraint;
using wire::member;
using wire::Shape;

namespace {

constexpr int64_t kNoMinimum = std::numeric_limits<int64_t>::min();

// ^(?!\s*$).+ : one line with something besides white space (RE2 has no look-ahead).
bool is_path_parameter(std::string_view text) {
  // What Java's `.` does not match: the last three are U+0085, U+2028 and U+2029.
  for (std::string_view line_end : {"\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    if (text.find(line_end) != std::string_view::npos) return false;
  }
  return text.find_first_not_of(" \t\v\f") != std::string_view::npos;
}

}  // namespace

const Shape& KinesisParameters::shape() {
  using T = KinesisParameters;
  static constexpr wire::Member kMembers[] = {
      at_most(member<&T::partition_key_path>("PartitionKeyPath").required(), 256),
  };
  static constexpr Shape kShape{"KinesisParameters", kMembers};
  return kShape;
}

const Shape& RunCommandTarget::shape() {
  using T = RunCommandTarget;
  static constexpr wire::Member kMembers[] = {
      member<&T::key>("Key").required().length(1, 128).pattern(R"(^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$)"),
      member<&T::values>("Values").required().items(1, 50).each(Constraint().length(1, 256)),
  };
  static constexpr Shape kShape{"RunCommandTarget", kMembers};
  return kShape;
}

const Shape& RunCommandParameters::shape() {
  using T = RunCommandParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::run_command_targets>("RunCommandTargets").required().items(1, 5),
  };
  static constexpr Shape kShape{"RunCommandParameters", kMembers};
  return kShape;
}

const Shape& BatchArrayProperties::shape() {
  static constexpr wire::Member kMembers[] = {member<&BatchArrayProperties::size>("Size")};
  static constexpr Shape kShape{"BatchArrayProperties", kMembers};
  return kShape;
}

const Shape& BatchRetryStrategy::shape() {
  static constexpr wire::Member kMembers[] = {member<&BatchRetryStrategy::attempts>("Attempts")};
  static constexpr Shape kShape{"BatchRetryStrategy", kMembers};
  return kShape;
}

const Shape& BatchParameters::shape() {
  using T = BatchParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::job_definition>("JobDefinition").required(),
      member<&T::job_name>("JobName").required(),
      member<&T::array_properties>("ArrayProperties"),
      member<&T::retry_strategy>("RetryStrategy"),
  };
  static constexpr Shape kShape{"BatchParameters", kMembers};
  return kShape;
}

const Shape& SqsParameters::shape() {
  static constexpr wire::Member kMembers[] = {
      at_most(member<&SqsParameters::message_group_id>("MessageGroupId"), 100),
  };
  static constexpr Shape kShape{"SqsParameters", kMembers};
  return kShape;
}

const Shape& HttpParameters::shape() {
  using T = HttpParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::path_parameter_values>("PathParameterValues")
          .each(Constraint().pattern(R"(^(?!\s*$).+)", is_path_parameter)),
      member<&T::header_parameters>("HeaderParameters")
          .keys(Constraint().length(kNoMinimum, 512).pattern(R"(^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$)"))
          .each(Constraint()
                    .length(kNoMinimum, 512)
                    .pattern(R"(^[ \t]*[\x20-\x7E]+([ \t]+[\x20-\x7E]+)*[ \t]*$)")),
      member<&T::query_string_parameters>("QueryStringParameters")
          .keys(Constraint().length(kNoMinimum, 512).pattern(R"([^\x00-\x1F\x7F]+)"))
          .each(Constraint()
                    .length(kNoMinimum, 512)
                    .pattern(R"([^\x00-\x09\x0B\x0C\x0E-\x1F\x7F]+)")),
  };
  static constexpr Shape kShape{"HttpParameters", kMembers};
  return kShape;
}

const Shape& RedshiftDataParameters::shape() {
  using T = RedshiftDataParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::secret_manager_arn>("SecretManagerArn")
          .length(1, 1600)
          .pattern(R"((^arn:aws([a-z]|\-)*:secretsmanager:[a-z0-9-.]+:.*)|)"
                   R"((\$(\.[\w_-]+(\[(\d+|\*)\])*)*))"),
      member<&T::database>("Database").required().length(1, 64),
      member<&T::db_user>("DbUser").length(1, 128),
      member<&T::sql>("Sql").length(1, 100'000),
      member<&T::statement_name>("StatementName").length(1, 500),
      member<&T::with_event>("WithEvent"),
      member<&T::sqls>("Sqls").items(0, 40).each(Constraint().length(1, 100'000)),
  };
  static constexpr Shape kShape{"RedshiftDataParameters", kMembers};
  return kShape;
}

const Shape& SageMakerPipelineParameter::shape() {
  using T = SageMakerPipelineParameter;
  static constexpr wire::Member kMembers[] = {
      member<&T::name>("Name").required().length(1, 256).pattern(
          R"(^[a-zA-Z0-9](-*[a-zA-Z0-9])*$)"),
      at_most(member<&T::value>("Value").required(), 1024),
  };
  static constexpr Shape kShape{"SageMakerPipelineParameter", kMembers};
  return kShape;
}

const Shape& SageMakerPipelineParameters::shape() {
  using T = SageMakerPipelineParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::pipeline_parameter_list>("PipelineParameterList").items(0, 200),
  };
  static constexpr Shape kShape{"SageMakerPipelineParameters", kMembers};
  return kShape;
}

const Shape& AppSyncParameters::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&AppSyncParameters::graphql_operation>("GraphQLOperation").length(1, 1'048'576),
  };
  static constexpr Shape kShape{"AppSyncParameters", kMembers};
  return kShape;
}

const Shape& TargetParameters::shape() {
  using T = TargetParameters;
  static constexpr wire::Member kMembers[] = {
      member<&T::kinesis>("KinesisParameters"),
      member<&T::run_command>("RunCommandParameters"),
      member<&T::ecs>("EcsParameters"),
      member<&T::batch>("BatchParameters"),
      member<&T::sqs>("SqsParameters"),
      member<&T::http>("HttpParameters"),
      member<&T::redshift_data>("RedshiftDataParameters"),
      member<&T::sage_maker_pipeline>("SageMakerPipelineParameters"),
      member<&T::app_sync>("AppSyncParameters"),
  };
  static constexpr Shape kShape{"TargetParameters", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
