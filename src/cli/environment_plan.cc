#include "cli/environment_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "proxy/endpoint.h"

namespace angarium::cli {
namespace {

// The names of the variables that were set or taken away, by commas; and before the name of each,
// what it was.
constexpr const char* kNames = "ANGARIUM_ENV";
constexpr std::string_view kSaved = "ANGARIUM_BEFORE_";

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    size_t comma = std::min(list.find(','), list.size());
    std::string_view part = list.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return parts;
}

std::string value_of(const Variables& variables, std::string_view name) {
  auto found = variables.find(name);
  return found == variables.end() ? "" : found->second;
}

// Whether an entry of NO_PROXY would keep a request to AWS's hosts away from the proxy.
bool is_about_aws(std::string_view entry) {
  while (entry.starts_with('*') || entry.starts_with('.')) entry.remove_prefix(1);
  return entry.empty() || entry.ends_with("amazonaws.com") || entry.ends_with("amazonaws.com.cn") ||
         entry.ends_with("api.aws") || entry == "com" || entry == "aws";
}

// What the clients ask without a proxy: what they did before, and this machine. With our proxy
// AWS's hosts are not among it.
std::string no_proxy(const Variables& before, const EnvironmentWish& wish) {
  std::vector<std::string> entries;
  for (const char* name : {"NO_PROXY", "no_proxy"}) {
    for (std::string& entry : split(value_of(before, name))) {
      if (wish.use_proxy && is_about_aws(entry)) continue;
      if (std::find(entries.begin(), entries.end(), entry) == entries.end()) {
        entries.push_back(std::move(entry));
      }
    }
  }
  std::vector<std::string> own = {"localhost", "127.0.0.1", "::1"};
  if (auto address = proxy::parse_absolute(wish.endpoint)) own.push_back(address->endpoint.host);
  for (std::string& entry : own) {
    if (std::find(entries.begin(), entries.end(), entry) == entries.end()) {
      entries.push_back(std::move(entry));
    }
  }
  return fmt::format("{}", fmt::join(entries, ","));
}

bool has_proxy(const Variables& before) {
  return std::any_of(before.begin(), before.end(), [](const auto& variable) {
    const auto& [name, value] = variable;
    return !value.empty() && (name.ends_with("_PROXY") || name.ends_with("_proxy"));
  });
}

void add_proxy(const EnvironmentWish& wish, const Variables& before, Variables& wanted) {
  if (wish.use_proxy) {
    // Libraries differ in which spelling they read, and which they prefer.
    wanted["HTTPS_PROXY"] = wanted["https_proxy"] = wish.endpoint;
    wanted["AWS_CA_BUNDLE"] = wish.ca_bundle.empty() ? wish.ca_file : wish.ca_bundle;
    wanted["NODE_EXTRA_CA_CERTS"] = wish.ca_file;  // adds to what Node.js trusts
    if (!wish.ca_bundle.empty()) {
      // Replace what OpenSSL, Go, and Python's requests trust, so only with everybody else in it.
      wanted["SSL_CERT_FILE"] = wanted["REQUESTS_CA_BUNDLE"] = wish.ca_bundle;
    }
  }
  if (wish.use_proxy || has_proxy(before)) {
    wanted["NO_PROXY"] = wanted["no_proxy"] = no_proxy(before, wish);
  }
}

// What would lead a client past all of this.
std::vector<std::string> in_the_way(const EnvironmentWish& wish, const Variables& before) {
  std::vector<std::string> names = {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"};
  if (!wish.use_endpoint) names.emplace_back("AWS_ENDPOINT_URL");
  for (const auto& [name, value] : before) {
    if (name.starts_with("AWS_ENDPOINT_URL_")) names.push_back(name);  // of one service
  }
  bool has_credentials = !wish.access_key_id.empty() || !wish.config_file.empty();
  if (has_credentials) {
    for (const char* name :
         {"AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE",
          "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"}) {
      names.emplace_back(name);
    }
  }
  if (!wish.config_file.empty()) {
    // Credentials here would win over the profiles'.
    names.emplace_back("AWS_ACCESS_KEY_ID");
    names.emplace_back("AWS_SECRET_ACCESS_KEY");
  }
  return names;
}

}  // namespace

std::string credentials_file(const std::string& config_file) {
  return config_file + ".credentials";
}

Variables before_angarium(const Variables& now) {
  Variables before = now;
  for (const std::string& name : split(value_of(now, kNames))) before.erase(name);
  for (const auto& [name, value] : now) {
    if (!name.starts_with(kSaved)) continue;
    before.erase(name);
    before[name.substr(kSaved.size())] = value;
  }
  before.erase(kNames);
  return before;
}

Variables fulfil(const EnvironmentWish& wish, const Variables& before) {
  Variables wanted;
  if (wish.use_endpoint) wanted["AWS_ENDPOINT_URL"] = wish.endpoint;
  wanted["AWS_REGION"] = wanted["AWS_DEFAULT_REGION"] = wish.region;
  if (!wish.config_file.empty()) {
    wanted["AWS_CONFIG_FILE"] = wish.config_file;
    wanted["AWS_SHARED_CREDENTIALS_FILE"] = credentials_file(wish.config_file);
    wanted["AWS_SDK_LOAD_CONFIG"] = "1";  // older SDKs read profiles only when told to
  } else if (!wish.access_key_id.empty()) {
    wanted["AWS_ACCESS_KEY_ID"] = wish.access_key_id;
    wanted["AWS_SECRET_ACCESS_KEY"] = "any";
  }
  add_proxy(wish, before, wanted);

  Variables after = before;
  std::set<std::string> touched;
  for (const std::string& name : in_the_way(wish, before)) {
    if (after.erase(name) > 0) touched.insert(name);
  }
  for (const auto& [name, value] : wanted) {
    after[name] = value;
    touched.insert(name);
  }
  for (const std::string& name : touched) {
    auto was = before.find(name);
    if (was != before.end()) after[std::string(kSaved) + name] = was->second;
  }
  after[kNames] = fmt::format("{}", fmt::join(touched, ","));
  return after;
}

std::vector<Change> changes(const Variables& now, const Variables& after) {
  std::vector<std::string> listed = split(value_of(after, kNames));
  const std::set<std::string> ours(listed.begin(), listed.end());
  std::vector<Change> all;
  for (const auto& [name, value] : now) {
    if (!after.contains(name)) all.push_back({name, std::nullopt});
  }
  for (const auto& [name, value] : after) {
    auto was = now.find(name);
    bool is_new = was == now.end() || was->second != value;
    bool is_note = name == kNames || name.starts_with(kSaved);
    if (is_new || is_note || ours.contains(name)) all.push_back({name, value});
  }
  return all;
}

}  // namespace angarium::cli
