#include "services/events/target_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/arn.h"
#include "services/events/errors.h"
#include "services/events/names.h"
#include "services/events/target_input.h"

namespace angarium::services::events {
namespace {

constexpr size_t kQueueNameMax = 80;  // SQS

// A kind of target: how its ARNs begin behind the account, and what it takes.
struct TargetKind {
  std::string_view service;
  std::string_view resource = {};    // its beginning
  bool needs_role = false;           // EventBridge calls it as a role of the rule's account
  std::string_view parameters = {};  // the one block that it may have
};

// User Guide, "Event bus targets in Amazon EventBridge". Which need a role: the service's own
// answers, and the same page's "Target-specific" parts.
constexpr TargetKind kKinds[] = {
    {.service = "sqs", .parameters = "SqsParameters"},
    {.service = "events", .resource = "event-bus/"},
    {.service = "events",
     .resource = "api-destination/",
     .needs_role = true,
     .parameters = "HttpParameters"},
    {.service = "lambda", .resource = "function:"},
    {.service = "sns"},
    {.service = "logs", .resource = "log-group:"},
    {.service = "states", .resource = "stateMachine:", .needs_role = true},
    {.service = "kinesis",
     .resource = "stream/",
     .needs_role = true,
     .parameters = "KinesisParameters"},
    {.service = "firehose", .resource = "deliverystream/", .needs_role = true},
    {.service = "execute-api", .parameters = "HttpParameters"},
    {.service = "ecs", .resource = "cluster/", .needs_role = true, .parameters = "EcsParameters"},
    {.service = "batch",
     .resource = "job-queue/",
     .needs_role = true,
     .parameters = "BatchParameters"},
    {.service = "ssm", .parameters = "RunCommandParameters"},
    {.service = "ssm-incidents", .needs_role = true},
    {.service = "codebuild", .resource = "project/", .needs_role = true},
    {.service = "codepipeline", .needs_role = true},
    {.service = "redshift", .needs_role = true, .parameters = "RedshiftDataParameters"},
    {.service = "redshift-serverless", .needs_role = true, .parameters = "RedshiftDataParameters"},
    {.service = "sagemaker",
     .resource = "pipeline/",
     .needs_role = true,
     .parameters = "SageMakerPipelineParameters"},
    {.service = "appsync", .needs_role = true, .parameters = "AppSyncParameters"},
    {.service = "glue", .resource = "workflow/", .needs_role = true},
    {.service = "imagebuilder", .needs_role = true},
    {.service = "inspector", .needs_role = true},
};

bool is_name(std::string_view text, std::string_view also) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [also](char c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
  });
}

const TargetKind* find_kind(const base::Arn& arn) {
  const auto* kind =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const TargetKind& candidate) {
        return candidate.service == arn.service && arn.resource.starts_with(candidate.resource) &&
               arn.resource.size() > candidate.resource.size();
      });
  return kind == std::end(kKinds) ? nullptr : kind;
}

// The names of what this server itself delivers to are looked at whole.
bool is_well_formed(const TargetKind& kind, const base::Arn& arn) {
  if (kind.service == "sqs") {
    std::string_view name = arn.resource;
    if (name.ends_with(".fifo")) name.remove_suffix(std::string_view(".fifo").size());
    return arn.resource.size() <= kQueueNameMax && is_name(name, "-_");
  }
  if (kind.resource != "event-bus/") return true;
  return is_name(std::string_view(arn.resource).substr(kind.resource.size()), "/.-_");
}

// The ARN's form only: whether something is there is seen when an event is delivered, as with AWS.
wire::Result<const TargetKind*> kind_of(const std::string& text) {
  std::optional<base::Arn> arn = base::parse_arn(text);
  if (!arn || arn->partition != "aws") return malformed_arn(text);
  bool placed = is_name(arn->region.text(), "-") && base::is_account_id(arn->account.text());
  const TargetKind* kind = placed ? find_kind(*arn) : nullptr;
  if (kind == nullptr || !is_well_formed(*kind, *arn)) return malformed_arn(text);
  return kind;
}

wire::Result<void> check_parameters(const TargetShape& target, const TargetKind& kind) {
  const TargetParameters& given = target;
  for (const wire::Member& block : TargetParameters::shape().members) {
    if (block.find(&given) == nullptr || block.name == kind.parameters) continue;
    return validation(
        fmt::format("Parameter(s) {} not valid for target {}: it is for targets of another kind.",
                    block.name, target.id));
  }
  return {};
}

// "EventBridge DLQs are standard Amazon SQS queues" in the rule's region, of any account (User
// Guide, "Using dead-letter queues to process undelivered events"). Whether the queue is there and
// lets the rule send is seen when it is needed, as with AWS.
wire::Result<void> check_dead_letter_queue(const TargetShape& target, const base::Region& region) {
  if (!target.dead_letter_config || !target.dead_letter_config->arn) return {};
  const std::string& text = *target.dead_letter_config->arn;
  AG_TRY(kind, kind_of(text));
  if (kind->service != "sqs") return malformed_arn(text);
  auto refuse = [&](std::string_view why) {
    return validation(fmt::format(
        "Parameter {} is not valid. Reason: A dead-letter queue must be {} (target {}).", text, why,
        target.id));
  };
  if (text.ends_with(".fifo")) return refuse("a standard queue, not a FIFO queue");
  if (base::parse_arn(text)->region != region) return refuse("in the region of its rule");
  return {};
}

wire::Result<void> check_target(const TargetShape& target, const base::Region& region) {
  AG_TRY(kind, kind_of(target.arn));
  if (kind->needs_role && !target.role_arn) {
    return validation(fmt::format("RoleArn is required for target {}.", target.arn));
  }
  AG_CHECK(check_parameters(target, *kind));
  if (kind->service == "sqs" && target.arn.ends_with(".fifo") && !target.sqs) {
    return validation(
        fmt::format("Parameter(s) SqsParameters must be specified for target: {}.", target.id));
  }
  AG_CHECK(check_input(target));
  return check_dead_letter_queue(target, region);
}

}  // namespace

wire::Result<void> check_targets(const PutTargetsRequest& input, const BusId& bus,
                                 const Limits& limits) {
  if (input.targets.size() > limits.targets_per_request_max) return limit_exceeded();
  std::set<std::string_view> ids;
  for (const TargetShape& target : input.targets) {
    AG_CHECK(check_target(target, bus.partition.region));
    if (!ids.insert(target.id).second) {
      return validation(fmt::format("Target id {} is given more than once.", target.id));
    }
  }
  return {};
}

}  // namespace angarium::services::events
