#include "cli/server_choice.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "cli/run.h"
#include "server/admin.h"
#include "server/server.h"

namespace angarium::cli {

void add_server_choice(CLI::App& command, ServerChoice& choice) {
  CLI::Option* config = command.add_option("--config", choice.config_file,
                                           "The configuration file of a running server");
  CLI::Option* data =
      command.add_option("--data", choice.directory, "Its data directory, which says it as well");
  config->excludes(data);
}

ServerAnswer ask(const ServerChoice& choice, AdminQuestion question) {
  server::Config config;
  config.directory = choice.directory;
  if (!choice.config_file.empty()) {
    auto loaded = server::load_config(choice.config_file);
    if (!loaded.ok()) {
      complain(loaded.error().message());
      return {kConfiguration};
    }
    config = std::move(*loaded);
  }
  if (config.directory.empty()) {
    complain("name the server by --data DIR or --config FILE");
    return {kUsage};
  }
  auto answer = server::ask_admin(config, std::move(question.method), std::move(question.path),
                                  std::move(question.body));
  if (answer.ok()) return {kDone, std::move(*answer)};
  complain(answer.error().message());
  return {answer.error().is(server::StartError::kDirectoryBusy) ? kDirectoryBusy : kFailed};
}

}  // namespace angarium::cli
