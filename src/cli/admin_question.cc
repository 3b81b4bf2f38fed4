#include "cli/admin_question.h"

#include <cstdio>
#include <utility>

#include "cli/run.h"
#include "server/admin.h"
#include "server/server.h"

namespace angarium::cli {
namespace {

ExitCode failed(const base::Error& error) {
  complain(error.message());
  return error.is(server::StartError::kDirectoryBusy) ? kDirectoryBusy : kFailed;
}

}  // namespace

ExitCode ask_server(const std::string& config_file, AdminQuestion question, bool json,
                    void (*print)(const json::Value&)) {
  auto config = server::load_config(config_file);
  if (!config.ok()) {
    complain(config.error().message());
    return kConfiguration;
  }
  auto answer = server::ask_admin(*config, std::move(question.method), std::move(question.path),
                                  std::move(question.body));
  if (!answer.ok()) return failed(answer.error());
  if (json) {
    std::fputs(answer->c_str(), stdout);
    return kDone;
  }
  auto document = json::Document::parse(*answer);
  if (!document.ok()) return failed(document.error());
  print(document->root());
  return kDone;
}

std::string text_in(const json::Value& object, std::string_view name) {
  std::optional<json::Value> member = object.find(name);
  return std::string(member ? member->string().value_or("") : "");
}

}  // namespace angarium::cli
