#pragma once

#include "delivery/targets/aws_call.h"

// The calls that start something because an event came: each is named by the operation that it
// calls; shapes are those of AWS's API models. What is started hears of the event only what the
// rule's own input says (User Guide, "Event bus targets", target-specific considerations).
namespace angarium::delivery::targets {

base::Result<AwsCall> states_start_execution(const CallSubject& subject);
base::Result<AwsCall> ecs_run_task(const CallSubject& subject);
base::Result<AwsCall> batch_submit_job(const CallSubject& subject);
base::Result<AwsCall> codebuild_start_build(const CallSubject& subject);
base::Result<AwsCall> codepipeline_start_execution(const CallSubject& subject);
base::Result<AwsCall> ssm_send_command(const CallSubject& subject);
base::Result<AwsCall> ssm_start_automation(const CallSubject& subject);
base::Result<AwsCall> ssm_create_ops_item(const CallSubject& subject);
base::Result<AwsCall> incidents_start(const CallSubject& subject);
base::Result<AwsCall> redshift_execute_statement(const CallSubject& subject);
base::Result<AwsCall> sagemaker_start_pipeline(const CallSubject& subject);
base::Result<AwsCall> glue_start_workflow(const CallSubject& subject);
base::Result<AwsCall> imagebuilder_start_pipeline(const CallSubject& subject);
base::Result<AwsCall> inspector_start_assessment(const CallSubject& subject);
base::Result<AwsCall> appsync_graphql(const CallSubject& subject);

// What a role must be allowed for redshift_execute_statement(): one statement or several.
std::string_view redshift_action(const json::Value& parameters);

// Of RunTask's 200, which may say that no task was placed.
Attempt judge_run_task(std::string_view body);
// Of GraphQL's 200, which may say that nothing was done.
Attempt judge_graphql(std::string_view body);

}  // namespace angarium::delivery::targets
