#include "cli/server_choice.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "cli/run.h"
#include "server/admin_socket.h"
#include "server/config.h"
#include "server/server.h"

namespace angarium::cli {
namespace {

constexpr const char* kUsualEndpoint = "http://127.0.0.1:4566";

// None when the address names no port.
std::optional<uint16_t> port_of(const std::string& endpoint) {
  const size_t colon = endpoint.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  const char* end = endpoint.data() + endpoint.size();
  uint16_t port = 0;
  const auto read = std::from_chars(endpoint.data() + colon + 1, end, port);
  const bool is_whole = read.ec == std::errc() && (read.ptr == end || *read.ptr == '/');
  return is_whole ? std::optional(port) : std::nullopt;
}

base::Result<std::string> socket_of_endpoint(const std::string& endpoint) {
  const auto port = port_of(endpoint);
  if (!port) {
    return base::Error(
        server::StartError::kNobody,
        fmt::format("`{}` names no port; it looks like {}", endpoint, kUsualEndpoint));
  }
  AG_TRY(folder, server::admin_socket_folder(false));
  return server::admin_socket_of_port(folder, *port);
}

base::Result<std::string> socket_of(const ServerChoice& choice) {
  if (!choice.directory.empty()) return server::admin_socket_in(choice.directory);
  if (!choice.config_file.empty()) {
    AG_TRY(config, server::load_config(choice.config_file));
    return server::admin_socket_in(config.directory);
  }
  if (!choice.endpoint.empty()) return socket_of_endpoint(choice.endpoint);
  const std::string set = shell_variable("AWS_ENDPOINT_URL");
  return socket_of_endpoint(set.empty() ? kUsualEndpoint : set);
}

bool is_of_configuration(const base::Error& error) {
  return error.is(server::ConfigError::kUnreadable) || error.is(server::ConfigError::kSyntax) ||
         error.is(server::ConfigError::kInvalid);
}

}  // namespace

void add_server_choice(CLI::App& command, ServerChoice& choice) {
  CLI::Option* config = command.add_option("--config", choice.config_file,
                                           "The configuration file of a running server");
  CLI::Option* data =
      command.add_option("--data", choice.directory, "Its data directory, which says it as well");
  CLI::Option* endpoint = command.add_option(
      "--endpoint", choice.endpoint,
      "Of an `angarium dev` of yours: the address of its API; else AWS_ENDPOINT_URL, else "
      "http://127.0.0.1:4566");
  config->excludes(data)->excludes(endpoint);
  data->excludes(endpoint);
}

ServerAnswer ask(const ServerChoice& choice, AdminQuestion question) {
  auto socket = socket_of(choice);
  auto answer = socket.ok() ? server::ask_socket(*socket, std::move(question.method),
                                                 std::move(question.path), std::move(question.body))
                            : base::Result<std::string>(socket.error());
  if (answer.ok()) return {kDone, std::move(*answer)};
  const base::Error& error = answer.error();
  if (error.is(server::StartError::kNobody)) {
    complain(fmt::format(
        "{}: no server is running there, and only a running one can be asked; start it, then ask "
        "again, or name another: --data DIR or --config FILE, or --endpoint URL for an `angarium "
        "dev` of this user",
        error.message()));
    return {kFailed};
  }
  complain(error.message());
  return {is_of_configuration(error) ? kConfiguration : kFailed};
}

std::string shell_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string shell_region() {
  std::string region = shell_variable("AWS_REGION");
  return region.empty() ? shell_variable("AWS_DEFAULT_REGION") : region;
}

}  // namespace angarium::cli
