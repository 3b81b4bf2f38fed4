#include "cli/inject_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/admin_question.h"
#include "cli/run.h"
#include "cli/text_file.h"
#include "json/writer.h"

namespace angarium::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  angarium inject --service s3 --api-call CreateBucket --request '{\"bucketName\":\"logs\"}'\n"
    "  angarium inject --service ec2 --api-call RunInstances --by "
    "arn:aws:iam::111122223333:user/ann \\\n"
    "      --response '{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0123456789\"}]}}'\n"
    "  angarium inject --object-created logs/2026/11/22.gz --size 4096\n"
    "  angarium inject --instance-state i-0123456789=running --preview | angarium pattern filter "
    "...\n"
    "  angarium inject --service health --detail-type 'AWS Health Event' --detail @event.json\n\n"
    "With a form (--api-call and the like) --detail is a JSON merge patch of it (RFC 7396): what "
    "it "
    "names\nis changed, null takes a member away, the rest stays.\n\n"
    "A server started with `angarium serve` takes them for the accounts in `inject.accounts` of "
    "its\n"
    "configuration, and logs who injected what. docs/observing.md has more.";

void add_forms(CLI::App& command, InjectOptions& options) {
  command.add_option("--detail-type", options.detail_type, "Its detail-type, as it is");
  command.add_option("--api-call", options.api_call,
                     "\"AWS API Call via CloudTrail\" of this call: CreateBucket");
  command.add_option("--object-created", options.object_created,
                     "S3's \"Object Created\" of BUCKET/KEY");
  command.add_option("--object-deleted", options.object_deleted,
                     "S3's \"Object Deleted\" of BUCKET/KEY");
  command.add_option("--instance-state", options.instance_state,
                     "\"EC2 Instance State-change Notification\" of ID=STATE");
  command.add_option("--detail", options.detail,
                     "JSON, or @FILE: the detail with --detail-type; else a change to the form's");
  command.add_option("--request", options.request,
                     "With --api-call: its requestParameters, JSON or @FILE");
  command.add_option("--response", options.response,
                     "With --api-call: its responseElements, JSON or @FILE");
  command.add_option("--by", options.caller,
                     "With --api-call: the ARN of who called; else the account's root user");
  command.add_option("--error-code", options.error_code,
                     "With --api-call: why the call failed: AccessDenied");
  command.add_option("--size", options.object_bytes, "With --object-created: its bytes");
}

// `@FILE` stands for what is in the file.
bool read_file(std::string& text) {
  if (!text.starts_with('@')) return true;
  auto content = read_text_file(text.substr(1));
  if (!content) {
    complain(fmt::format("{} can't be read", text.substr(1)));
    return false;
  }
  text = std::move(*content);
  return true;
}

std::string request_of(const InjectOptions& options) {
  std::string request;
  json::Writer writer(request);
  writer.begin_object();
  auto write = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) writer.key(name).string(text);
  };
  write("service", options.service);
  write("source", options.source);
  write("detail_type", options.detail_type);
  write("detail", options.detail);
  write("bus", options.bus);
  write("account", options.account);
  write("access_key_id", shell_variable("AWS_ACCESS_KEY_ID"));
  write("region", options.region);
  write("time", options.time);
  write("api_call", options.api_call);
  write("request", options.request);
  write("response", options.response);
  write("caller", options.caller);
  write("error_code", options.error_code);
  write("object_created", options.object_created);
  write("object_deleted", options.object_deleted);
  write("instance_state", options.instance_state);
  writer.key("object_bytes").integer(options.object_bytes);
  writer.key("resources").begin_array();
  for (const std::string& resource : options.resources) writer.string(resource);
  writer.end_array().key("preview").boolean(options.preview).end_object();
  return request;
}

void print(const json::Value& answer) {
  fmt::print("{}\n", text_in(answer, "event_id"));
  std::fprintf(stderr, "angarium: put on the bus %s of %s in %s\n", text_in(answer, "bus").c_str(),
               text_in(answer, "account").c_str(), text_in(answer, "region").c_str());
  const std::string warning = text_in(answer, "warning");
  if (!warning.empty()) std::fprintf(stderr, "angarium: %s\n", warning.c_str());
}

}  // namespace

void add_inject(CLI::App& app, InjectOptions& options) {
  CLI::App* command = app.add_subcommand(
      "inject", "Put an event in the name of an AWS service, which PutEvents refuses");
  add_server_choice(*command, options.server);
  command->add_option("--service", options.service, "Whose event it is: s3, ec2, ...");
  command->add_option("--source", options.source, "Its source, where it isn't aws.SERVICE");
  add_forms(*command, options);
  command->add_option("--resource", options.resources, "An ARN of `resources`; repeat for more")
      ->allow_extra_args(false);
  command->add_option("--bus", options.bus, "The event bus")->capture_default_str();
  command->add_option("--account", options.account,
                      "Whose event it is, by the account's id; else that of AWS_ACCESS_KEY_ID");
  command->add_option("--region", options.region,
                      "Where; else AWS_REGION or AWS_DEFAULT_REGION, else the server's first");
  command->add_option("--time", options.time, "When: 2026-11-22T08:30:00Z; else now");
  command->add_flag("--preview", options.preview, "Print the event and put nothing");
  command->add_flag("--json", options.json, "Print JSON, for programs");
  command->footer(kExamples);
}

ExitCode run_inject(const InjectOptions& given) {
  InjectOptions options = given;
  for (std::string* text : {&options.detail, &options.request, &options.response}) {
    if (!read_file(*text)) return kUsage;
  }
  if (options.region.empty()) options.region = shell_region();
  const ServerAnswer answer = ask(options.server, {"POST", "/inject", request_of(options)});
  if (answer.code != kDone) return answer.code;
  if (options.json || options.preview) {
    std::fputs(answer.body.c_str(), stdout);
    return kDone;
  }
  auto document = json::Document::parse(answer.body);
  if (!document.ok()) {
    complain(document.error().message());
    return kFailed;
  }
  print(document->root());
  return kDone;
}

}  // namespace angarium::cli
