#include "cli/policy_explain.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <optional>

#include "cli/policy_file.h"
#include "cli/run.h"
#include "json/value.h"
#include "json/writer.h"

namespace angarium::cli {
namespace {

using Context = std::map<std::string, std::vector<std::string>>;

// None, said to the user, when one of them is no KEY=VALUE.
std::optional<Context> context_of(const PolicyExplainOptions& options) {
  Context context;
  for (const std::string& text : options.context) {
    size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      complain(fmt::format("`{}` is no condition key; write it like events:source=shop", text));
      return std::nullopt;
    }
    context[text.substr(0, equals)].push_back(text.substr(equals + 1));
  }
  return context;
}

// As the server takes them: ARNs and documents. None, said to the user, when a file can't be read.
std::optional<std::vector<std::string>> session_policies_of(const PolicyExplainOptions& options) {
  std::vector<std::string> policies;
  for (const std::string& given : options.session_policies) {
    bool is_itself = given.starts_with("arn:") || given.starts_with("{");
    std::optional<std::string> text = is_itself ? given : read_policy_file(given);
    if (!text) {
      complain(fmt::format("the session policy {} can't be read", given));
      return std::nullopt;
    }
    policies.push_back(std::move(*text));
  }
  return policies;
}

std::string question_of(const PolicyExplainOptions& options, const Context& context,
                        const std::vector<std::string>& session_policies) {
  std::string question;
  json::Writer writer(question);
  writer.begin_object().key("as").string(options.as).key("action").string(options.action);
  writer.key("resource").string(options.resource).key("context").begin_object();
  for (const auto& [key, values] : context) {
    writer.key(key).begin_array();
    for (const std::string& value : values) writer.string(value);
    writer.end_array();
  }
  writer.end_object().key("session_policies").begin_array();
  for (const std::string& policy : session_policies) writer.string(policy);
  writer.end_array().end_object();
  return question;
}

ExitCode print(const std::string& answer, bool json) {
  if (json) {
    std::fputs(answer.c_str(), stdout);
    return kDone;
  }
  auto document = json::Document::parse(answer);
  if (!document.ok()) {
    complain(document.error().message());
    return kFailed;
  }
  fmt::print("{}", document->root().find_string("text").value_or(""));
  return kDone;
}

}  // namespace

ExitCode explain_policy(const PolicyExplainOptions& options) {
  auto context = context_of(options);
  auto session_policies = session_policies_of(options);
  if (!context || !session_policies) return kUsage;
  std::string question = question_of(options, *context, *session_policies);
  ServerAnswer answer = ask(options.server, {"POST", "/explain", std::move(question)});
  return answer.code == kDone ? print(answer.body, options.json) : answer.code;
}

}  // namespace angarium::cli
