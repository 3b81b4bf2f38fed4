#include "server/admin_socket.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>

#include "base/asio_executor.h"
#include "base/block_on.h"
#include "http/client.h"
#include "json/value.h"
#include "server/server.h"

namespace angarium::server {
namespace {

constexpr base::Seconds kAnswerTimeMax{30};

http::Request admin_request(std::string method, std::string path, std::string body) {
  http::Request request;
  request.method = std::move(method);
  request.target = std::move(path);
  request.headers.add("Host", "localhost");
  request.body = std::move(body);
  return request;
}

base::Task<base::Result<http::Response>> send_to(base::AsioExecutor& executor,
                                                 std::string socket_path, http::Request request) {
  const base::Instant deadline = executor.now() + kAnswerTimeMax;
  auto stream = co_await http::connect_unix(executor, socket_path, deadline);
  if (!stream.ok()) {
    co_return base::Error(StartError::kNobody, socket_path);
  }
  auto response = co_await http::send(**stream, request, deadline);
  co_return response;
}

}  // namespace

std::string admin_socket_in(const std::string& data_directory) {
  return data_directory + "/" + kAdminSocket;
}

base::Result<std::string> admin_socket_folder(bool make) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const std::string folder = runtime != nullptr && runtime[0] == '/'
                                 ? std::string(runtime) + "/angarium"
                                 : fmt::format("/tmp/angarium-{}", geteuid());
  if (make && mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return base::Error(StartError::kData, fmt::format("can't make {}", folder));
  }
  struct stat status {};
  if (lstat(folder.c_str(), &status) != 0) {
    return base::Error(StartError::kNobody, folder);
  }
  const bool is_ours = S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
                       (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  if (is_ours) return folder;
  return base::Error(StartError::kData,
                     fmt::format("{} is not a folder of this user's alone; remove it", folder));
}

std::string admin_socket_of_port(const std::string& folder, uint16_t port) {
  return fmt::format("{}/{}.socket", folder, port);
}

base::Result<std::string> body_of(const http::Response& response) {
  if (response.status == 200) return response.body;
  auto document = json::Document::parse(response.body);
  std::optional<std::string_view> message;
  if (document.ok()) message = document->root().find_string("error");
  return base::Error(StartError::kData, std::string(message.value_or(response.body)));
}

base::Result<std::string> ask_socket(const std::string& socket_path, std::string method,
                                     std::string path, std::string body) {
  base::AsioExecutor executor("admin", 1);
  http::Request request = admin_request(std::move(method), std::move(path), std::move(body));
  AG_TRY(response, base::block_on(executor, send_to(executor, socket_path, std::move(request))));
  return body_of(response);
}

}  // namespace angarium::server
