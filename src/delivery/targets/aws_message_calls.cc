#include "delivery/targets/aws_message_calls.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "base/percent.h"
#include "delivery/dead_letter.h"
#include "delivery/json_path.h"
#include "delivery/path_finder.h"
#include "delivery/targets/aws_verdict.h"
#include "delivery/targets/call_request.h"
#include "delivery/targets/error.h"
#include "json/writer.h"
#include "sigv4/canonical.h"

namespace angarium::delivery::targets {
namespace {

using json::Writer;

// What follows the slash of the ARN's resource.
std::string_view name_of(const base::Arn& arn) {
  const std::string_view resource = arn.resource;
  return resource.substr(resource.find('/') + 1);
}

// A header can't carry every trace that a sender may give.
bool is_field_value(std::string_view text) {
  for (char c : text) {
    if (c < ' ' || c > '~') return false;
  }
  return !text.empty();
}

void add_attributes(const Delivery& delivery, Writer& writer) {
  if (!delivery.dead_letter) return;
  writer.key("MessageAttributes").begin_object();
  for (const auto& [name, value] : attributes_of(*delivery.dead_letter)) {
    writer.key(name).begin_object();
    writer.key("DataType").string("String").key("StringValue").string(value).end_object();
  }
  writer.end_object();
}

std::string_view log_group(const base::Arn& arn) {
  std::string_view group = arn.resource;
  group.remove_prefix(std::string_view("log-group:").size());
  if (group.ends_with(":*")) group.remove_suffix(2);
  return group;
}

// A stream for each rule: what it may not have is a colon or a star.
std::string log_stream(const CallSubject& subject) {
  std::string name = subject.delivery.route->rule_arn.text();
  for (char& c : name) {
    if (c == ':' || c == '*') c = '_';
  }
  return name.substr(0, 512);
}

struct LogEvent {
  int64_t time_ms = 0;
  std::string message = {};
};

// A transform may say when it was and what (User Guide, "Target-specific considerations",
// CloudWatch log group): {"timestamp": ..., "message": ...}.
LogEvent log_event(const CallSubject& subject) {
  LogEvent event{base::to_unix_ms(subject.delivery.content->ingest_time),
                 std::string(subject.input)};
  if (!subject.has_own_input()) return event;
  auto document = json::Document::parse(subject.input);
  if (!document.ok()) return event;
  const auto time = document->root().find("timestamp");
  const auto message = document->root().find_string("message");
  if (!time || !time->integer() || !message) return event;
  return {*time->integer(), std::string(*message)};
}

}  // namespace

base::Result<AwsCall> lambda_invoke(const CallSubject& subject) {
  AwsCall call;
  call.target =
      fmt::format("/2015-03-31/functions/{}/invocations", base::percent_encode(subject.arn_text()));
  call.headers = {{"Content-Type", "application/json"}, {"X-Amz-Invocation-Type", "Event"}};
  const std::string& trace = subject.delivery.content->trace_header;
  if (is_field_value(trace)) call.headers.emplace_back("X-Amzn-Trace-Id", trace);
  call.body = subject.input;
  return call;
}

base::Result<AwsCall> sns_publish(const CallSubject& subject) {
  AwsCall call;
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  call.body =
      fmt::format("Action=Publish&Version=2010-03-31&TopicArn={}&Message={}",
                  base::percent_encode(subject.arn_text()), base::percent_encode(subject.input));
  return call;
}

base::Result<AwsCall> sqs_send_message(const CallSubject& subject) {
  std::string body;
  Writer writer(body);
  writer.begin_object();
  writer.key("QueueUrl")
      .string(fmt::format("{}/{}/{}", subject.origin, subject.arn.account.text(),
                          subject.arn.resource));
  writer.key("MessageBody").string(subject.input);
  const std::string& group = subject.delivery.route->message_group_id;
  if (!group.empty()) writer.key("MessageGroupId").string(group);
  add_attributes(subject.delivery, writer);
  writer.end_object();
  return json_call(kJson10, "AmazonSQS.SendMessage", std::move(body));
}

base::Result<AwsCall> logs_put_log_events(const CallSubject& subject) {
  const LogEvent event = log_event(subject);
  std::string body;
  Writer writer(body);
  writer.begin_object().key("logGroupName").string(log_group(subject.arn));
  writer.key("logStreamName").string(log_stream(subject));
  writer.key("logEvents").begin_array().begin_object();
  writer.key("timestamp").integer(event.time_ms).key("message").string(event.message);
  writer.end_object().end_array().end_object();
  return json_call(kJson11, "Logs_20140328.PutLogEvents", std::move(body));
}

base::Result<AwsCall> logs_create_log_stream(const CallSubject& subject) {
  std::string body;
  Writer writer(body);
  writer.begin_object().key("logGroupName").string(log_group(subject.arn));
  writer.key("logStreamName").string(log_stream(subject)).end_object();
  return json_call(kJson11, "Logs_20140328.CreateLogStream", std::move(body));
}

// Without a path the event's id spreads events over shards (API reference, KinesisParameters). The
// name beside the ARN is for servers that know no other; AWS takes both.
base::Result<AwsCall> kinesis_put_record(const CallSubject& subject) {
  AG_TRY(key, parameter(subject, "PartitionKeyPath"));
  std::string body;
  Writer writer(body);
  writer.begin_object().key("StreamName").string(name_of(subject.arn));
  writer.key("StreamARN").string(subject.arn_text());
  writer.key("PartitionKey").string(key ? *key : subject.event_id());
  writer.key("Data").string(base::encode_base64(subject.input)).end_object();
  return json_call(kJson11, "Kinesis_20131202.PutRecord", std::move(body));
}

base::Result<AwsCall> firehose_put_record(const CallSubject& subject) {
  std::string body;
  Writer writer(body);
  writer.begin_object().key("DeliveryStreamName").string(name_of(subject.arn));
  writer.key("Record").begin_object().key("Data").string(base::encode_base64(subject.input));
  writer.end_object().end_object();
  return json_call(kJson11, "Firehose_20150804.PutRecord", std::move(body));
}

// The ARN's resource is API/STAGE/METHOD/PATH; a `*` in the path is the next of PathParameterValues
// (API reference, HttpParameters).
base::Result<AwsCall> execute_api_invoke(const CallSubject& subject) {
  std::string_view rest = subject.arn.resource;
  std::string_view parts[3];  // API, stage, method
  for (std::string_view& part : parts) {
    const size_t slash = std::min(rest.find('/'), rest.size());
    part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  if (parts[1].empty() || parts[2].empty()) {
    return base::Error(TargetError::kParameter,
                       "The ARN of an API names its stage and method: api-id/stage/POST/path.");
  }
  ApiDestination api{.endpoint = {.path = fmt::format("/{}/{}", parts[1], rest)},
                     .method = std::string(parts[2] == "*" ? "POST" : parts[2])};
  AG_TRY(request, own_request(api, subject.delivery, subject.input));
  AwsCall call{.method = std::move(request.method),
               .target = std::move(request.target),
               .body = std::move(request.body)};
  for (http::Header header : request.headers) call.headers.emplace_back(header.name, header.value);
  return call;
}

// The event as its sender put it. PutEvents gives it an id of its own and the account of the
// credentials: only a peer (docs/hybrid.md) can keep these.
base::Result<AwsCall> events_put_events(const CallSubject& subject) {
  static const PathFinder finder([] {
    std::vector<JsonPath> paths;
    for (const char* name : {"source", "detail-type", "detail", "resources", "time"}) {
      paths.push_back({{{.kind = PathStep::Kind::kName, .name = name}}});
    }
    return paths;
  }());
  const Content& content = *subject.delivery.content;
  const Findings found = finder.find(content.envelope, false);
  for (const auto& values : found.values) {
    if (values.empty()) {
      return base::Error(TargetError::kParameter, "The event is not one that PutEvents takes.");
    }
  }
  std::string_view time_text = found.values[4].back();
  const auto time = time_text.size() > 2
                        ? base::parse_iso(time_text.substr(1, time_text.size() - 2))
                        : std::nullopt;
  std::string body;
  Writer writer(body);
  writer.begin_object().key("Entries").begin_array().begin_object();
  writer.key("EventBusName").string(subject.arn_text());
  writer.key("Source").raw(found.values[0].back());
  writer.key("DetailType").raw(found.values[1].back());
  writer.key("Detail").string(found.values[2].back());
  writer.key("Resources").raw(found.values[3].back());
  if (time) writer.key("Time").integer(base::to_unix_ms(*time) / 1000);
  if (!content.trace_header.empty()) writer.key("TraceHeader").string(content.trace_header);
  writer.end_object().end_array().end_object();
  return json_call(kJson11, "AWSEvents.PutEvents", std::move(body));
}

Attempt judge_put_events(std::string_view body) {
  auto document = json::Document::parse(body);
  const auto entries = document.ok() ? document->root().find("Entries") : std::nullopt;
  if (!entries || entries->size() != 1) {
    return Attempt::retryable("INTERNAL_ERROR", "The answer to PutEvents could not be read.");
  }
  for (json::Value entry : entries->elements()) {
    const auto code = entry.find_string("ErrorCode");
    if (!code) continue;
    return verdict_of({.status = 400,
                       .code = std::string(*code),
                       .message = std::string(entry.find_string("ErrorMessage").value_or(""))});
  }
  return Attempt::delivered();
}

}  // namespace angarium::delivery::targets
