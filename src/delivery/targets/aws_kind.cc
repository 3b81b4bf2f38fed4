#include "delivery/targets/aws_kind.h"

#include <algorithm>

#include "delivery/targets/aws_message_calls.h"
#include "delivery/targets/aws_start_calls.h"

namespace angarium::delivery::targets {
namespace {

// Actions: Service Authorization Reference, and the roles that the User Guide asks for ("Using
// identity-based policies for EventBridge").
constexpr AwsKind kKinds[] = {
    {.service = "lambda",
     .resource = "function:",
     .action = "lambda:InvokeFunction",
     .call = lambda_invoke},
    {.service = "sns", .action = "sns:Publish", .call = sns_publish},
    {.service = "sqs", .action = "sqs:SendMessage", .call = sqs_send_message},
    {.service = "logs",
     .resource = "log-group:",
     .action = "logs:PutLogEvents",
     .call = logs_put_log_events,
     .missing = "ResourceNotFoundException",
     .make_missing = logs_create_log_stream},
    {.service = "kinesis",
     .resource = "stream/",
     .action = "kinesis:PutRecord",
     .parameters = "KinesisParameters",
     .call = kinesis_put_record},
    {.service = "firehose",
     .resource = "deliverystream/",
     .action = "firehose:PutRecord",
     .call = firehose_put_record},
    {.service = "events",
     .resource = "event-bus/",
     .action = "events:PutEvents",
     .call = events_put_events,
     .judge = judge_put_events},
    {.service = "execute-api", .action = "execute-api:Invoke", .call = execute_api_invoke},
    {.service = "states",
     .resource = "stateMachine:",
     .action = "states:StartExecution",
     .call = states_start_execution,
     .arrived_before = "ExecutionAlreadyExists"},
    {.service = "ecs",
     .resource = "cluster/",
     .action = "ecs:RunTask",
     .parameters = "EcsParameters",
     .call = ecs_run_task,
     .judge = judge_run_task},
    {.service = "batch",
     .resource = "job-queue/",
     .action = "batch:SubmitJob",
     .parameters = "BatchParameters",
     .call = batch_submit_job},
    {.service = "codebuild",
     .resource = "project/",
     .action = "codebuild:StartBuild",
     .call = codebuild_start_build},
    {.service = "codepipeline",
     .action = "codepipeline:StartPipelineExecution",
     .call = codepipeline_start_execution},
    {.service = "ssm",
     .resource = "document/",
     .action = "ssm:SendCommand",
     .parameters = "RunCommandParameters",
     .call = ssm_send_command},
    {.service = "ssm",
     .resource = "automation-definition/",
     .action = "ssm:StartAutomationExecution",
     .call = ssm_start_automation},
    {.service = "ssm",
     .resource = "opsitem",
     .action = "ssm:CreateOpsItem",
     .call = ssm_create_ops_item,
     .arrived_before = "OpsItemAlreadyExistsException"},
    {.service = "ssm-incidents",
     .resource = "response-plan/",
     .action = "ssm-incidents:StartIncident",
     .call = incidents_start},
    {.service = "redshift",
     .resource = "cluster:",
     .action = "redshift-data:ExecuteStatement",
     .action_of = redshift_action,
     .host = "redshift-data",
     .signing_name = "redshift-data",
     .parameters = "RedshiftDataParameters",
     .call = redshift_execute_statement},
    {.service = "redshift-serverless",
     .resource = "workgroup/",
     .action = "redshift-data:ExecuteStatement",
     .action_of = redshift_action,
     .host = "redshift-data",
     .signing_name = "redshift-data",
     .parameters = "RedshiftDataParameters",
     .call = redshift_execute_statement},
    {.service = "sagemaker",
     .resource = "pipeline/",
     .action = "sagemaker:StartPipelineExecution",
     .host = "api.sagemaker",
     .parameters = "SageMakerPipelineParameters",
     .call = sagemaker_start_pipeline},
    {.service = "glue",
     .resource = "workflow/",
     .action = "glue:notifyEvent",
     .call = glue_start_workflow},
    {.service = "imagebuilder",
     .resource = "image-pipeline/",
     .action = "imagebuilder:StartImagePipelineExecution",
     .call = imagebuilder_start_pipeline},
    {.service = "inspector",
     .action = "inspector:StartAssessmentRun",
     .call = inspector_start_assessment},
    {.service = "appsync",
     .resource = "endpoints/graphql-api/",
     .action = "appsync:GraphQL",
     .host = "appsync-api",
     .parameters = "AppSyncParameters",
     .call = appsync_graphql,
     .judge = judge_graphql},
};

}  // namespace

std::span<const AwsKind> aws_kinds() { return kKinds; }

const AwsKind* find_aws_kind(const base::Arn& arn) {
  const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const AwsKind& each) {
    return each.service == arn.service && arn.resource.starts_with(each.resource);
  });
  return kind == std::end(kKinds) ? nullptr : kind;
}

}  // namespace angarium::delivery::targets
