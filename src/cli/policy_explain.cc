#include "cli/policy_explain.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <optional>

#include "cli/run.h"
#include "json/value.h"
#include "json/writer.h"

namespace angarium::cli {
namespace {

// None, said to the user, when one of them is no KEY=VALUE.
std::optional<std::string> question_of(const PolicyExplainOptions& options) {
  std::map<std::string, std::vector<std::string>> context;
  for (const std::string& text : options.context) {
    size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      complain(fmt::format("`{}` is no condition key; write it like events:source=shop", text));
      return std::nullopt;
    }
    context[text.substr(0, equals)].push_back(text.substr(equals + 1));
  }
  std::string question;
  json::Writer writer(question);
  writer.begin_object().key("as").string(options.as).key("action").string(options.action);
  writer.key("resource").string(options.resource).key("context").begin_object();
  for (const auto& [key, values] : context) {
    writer.key(key).begin_array();
    for (const std::string& value : values) writer.string(value);
    writer.end_array();
  }
  writer.end_object().end_object();
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
  auto member = document->root().find("text");
  auto text = member ? member->string() : std::nullopt;
  fmt::print("{}", text.value_or(""));
  return kDone;
}

}  // namespace

ExitCode explain_policy(const PolicyExplainOptions& options) {
  std::optional<std::string> question = question_of(options);
  if (!question) return kUsage;
  ServerAnswer answer = ask(options.server, {"POST", "/explain", std::move(*question)});
  return answer.code == kDone ? print(answer.body, options.json) : answer.code;
}

}  // namespace angarium::cli
