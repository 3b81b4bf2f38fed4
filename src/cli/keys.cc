#include <fmt/format.h>

#include "cli/admin_question.h"
#include "cli/run.h"

namespace angarium::cli {
namespace {

int64_t number_in(const json::Value& object, std::string_view name) {
  std::optional<json::Value> member = object.find(name);
  return member ? member->integer().value_or(0) : 0;
}

std::string use_of(const json::Value& key) {
  std::optional<json::Value> seals = key.find("seals");
  if (seals && seals->boolean().value_or(false)) return "seals";
  std::string until = text_in(key, "sessions_until");
  if (!until.empty()) return "opens; needed until " + until;
  return number_in(key, "records") > 0 ? "opens; rotate again to finish" : "opens; can be dropped";
}

void print_keys(const json::Value& answer) {
  fmt::print("{:<6}{:<22}{:<10}{}\n", "key", "made", "secrets", "use");
  std::optional<json::Value> keys = answer.find("keys");
  if (!keys) return;
  for (json::Value key : keys->elements()) {
    fmt::print("{:<6}{:<22}{:<10}{}\n", number_in(key, "id"), text_in(key, "made"),
               number_in(key, "records"), use_of(key));
  }
}

void print_rotated(const json::Value& answer) {
  fmt::print(
      "Key {} seals from now on, and every stored secret lies under it.\n"
      "Back up the key file anew. `angarium keys list` says when the old key can be dropped.\n",
      number_in(answer, "id"));
}

void print_dropped(const json::Value&) { fmt::print("Dropped. Back up the key file anew.\n"); }

void print_forced(const json::Value&) {
  fmt::print(
      "Dropped, and the sessions that it sealed are over: who had one assumes a role again.\n"
      "Back up the key file anew. Access keys stay as they are: if somebody may have read the\n"
      "store as well, make new ones and delete the old.\n");
}

}  // namespace

ExitCode list_keys(const std::string& config_file, bool json) {
  return ask_server(config_file, {"GET", "/keys", ""}, json, print_keys);
}

ExitCode rotate_keys(const std::string& config_file, bool json) {
  return ask_server(config_file, {"POST", "/keys", ""}, json, print_rotated);
}

ExitCode drop_key(const std::string& config_file, uint32_t id, bool force, bool json) {
  std::string path = fmt::format("/keys/{}{}", id, force ? "?force" : "");
  return ask_server(config_file, {"DELETE", std::move(path), ""}, json,
                    force ? print_forced : print_dropped);
}

}  // namespace angarium::cli
