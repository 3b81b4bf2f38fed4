#include "delivery/targets/aws_start_calls.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/shown.h"
#include "delivery/targets/aws_verdict.h"
#include "delivery/targets/error.h"
#include "delivery/targets/json_copy.h"
#include "delivery/targets/raw_members.h"
#include "json/writer.h"

namespace angarium::delivery::targets {
namespace {

using json::Writer;
constexpr size_t kReasonCharactersMax = 200;  // of what a service says, in a dead letter
using Renaming = std::pair<std::string_view, std::string_view>;

std::string_view after(std::string_view text, char separator) {
  const size_t at = text.find(separator);
  return at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
}

base::Error unfit(std::string message) { return {TargetError::kParameter, std::move(message)}; }

// The members of the rule's own input; none when there is no such input. It must be one JSON
// object.
base::Result<std::optional<json::RawMembers>> own_input(const CallSubject& subject) {
  using Members = std::optional<json::RawMembers>;
  if (!subject.has_own_input()) return Members();
  auto members = raw_members(subject.input);
  if (members.ok()) return Members(std::move(*members));
  return unfit("The input that the rule makes for this target must be a JSON object.");
}

// What a member of the rule's own input says; none when it has none of that name.
std::optional<std::string_view> member_of(const std::optional<json::RawMembers>& input,
                                          std::string_view wanted) {
  std::optional<std::string_view> found;
  if (!input) return found;
  for (const auto& [name, value] : *input) {
    if (name == wanted) found = value;
  }
  return found;
}

AwsCall rest_call(std::string method, std::string path, std::string body) {
  return {.method = std::move(method),
          .target = std::move(path),
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body)};
}

// A call whose members are the rule's own input, besides those that name what is started.
base::Result<AwsCall> start_with_input(
    const CallSubject& subject, std::string_view operation,
    std::initializer_list<std::pair<std::string_view, std::string>> fixed) {
  AG_TRY(input, own_input(subject));
  std::string body;
  Writer writer(body);
  writer.begin_object();
  for (const auto& [name, value] : fixed) writer.key(name).string(value);
  if (input) {
    for (const auto& [name, value] : *input) {
      const bool is_fixed =
          std::any_of(fixed.begin(), fixed.end(),
                      [&name = name](const auto& each) { return each.first == name; });
      if (!is_fixed) writer.key(name).raw(value);
    }
  }
  writer.end_object();
  return json_call(kJson11, operation, std::move(body));
}

// The value of a member of the envelope, as characters; empty: it isn't there.
std::string envelope_member(const CallSubject& subject, std::string_view name) {
  auto value = resolve_parameter(fmt::format("$.{}", name), subject.delivery);
  return value.ok() ? *value : std::string();
}

// Text for people to read, as much of it as the service takes: its beginning starts the item
// nevertheless. Bytes, of which there are at least as many as characters.
std::string_view beginning(std::string_view text, size_t characters_max) {
  return base::whole_characters(text, characters_max);
}

// What the last of a list's objects says under that name, fit to be shown.
std::string last_text(const json::Value& list, std::string_view name) {
  std::string_view text;
  for (json::Value object : list.elements()) text = object.find_string(name).value_or(text);
  return base::shown(text, kReasonCharactersMax);
}

// Whether the block has any under that name: a statement, or a list that isn't empty.
bool has_statements(const json::Value& parameters, std::string_view name) {
  const auto given = parameters.find(name);
  if (!given) return false;
  return given->kind() == json::Kind::kArray ? given->size() > 0 : given->string().has_value();
}

}  // namespace

// The token as the execution's name: one that has arrived isn't started again.
base::Result<AwsCall> states_start_execution(const CallSubject& subject) {
  std::string body;
  Writer writer(body);
  writer.begin_object().key("stateMachineArn").string(subject.arn_text());
  writer.key("name").string(token_of(subject.delivery));
  writer.key("input").string(subject.input).end_object();
  return json_call(kJson10, "AWSStepFunctions.StartExecution", std::move(body));
}

base::Result<AwsCall> ecs_run_task(const CallSubject& subject) {
  static constexpr Renaming kNames[] = {{"TaskDefinitionArn", "taskDefinition"},
                                        {"TaskCount", "count"},
                                        {"ReferenceId", "referenceId"}};
  AG_TRY(overrides, own_input(subject));
  std::string body;
  Writer writer(body);
  writer.begin_object().key("cluster").string(subject.arn_text());
  writer.key("clientToken").string(token_of(subject.delivery));
  const CopyRules rules{.lowers_first = true, .delivery = &subject.delivery, .names = kNames};
  AG_CHECK(copy_members(subject.parameters, rules, writer));
  if (overrides) writer.key("overrides").raw(subject.input);
  writer.end_object();
  return json_call(kJson11, "AmazonEC2ContainerServiceV20141113.RunTask", std::move(body));
}

Attempt judge_run_task(std::string_view body) {
  auto document = json::Document::parse(body);
  if (!document.ok()) return Attempt::delivered();
  const auto tasks = document->root().find("tasks");
  const auto failures = document->root().find("failures");
  if (!failures || failures->size() == 0 || (tasks && tasks->size() > 0)) {
    return Attempt::delivered();
  }
  const std::string reason = last_text(*failures, "reason");
  // No room or no capacity at this moment: EventBridge tries these again, too.
  return Attempt::retryable("RESOURCE_LIMIT_EXCEEDED",
                            fmt::format("No task was started: {}.", reason));
}

// The names of the job's parameters are its owner's, all others are AWS's.
base::Result<void> copy_job_input(std::string_view input, Writer& writer) {
  static constexpr Renaming kNames[] = {
      {"Parameters", ""}, {"parameters", ""}, {"JobQueue", ""}, {"jobQueue", ""}};
  auto document = json::Document::parse(input);
  if (!document.ok()) return unfit(document.error().message());
  for (const char* name : {"Parameters", "parameters"}) {
    const auto given = document->root().find(name);
    if (!given) continue;
    writer.key("parameters").begin_object();
    AG_CHECK(copy_members(*given, {}, writer));
    writer.end_object();
    break;
  }
  return copy_members(document->root(), {.lowers_first = true, .names = kNames}, writer);
}

// Input: {"Parameters": {...}, "ContainerOverrides": {"Environment": [{"Name": ...}]}} (AWS Batch
// User Guide, "Passing event information to an AWS Batch target").
base::Result<AwsCall> batch_submit_job(const CallSubject& subject) {
  AG_TRY(input, own_input(subject));
  std::string body;
  Writer writer(body);
  writer.begin_object().key("jobQueue").string(subject.arn_text());
  const CopyRules rules{.lowers_first = true, .delivery = &subject.delivery};
  AG_CHECK(copy_members(subject.parameters, rules, writer));
  if (input) AG_CHECK(copy_job_input(subject.input, writer));
  writer.end_object();
  return rest_call("POST", "/v1/submitjob", std::move(body));
}

base::Result<AwsCall> codebuild_start_build(const CallSubject& subject) {
  return start_with_input(subject, "CodeBuild_20161006.StartBuild",
                          {{"projectName", std::string(after(subject.arn.resource, '/'))},
                           {"idempotencyToken", token_of(subject.delivery)}});
}

base::Result<AwsCall> codepipeline_start_execution(const CallSubject& subject) {
  return start_with_input(
      subject, "CodePipeline_20150709.StartPipelineExecution",
      {{"name", subject.arn.resource}, {"clientRequestToken", token_of(subject.delivery)}});
}

// The input is the document's parameters: {"commands": ["..."]}.
base::Result<AwsCall> ssm_send_command(const CallSubject& subject) {
  AG_TRY(input, own_input(subject));
  std::string body;
  Writer writer(body);
  writer.begin_object().key("DocumentName").string(after(subject.arn.resource, '/'));
  static constexpr Renaming kNames[] = {{"RunCommandTargets", "Targets"}};
  const CopyRules rules{.delivery = &subject.delivery, .names = kNames};
  AG_CHECK(copy_members(subject.parameters, rules, writer));
  if (input) writer.key("Parameters").raw(subject.input);
  writer.end_object();
  return json_call(kJson11, "AmazonSSM.SendCommand", std::move(body));
}

// automation-definition/NAME or automation-definition/NAME:VERSION.
base::Result<AwsCall> ssm_start_automation(const CallSubject& subject) {
  AG_TRY(input, own_input(subject));
  const std::string_view document = after(subject.arn.resource, '/');
  const std::string_view name = document.substr(0, std::min(document.find(':'), document.size()));
  std::string body;
  Writer writer(body);
  writer.begin_object().key("DocumentName").string(name);
  if (name != document) writer.key("DocumentVersion").string(after(document, ':'));
  writer.key("ClientToken").string(token_of(subject.delivery));
  if (input) writer.key("Parameters").raw(subject.input);
  writer.end_object();
  return json_call(kJson11, "AmazonSSM.StartAutomationExecution", std::move(body));
}

// The input's members begin with small letters ("title", "operationalData": Systems Manager User
// Guide, "Configuring EventBridge to create OpsItems"); what it doesn't say comes from the event.
base::Result<AwsCall> ssm_create_ops_item(const CallSubject& subject) {
  constexpr size_t kSourceMax = 128;  // API reference, CreateOpsItem; an event's may have 256
  static constexpr std::pair<std::string_view, std::string_view> kMembers[] = {
      {"title", "Title"},       {"description", "Description"},
      {"source", "Source"},     {"category", "Category"},
      {"severity", "Severity"}, {"operationalData", "OperationalData"},
      {"priority", "Priority"}, {"notifications", "Notifications"}};
  AG_TRY(input, own_input(subject));
  std::string body;
  Writer writer(body);
  writer.begin_object();
  for (const auto& [from, to] : kMembers) {
    const auto given = member_of(input, from);
    if (given) {
      writer.key(to).raw(*given);
    } else if (to == "Title") {
      writer.key(to).string(envelope_member(subject, "detail-type"));
    } else if (to == "Source") {
      writer.key(to).string(beginning(envelope_member(subject, "source"), kSourceMax));
    } else if (to == "Description") {
      writer.key(to).string(fmt::format("Event {}", subject.event_id()));
    }
  }
  writer.end_object();
  return json_call(kJson11, "AmazonSSM.CreateOpsItem", std::move(body));
}

base::Result<AwsCall> incidents_start(const CallSubject& subject) {
  constexpr size_t kSourceMax = 50;  // API reference, TriggerDetails
  constexpr size_t kRawDataMax = 10'000;
  const base::Time time = subject.delivery.content->ingest_time;
  std::string body;
  Writer writer(body);
  writer.begin_object().key("responsePlanArn").string(subject.arn_text());
  writer.key("clientToken").string(token_of(subject.delivery));
  writer.key("triggerDetails").begin_object();
  writer.key("source").string(beginning(envelope_member(subject, "source"), kSourceMax));
  writer.key("triggerArn").string(subject.delivery.route->rule_arn.text());
  writer.key("timestamp").integer(base::to_unix_ms(time) / 1000);
  writer.key("rawData").string(beginning(subject.input, kRawDataMax));
  writer.end_object().end_object();
  return rest_call("POST", "/startIncident", std::move(body));
}

std::string_view redshift_action(const json::Value& parameters) {
  return has_statements(parameters, "Sqls") ? "redshift-data:BatchExecuteStatement"
                                            : "redshift-data:ExecuteStatement";
}

base::Result<AwsCall> redshift_execute_statement(const CallSubject& subject) {
  const bool is_batch = has_statements(subject.parameters, "Sqls");
  if (is_batch == has_statements(subject.parameters, "Sql")) {
    return unfit("RedshiftDataParameters of the target has to name either Sql or Sqls.");
  }
  // Each operation knows one of the two only.
  const Renaming names[] = {{"SecretManagerArn", "SecretArn"}, {is_batch ? "Sql" : "Sqls", ""}};
  // cluster:NAME, or workgroup/ID of Redshift Serverless, which is named whole.
  const bool is_cluster = subject.arn.service == "redshift";
  std::string body;
  Writer writer(body);
  writer.begin_object();
  writer.key(is_cluster ? "ClusterIdentifier" : "WorkgroupName");
  writer.string(is_cluster ? std::string(after(subject.arn.resource, ':')) : subject.arn_text());
  writer.key("ClientToken").string(token_of(subject.delivery));
  const CopyRules rules{.delivery = &subject.delivery, .names = names};
  AG_CHECK(copy_members(subject.parameters, rules, writer));
  writer.end_object();
  return json_call(
      kJson11, is_batch ? "RedshiftData.BatchExecuteStatement" : "RedshiftData.ExecuteStatement",
      std::move(body));
}

base::Result<AwsCall> sagemaker_start_pipeline(const CallSubject& subject) {
  static constexpr Renaming kNames[] = {{"PipelineParameterList", "PipelineParameters"}};
  std::string body;
  Writer writer(body);
  writer.begin_object().key("PipelineName").string(after(subject.arn.resource, '/'));
  writer.key("ClientRequestToken").string(token_of(subject.delivery));
  const CopyRules rules{.delivery = &subject.delivery, .names = kNames};
  AG_CHECK(copy_members(subject.parameters, rules, writer));
  writer.end_object();
  return json_call(kJson11, "SageMaker.StartPipelineExecution", std::move(body));
}

base::Result<AwsCall> glue_start_workflow(const CallSubject& subject) {
  return start_with_input(subject, "AWSGlue.StartWorkflowRun",
                          {{"Name", std::string(after(subject.arn.resource, '/'))}});
}

base::Result<AwsCall> imagebuilder_start_pipeline(const CallSubject& subject) {
  std::string body;
  Writer writer(body);
  writer.begin_object().key("imagePipelineArn").string(subject.arn_text());
  writer.key("clientToken").string(token_of(subject.delivery)).end_object();
  return rest_call("PUT", "/StartImagePipelineExecution", std::move(body));
}

base::Result<AwsCall> inspector_start_assessment(const CallSubject& subject) {
  std::string body;
  Writer writer(body);
  writer.begin_object().key("assessmentTemplateArn").string(subject.arn_text()).end_object();
  return json_call(kJson11, "InspectorService.StartAssessmentRun", std::move(body));
}

// The operation is the target's, its variables are the input (User Guide, "AWS AppSync as a
// target").
base::Result<AwsCall> appsync_graphql(const CallSubject& subject) {
  const auto operation = subject.parameters.find_string("GraphQLOperation");
  if (!operation) {
    return unfit("AppSyncParameters.GraphQLOperation of the target is missing.");
  }
  AG_TRY(input, own_input(subject));
  std::string body;
  Writer writer(body);
  writer.begin_object().key("query").string(*operation);
  if (input) writer.key("variables").raw(subject.input);
  writer.end_object();
  return rest_call("POST", "/graphql", std::move(body));
}

Attempt judge_graphql(std::string_view body) {
  auto document = json::Document::parse(body);
  if (!document.ok()) return Attempt::delivered();
  const auto data = document->root().find("data");
  const auto errors = document->root().find("errors");
  if (!errors || errors->size() == 0 || (data && !data->is_null())) return Attempt::delivered();
  const std::string reason = last_text(*errors, "message");
  return Attempt::permanent("INVALID_PARAMETER", fmt::format("The API answered: {}", reason));
}

}  // namespace angarium::delivery::targets
