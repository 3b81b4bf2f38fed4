#include "server/service_event.h"

#include <fmt/format.h>

#include "base/arn.h"
#include "base/uuid.h"
#include "bus/limits.h"
#include "json/merge_patch.h"
#include "json/scanner.h"
#include "json/writer.h"
#include "server/server.h"

namespace angarium::server {
namespace {

// What a form says of an event; the user's own words come over it.
struct Form {
  std::string service;
  std::string detail_type;
  std::string detail;
  std::vector<std::string> resources = {};
};

base::Error refused(std::string message) { return {StartError::kData, std::move(message)}; }

std::string hexadecimal(base::Random& random, size_t length) {
  std::string text;
  while (text.size() < length) text += fmt::format("{:016x}", random.next());
  text.resize(length);
  return text;
}

// "Fields of the CloudTrail record: userIdentity" in CloudTrail's User Guide.
void write_identity(const ServiceEvent& wish, json::Writer& writer) {
  const std::string& account = wish.account.text();
  const std::string root = fmt::format("arn:aws:iam::{}:root", account);
  const std::string& arn = wish.caller.empty() ? root : wish.caller;
  const bool is_session = arn.find(":assumed-role/") != std::string::npos;
  const bool is_user = arn.find(":user/") != std::string::npos;
  writer.begin_object().key("type").string(is_session ? "AssumedRole"
                                           : is_user  ? "IAMUser"
                                                      : "Root");
  writer.key("principalId").string(account).key("arn").string(arn);
  writer.key("accountId").string(account);
  if (is_user) writer.key("userName").string(arn.substr(arn.rfind('/') + 1));
  writer.end_object();
}

base::Result<void> write_object(std::string_view name, const std::string& json,
                                json::Writer& writer) {
  writer.key(name);
  if (json.empty()) {
    writer.null();
    return {};
  }
  auto valid = json::validate_object(json, 64);
  if (!valid.ok()) {
    return refused(
        fmt::format("the call's {} is no JSON object: {}", name, valid.error().message()));
  }
  writer.raw(json);
  return {};
}

// "CloudTrail record contents" in CloudTrail's User Guide; EventBridge's "AWS API Call via
// CloudTrail" has a record as its detail.
base::Result<Form> api_call(const ServiceEvent& wish, base::Random& random) {
  if (wish.service.empty()) return refused("name the service whose API was called: --service s3");
  if (!wish.caller.empty() && !base::parse_arn(wish.caller)) {
    return refused(fmt::format("`{}` is no ARN of a caller", wish.caller));
  }
  Form form{wish.service, "AWS API Call via CloudTrail", ""};
  json::Writer writer(form.detail);
  writer.begin_object().key("eventVersion").string("1.08").key("userIdentity");
  write_identity(wish, writer);
  writer.key("eventTime").string(base::format_iso_seconds(wish.time));
  writer.key("eventSource").string(wish.service + ".amazonaws.com");
  writer.key("eventName").string(wish.api_call);
  writer.key("awsRegion").string(wish.region.text());
  writer.key("sourceIPAddress").string("192.0.2.1");  // RFC 5737: of documentation, nobody's
  writer.key("userAgent").string("angarium inject");
  if (!wish.error_code.empty()) {
    writer.key("errorCode").string(wish.error_code);
    writer.key("errorMessage").string("");
  }
  AG_CHECK(write_object("requestParameters", wish.request, writer));
  AG_CHECK(write_object("responseElements", wish.response, writer));
  writer.key("requestID").string(base::uuid(random)).key("eventID").string(base::uuid(random));
  writer.key("readOnly").boolean(is_read_only(wish.api_call));
  writer.key("eventType").string("AwsApiCall").key("managementEvent").boolean(true);
  writer.key("recipientAccountId").string(wish.account.text());
  writer.key("eventCategory").string("Management").end_object();
  return form;
}

// "EventBridge event message structure" in S3's User Guide.
base::Result<Form> object_event(const ServiceEvent& wish, base::Random& random) {
  const bool created = !wish.object_created.empty();
  const std::string& place = created ? wish.object_created : wish.object_deleted;
  const size_t slash = place.find('/');
  if (slash == 0 || slash == std::string::npos || slash + 1 == place.size()) {
    return refused(fmt::format("`{}` is no object; write it as BUCKET/KEY", place));
  }
  const std::string bucket = place.substr(0, slash);
  Form form{"s3", created ? "Object Created" : "Object Deleted", "", {"arn:aws:s3:::" + bucket}};
  json::Writer writer(form.detail);
  writer.begin_object().key("version").string("0");
  writer.key("bucket").begin_object().key("name").string(bucket).end_object();
  writer.key("object").begin_object().key("key").string(place.substr(slash + 1));
  if (created) {
    writer.key("size").integer(wish.object_bytes).key("etag").string(hexadecimal(random, 32));
  }
  writer.key("sequencer").string(hexadecimal(random, 16)).end_object();
  writer.key("request-id").string(hexadecimal(random, 16));
  writer.key("requester").string(wish.account.text()).key("source-ip-address").string("192.0.2.1");
  writer.key("reason").string(created ? "PutObject" : "DeleteObject");
  if (!created) writer.key("deletion-type").string("Permanently Deleted");
  writer.end_object();
  return form;
}

// "Amazon EC2 instance state change events" in EC2's User Guide.
base::Result<Form> instance_event(const ServiceEvent& wish) {
  const size_t equals = wish.instance_state.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == wish.instance_state.size()) {
    return refused(
        fmt::format("`{}` is no instance and its state; write it as i-0123456789=running",
                    wish.instance_state));
  }
  const std::string instance = wish.instance_state.substr(0, equals);
  Form form{"ec2",
            "EC2 Instance State-change Notification",
            "",
            {fmt::format("arn:aws:ec2:{}:{}:instance/{}", wish.region.text(), wish.account.text(),
                         instance)}};
  json::Writer writer(form.detail);
  writer.begin_object().key("instance-id").string(instance);
  writer.key("state").string(wish.instance_state.substr(equals + 1)).end_object();
  return form;
}

base::Result<Form> form_of(const ServiceEvent& wish, base::Random& random) {
  size_t count = 0;
  for (const std::string* each : {&wish.detail_type, &wish.api_call, &wish.object_created,
                                  &wish.object_deleted, &wish.instance_state}) {
    count += !each->empty();
  }
  if (count != 1) {
    return refused(
        "say what happened by exactly one of --detail-type, --api-call, --object-created, "
        "--object-deleted and --instance-state");
  }
  if (!wish.api_call.empty()) return api_call(wish, random);
  if (!wish.instance_state.empty()) return instance_event(wish);
  if (wish.detail_type.empty()) return object_event(wish, random);
  return Form{wish.service, wish.detail_type, "{}"};
}

base::Result<std::string> detail_of(const Form& form, const ServiceEvent& wish) {
  if (wish.detail.empty()) return form.detail;
  const bool is_whole = !wish.detail_type.empty();
  // The engine's own limit, and that of a merge.
  const uint32_t depth_max = is_whole ? bus::Limits{}.detail_depth_max : 64;
  auto valid = json::validate_object(wish.detail, depth_max);
  if (!valid.ok()) {
    return refused(fmt::format("the detail is no JSON object: {}", valid.error().message()));
  }
  if (is_whole) return wish.detail;
  return json::merge_patch(form.detail, wish.detail);
}

}  // namespace

bool is_read_only(std::string_view api_call) {
  for (std::string_view verb : {"Get", "List", "Describe"}) {
    if (api_call.starts_with(verb)) return true;
  }
  return false;
}

base::Result<bus::Event> make_event(ServiceEvent wish, base::Random& random) {
  AG_TRY(form, form_of(wish, random));
  bus::Event event;
  event.source = !wish.source.empty() ? wish.source : "aws." + form.service;
  if (wish.source.empty() && form.service.empty()) {
    return refused("name the service whose event it is: --service s3");
  }
  if (!event.source.starts_with("aws.")) {
    return refused(
        fmt::format("`{}` is no source of AWS's own: these begin with `aws.`; put all "
                    "others with PutEvents (aws events put-events)",
                    event.source));
  }
  AG_TRY(detail, detail_of(form, wish));
  event.account = wish.account;
  event.region = wish.region;
  event.time = wish.time;
  event.detail_type = form.detail_type;
  event.resources = wish.resources.empty() ? form.resources : wish.resources;
  event.payload = std::move(detail);
  return event;
}

}  // namespace angarium::server
