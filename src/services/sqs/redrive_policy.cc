#include "services/sqs/redrive_policy.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <set>

#include "json/value.h"
#include "services/sqs/errors.h"

namespace angarium::services::sqs {
namespace {

constexpr std::string_view kTarget = "deadLetterTargetArn";
constexpr std::string_view kCount = "maxReceiveCount";
constexpr std::string_view kPermission = "redrivePermission";
constexpr std::string_view kSources = "sourceQueueArns";

// Far above the longest valid one: ten ARNs.
constexpr size_t kTextMax = 8'192;
constexpr uint32_t kDepthMax = 4;

wire::Error bad_redrive(std::string_view text, std::string_view reason) {
  return invalid_parameter_value(text, "RedrivePolicy", reason);
}

wire::Error bad_allow(std::string_view text, std::string_view reason) {
  return invalid_parameter_value(
      text, "RedriveAllowPolicy",
      "Amazon SQS can't create the redrive allow policy. " + std::string(reason));
}

// Clients write the count as a number or as a string of one.
std::optional<int64_t> integer(const json::Value& value) {
  if (value.integer()) return value.integer();
  std::string_view text = value.string().value_or("");
  int64_t number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// As the client wrote it, for the message.
std::string shown(const json::Value& value) {
  if (value.string()) return std::string(*value.string());
  return value.integer() ? std::to_string(*value.integer()) : "null";
}

// An object with no other members than `names`, each once.
bool has_only(const json::Value& object, std::initializer_list<std::string_view> names) {
  std::set<std::string_view> seen;
  for (json::Member member : object.members()) {
    bool is_known = std::find(names.begin(), names.end(), member.name) != names.end();
    if (!is_known || !seen.insert(member.name).second) return false;
  }
  return true;
}

base::Result<json::Document> parse_object(std::string_view text) {
  if (text.size() > kTextMax) return base::Error(json::ErrorCode::kSyntax, "too long");
  AG_TRY(document, json::Document::parse(text, kDepthMax));
  if (document.root().kind() != json::Kind::kObject) {
    return base::Error(json::ErrorCode::kSyntax, "not an object");
  }
  return document;
}

}  // namespace

wire::Result<RedrivePolicy> RedrivePolicy::parse(std::string_view text) {
  auto document = parse_object(text);
  if (!document.ok()) {
    return bad_redrive(text, "Redrive policy is not a valid JSON map.");
  }
  json::Value root = document->root();
  auto count = root.find(kCount);
  auto target = root.find(kTarget);
  for (const auto& [value, name] : {std::pair(count, kCount), std::pair(target, kTarget)}) {
    if (value) continue;
    return bad_redrive(
        text, "Redrive policy does not contain mandatory attribute: " + std::string(name) + ".");
  }
  auto receives_max = integer(*count);
  if (!receives_max || *receives_max < 1 || *receives_max > 1'000) {
    return bad_redrive(text, "Invalid value for maxReceiveCount: " + shown(*count) +
                                 ", valid values are from 1 to 1000 both inclusive.");
  }
  auto address = parse_queue_arn(target->string().value_or(""));
  if (!address) {
    return bad_redrive(text, "Dead-letter target ARN should be fully qualified ARN.");
  }
  if (!has_only(root, {kCount, kTarget})) {
    return bad_redrive(text,
                       "Only following attributes are supported: [deadLetterTargetArn, "
                       "maxReceiveCount].");
  }
  return RedrivePolicy{.dead_letter_queue = std::move(*address),
                       .receives_max = static_cast<uint32_t>(*receives_max),
                       .text = std::string(text)};
}

wire::Result<RedriveAllowPolicy> RedriveAllowPolicy::parse(std::string_view text) {
  const wire::Error unreadable = [] {
    wire::Error error = invalid_attribute_value("RedriveAllowPolicy");
    error.message +=
        " Reason: Amazon SQS can't create the redrive allow policy, as it's in an unsupported "
        "format.";
    return error;
  }();
  auto document = parse_object(text);
  if (!document.ok()) return unreadable;
  json::Value root = document->root();
  if (!has_only(root, {kPermission, kSources})) return unreadable;
  RedriveAllowPolicy policy{.text = std::string(text)};
  auto permission = root.find(kPermission);
  std::string_view name = permission ? permission->string().value_or("") : "";
  if (name == "denyAll") {
    policy.permission = Permission::kDenyAll;
  } else if (name == "byQueue") {
    policy.permission = Permission::kByQueue;
  } else if (name != "allowAll") {
    return unreadable;
  }
  auto sources = root.find(kSources);
  if (sources && sources->kind() != json::Kind::kArray) return unreadable;
  if (sources && policy.permission != Permission::kByQueue) {
    return bad_allow(text,
                     "To specify one or more source queue ARNs, you must set redrivePermission to "
                     "byQueue.");
  }
  if (sources && sources->size() > kSourcesMax) {
    return bad_allow(text, "The maximum number of source queue ARNs you can specify is 10.");
  }
  if (policy.permission == Permission::kByQueue && (!sources || sources->size() == 0)) {
    return bad_allow(text,
                     "When you specify the byQueue permission type, you must also specify one or "
                     "more sourceQueueArns values.");
  }
  if (!sources) return policy;
  for (json::Value source : sources->elements()) {
    auto address = parse_queue_arn(source.string().value_or(""));
    if (!address) return unreadable;
    policy.source_arns.push_back(address->arn().text());
  }
  return policy;
}

bool RedriveAllowPolicy::allows(const QueueAddress& source) const {
  if (permission != Permission::kByQueue) return permission == Permission::kAllowAll;
  return std::find(source_arns.begin(), source_arns.end(), source.arn().text()) !=
         source_arns.end();
}

}  // namespace angarium::services::sqs
