#include "server/admin.h"

#include <fmt/format.h>

#include <charconv>

#include "base/asio_executor.h"
#include "base/block_on.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "json/value.h"
#include "json/writer.h"
#include "server/identity.h"
#include "server/server.h"
#include "server/storage.h"

namespace angarium::server {
namespace {

using identity::Account;
using identity::NewAccount;

constexpr std::string_view kAccounts = "/accounts";
constexpr std::string_view kKeys = "/keys";
constexpr std::string_view kExplain = "/explain";
constexpr std::string_view kLint = "/lint";
constexpr std::string_view kNoServer =
    "no server uses this data directory, and only a running one knows its queues and buses; start "
    "it, then ask again";
constexpr std::string_view kInject = "/inject";
constexpr std::string_view kEvents = "/events";
constexpr std::string_view kTrace = "/trace";

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body) + "\n";
  return response;
}

http::Response error_response(int status, std::string_view message) {
  std::string body;
  json::Writer(body).begin_object().key("error").string(message).end_object();
  return json_response(status, std::move(body));
}

void write_members(json::Writer& writer, const Account& account) {
  writer.key("account").string(account.id.text()).key("name").string(account.name);
  writer.key("created").string(base::format_iso_seconds(account.created));
  writer.key("access_key_id").string(account.root_access_key_id);
}

// The same request, answered on the data that no server uses.
base::Result<std::string> ask_data(const Config& config, http::Request request) {
  base::AsioExecutor executor("admin", 1);
  base::SystemClock clock;
  base::SystemRandom random;
  AG_TRY(storage, Storage::open(config, clock, executor));
  AG_TRY(identity,
         Identity::open(config, storage->directory(), storage->ownership(), clock, random));
  Admin admin({.accounts = identity->accounts(), .rotation = identity->key_rotation()});
  http::Response response = base::block_on(executor, admin.handle(std::move(request)));
  return body_of(response);
}

}  // namespace

base::Task<http::Response> Admin::handle(http::Request request) {
  if (request.target == kAccounts) co_return co_await handle_accounts(std::move(request));
  if (request.target.starts_with(kKeys)) co_return co_await handle_keys(std::move(request));
  if (request.target == kExplain) co_return explain(request);
  for (std::string_view asked : {kInject, kEvents, kTrace}) {
    if (request.target == asked) co_return co_await ask_server(std::move(request));
  }
  if (request.target == kLint) co_return co_await lint(std::move(request.method));
  co_return error_response(404,
                           "here are only /accounts, /keys, /explain, /lint, /inject, /events and "
                           "/trace");
}

base::Task<http::Response> Admin::handle_accounts(http::Request request) {
  if (!parts_.accounts) {
    co_return error_response(400, "this server trusts everybody, and every account exists in it");
  }
  if (request.method == "GET") co_return list();
  if (request.method != "POST") co_return error_response(405, "GET lists accounts, POST makes one");
  co_return co_await create(std::move(request.body));
}

base::Task<http::Response> Admin::ask_server(http::Request request) {
  if (request.method != "POST") co_return error_response(405, "POST asks");
  if (!parts_.injector || !parts_.sights) {
    co_return error_response(400, kNoServer);
  }
  base::Result<std::string> answer("");
  if (request.target == kInject) {
    answer = co_await parts_.injector->inject(std::move(request.body), request.peer_address);
  } else if (request.target == kEvents) {
    answer = co_await parts_.sights->recent(std::move(request.body));
  } else {
    answer = co_await parts_.sights->trace(std::move(request.body));
  }
  if (!answer.ok()) co_return error_response(400, answer.error().message());
  co_return json_response(200, std::move(*answer));
}

base::Task<http::Response> Admin::handle_keys(http::Request request) {
  if (!parts_.rotation) {
    co_return error_response(400, "a server in memory has one sealing key, which ends with it");
  }
  std::string rest = request.target.substr(kKeys.size());
  if (request.method == "GET" && rest.empty()) co_return co_await list_keys();
  if (request.method == "DELETE" && rest.starts_with('/')) {
    co_return co_await drop_key(rest.substr(1));
  }
  if (request.method != "POST" || !rest.empty()) {
    co_return error_response(405, "GET lists keys, POST makes one, DELETE /keys/ID drops one");
  }
  base::Result<identity::SealKeyId> made = co_await parts_.rotation->rotate();
  if (!made.ok()) co_return error_response(400, made.error().message());
  base::log(base::LogLevel::kInfo, "secrets are sealed with a new key",
            {{"key", std::to_string(*made)}});
  std::string answer;
  json::Writer(answer).begin_object().key("id").integer(*made).end_object();
  co_return json_response(200, std::move(answer));
}

base::Task<http::Response> Admin::list_keys() {
  base::Result<std::vector<identity::SealingKey>> keys = co_await parts_.rotation->list();
  if (!keys.ok()) co_return error_response(400, keys.error().message());
  std::string answer;
  json::Writer writer(answer);
  writer.begin_object().key("keys").begin_array();
  for (const identity::SealingKey& key : *keys) {
    writer.begin_object().key("id").integer(key.id).key("made").string(
        base::format_iso_seconds(key.made));
    writer.key("seals").boolean(key.seals).key("records").integer(
        static_cast<int64_t>(key.records));
    if (key.sessions_until) {
      writer.key("sessions_until").string(base::format_iso_seconds(*key.sessions_until));
    }
    writer.end_object();
  }
  writer.end_array().end_object();
  co_return json_response(200, std::move(answer));
}

base::Task<http::Response> Admin::drop_key(std::string id) {
  constexpr std::string_view kForce = "?force";
  const bool ends_sessions = id.ends_with(kForce);
  if (ends_sessions) id.resize(id.size() - kForce.size());
  identity::SealKeyId number = 0;
  auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (failure != std::errc() || end != id.data() + id.size()) {
    co_return error_response(400, "a key's id is a number; `angarium keys list` shows them");
  }
  base::Result<void> dropped = co_await parts_.rotation->drop(number, ends_sessions);
  if (!dropped.ok()) co_return error_response(400, dropped.error().message());
  base::log(base::LogLevel::kInfo, "a sealing key was dropped",
            {{"key", id}, {"sessions", ends_sessions ? "ended" : "over"}});
  co_return json_response(200, "{}");
}

http::Response Admin::explain(const http::Request& request) const {
  if (request.method != "POST") return error_response(405, "POST asks for an explanation");
  if (parts_.explainer == nullptr) return error_response(400, kNoServer);
  auto answer = parts_.explainer->answer(request.body);
  if (!answer.ok()) return error_response(400, answer.error().message());
  return json_response(200, std::move(*answer));
}

base::Task<http::Response> Admin::lint(std::string method) const {
  if (method != "GET") co_return error_response(405, "GET lists what is found");
  if (parts_.linter == nullptr) co_return error_response(400, kNoServer);
  co_return json_response(200, co_await parts_.linter->answer());
}

base::Task<http::Response> Admin::create(std::string body) {
  auto document = json::Document::parse(body);
  if (!document.ok()) co_return error_response(400, "the body must be {\"name\": \"...\"}");
  std::optional<std::string_view> name = document->root().find_string("name");
  if (!name) co_return error_response(400, "the body must be {\"name\": \"...\"}");
  base::Result<NewAccount> made = co_await parts_.accounts->create(std::string(*name));
  if (!made.ok()) co_return error_response(400, made.error().message());
  std::string answer;
  json::Writer writer(answer);
  writer.begin_object();
  write_members(writer, made->account);
  writer.key("secret_access_key").string(made->secret_access_key).end_object();
  co_return json_response(200, std::move(answer));
}

http::Response Admin::list() const {
  std::string answer;
  json::Writer writer(answer);
  writer.begin_object().key("accounts").begin_array();
  for (const Account& account : parts_.accounts->list()) {
    writer.begin_object();
    write_members(writer, account);
    writer.end_object();
  }
  writer.end_array().end_object();
  return json_response(200, std::move(answer));
}

base::Result<std::string> ask_admin(const Config& config, std::string method, std::string path,
                                    std::string body) {
  auto answer = ask_socket(admin_socket_in(config.directory), method, path, body);
  if (answer.ok() || !answer.error().is(StartError::kNobody)) return answer;
  http::Request request;
  request.method = std::move(method);
  request.target = std::move(path);
  request.body = std::move(body);
  return ask_data(config, std::move(request));
}

}  // namespace angarium::server
