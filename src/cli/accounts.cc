#include <fmt/format.h>

#include <cstdio>

#include "cli/run.h"
#include "json/value.h"
#include "json/writer.h"
#include "server/admin.h"
#include "server/server.h"

namespace angarium::cli {
namespace {

ExitCode failed(const base::Error& error) {
  complain(error.message());
  return error.is(server::StartError::kDirectoryBusy) ? kDirectoryBusy : kFailed;
}

std::string text_of(const json::Value& object, std::string_view name) {
  std::optional<json::Value> member = object.find(name);
  return std::string(member ? member->string().value_or("") : "");
}

void print_new_account(const json::Value& made) {
  fmt::print(
      "account            {}\nname               {}\naccess key id      {}\n"
      "secret access key  {}\n\nThe secret is shown this once; keep it now.\n",
      text_of(made, "account"), text_of(made, "name"), text_of(made, "access_key_id"),
      text_of(made, "secret_access_key"));
}

void print_accounts(const json::Value& answer) {
  std::optional<json::Value> accounts = answer.find("accounts");
  if (!accounts || accounts->size() == 0) {
    fmt::print("No accounts yet; `angarium accounts create` makes one.\n");
    return;
  }
  fmt::print("{:<14}{:<22}{:<22}{}\n", "account", "created", "root access key", "name");
  for (json::Value account : accounts->elements()) {
    fmt::print("{:<14}{:<22}{:<22}{}\n", text_of(account, "account"), text_of(account, "created"),
               text_of(account, "access_key_id"), text_of(account, "name"));
  }
}

// Asks the server, or its data, and shows the answer.
ExitCode ask(const std::string& config_file, const char* method, std::string body, bool json,
             void (*print)(const json::Value&)) {
  auto config = server::load_config(config_file);
  if (!config.ok()) {
    complain(config.error().message());
    return kConfiguration;
  }
  auto answer = server::ask_admin(*config, method, std::move(body));
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

}  // namespace

ExitCode create_account(const std::string& config_file, const std::string& name, bool json) {
  std::string body;
  json::Writer(body).begin_object().key("name").string(name).end_object();
  return ask(config_file, "POST", std::move(body), json, print_new_account);
}

ExitCode list_accounts(const std::string& config_file, bool json) {
  return ask(config_file, "GET", "", json, print_accounts);
}

}  // namespace angarium::cli
