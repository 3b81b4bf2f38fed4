#include <fmt/format.h>

#include <cstdio>

#include "cli/admin_question.h"
#include "cli/run.h"
#include "json/value.h"
#include "json/writer.h"

namespace angarium::cli {
namespace {

void print_new_account(const json::Value& made) {
  fmt::print(
      "account            {}\nname               {}\naccess key id      {}\n"
      "secret access key  {}\n\nThe secret is shown this once; keep it now.\n",
      text_in(made, "account"), text_in(made, "name"), text_in(made, "access_key_id"),
      text_in(made, "secret_access_key"));
}

void print_accounts(const json::Value& answer) {
  std::optional<json::Value> accounts = answer.find("accounts");
  if (!accounts || accounts->size() == 0) {
    fmt::print("No accounts yet; `angarium accounts create` makes one.\n");
    return;
  }
  fmt::print("{:<14}{:<22}{:<22}{}\n", "account", "created", "root access key", "name");
  for (json::Value account : accounts->elements()) {
    fmt::print("{:<14}{:<22}{:<22}{}\n", text_in(account, "account"), text_in(account, "created"),
               text_in(account, "access_key_id"), text_in(account, "name"));
  }
}

}  // namespace

ExitCode create_account(const std::string& config_file, const std::string& name, bool json) {
  std::string body;
  json::Writer(body).begin_object().key("name").string(name).end_object();
  return ask_server(config_file, {"POST", "/accounts", std::move(body)}, json, print_new_account);
}

ExitCode list_accounts(const std::string& config_file, bool json) {
  return ask_server(config_file, {"GET", "/accounts", ""}, json, print_accounts);
}

}  // namespace angarium::cli
