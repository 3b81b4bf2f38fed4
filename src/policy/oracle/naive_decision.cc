#include "policy/oracle/naive_decision.h"

#include <algorithm>

#include "policy/oracle/naive_statement.h"
#include "policy/oracle/naive_text.h"

namespace angarium::policy::oracle {
namespace {

std::vector<json::Document> parse(const std::vector<std::string>& texts) {
  std::vector<json::Document> documents;
  documents.reserve(texts.size());
  for (const std::string& text : texts) documents.push_back(*json::Document::parse(text));
  return documents;
}

std::vector<json::Document> parse(const std::optional<std::string>& text) {
  return text ? parse(std::vector<std::string>{*text}) : std::vector<json::Document>{};
}

std::string name_in(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

std::string account_in(const std::string& arn) {
  std::string rest = arn;
  for (int i = 0; i < 4; ++i) {
    size_t colon = rest.find(':');
    if (colon == std::string::npos) return "";
    rest = rest.substr(colon + 1);
  }
  return rest.find(':') == 12 ? rest.substr(0, 12) : "";
}

std::string owner(const NaiveRequest& request) {
  if (!request.resource_account.empty()) return request.resource_account;
  std::string account = account_in(request.resource);
  return account.empty() ? request.account : account;
}

bool is_trust(const NaiveRequest& request) {
  return request.action.starts_with("sts:") && request.resource.starts_with("arn:aws:iam::") &&
         request.resource.find(":role/") != std::string::npos;
}

}  // namespace

std::vector<std::string> NaiveRequest::values(const std::string& key) const {
  std::string wanted = lower_case(key);
  for (const auto& [name, found] : context) {
    if (lower_case(name) == wanted) return found;
  }
  bool person = type != "service" && type != "anonymous";
  if (wanted == "aws:principaltype") {
    static const std::map<std::string, std::string> names{{"user", "User"},
                                                          {"role-session", "AssumedRole"},
                                                          {"federated", "FederatedUser"},
                                                          {"root", "Account"},
                                                          {"anonymous", "Anonymous"}};
    if (names.contains(type)) return {names.at(type)};
  }
  if (type == "anonymous" && (wanted == "aws:principalaccount" || wanted == "aws:userid")) {
    return {"anonymous"};
  }
  if (wanted == "aws:principalisawsservice" && type != "anonymous") {
    return {person ? "false" : "true"};
  }
  bool is_name = wanted == "aws:principalservicename" || wanted == "aws:principalservicenameslist";
  if (is_name && type == "service") return {service};
  if (wanted == "aws:resourceaccount") {
    std::string account = resource_account.empty() ? account_in(resource) : resource_account;
    if (!account.empty()) return {account};
  }
  if (!person) return {};
  if (wanted == "aws:principalaccount") return {account};
  if (wanted == "aws:principalarn") {
    return {type == "role-session" && !issuer_arn.empty() ? issuer_arn : arn};
  }
  if (wanted == "aws:username" && type == "user") return {name_in(arn)};
  if (wanted == "aws:userid") {
    if (type == "root") return {account};
    if (type == "federated") return {account + ":" + name_in(arn)};
    if (unique_id.empty()) return {};
    return {type == "user" ? unique_id : unique_id + ":" + name_in(arn)};
  }
  return {};
}

NaivePolicies::NaivePolicies(const PolicyTexts& texts)
    : identity_(parse(texts.identity)),
      session_(parse(texts.session)),
      resource_(parse(texts.resource)),
      boundary_(parse(texts.boundary)) {
  for (const auto& level : texts.scps) scps_.push_back(parse(level));
  for (const auto& level : texts.rcps) rcps_.push_back(parse(level));
}

std::string NaivePolicies::say(const Documents& documents, const NaiveRequest& request,
                               Counts& counts) const {
  std::vector<std::string> said;
  for (const json::Document& document : documents) {
    json::Value root = document.root();
    auto version = root.find("Version");
    bool variables = version && version->string() == "2012-10-17";
    std::vector<json::Value> statements;
    json::Value list = *root.find("Statement");
    if (list.kind() == json::Kind::kObject) statements.push_back(list);
    for (json::Value statement : list.elements()) statements.push_back(statement);
    for (const json::Value& statement : statements) {
      std::string match = principal_match(statement, request, !boundary_.empty());
      if (!rest_fits(statement, variables, request, counts) || match == "none") continue;
      said.push_back(statement.find("Effect")->string() == "Deny" ? "deny" : match);
    }
  }
  for (const char* word : {"deny", "direct", "issuer", "account"}) {
    if (std::find(said.begin(), said.end(), word) != said.end()) return word;
  }
  return "none";
}

std::string NaivePolicies::decide(const NaiveRequest& request, Counts& counts) const {
  bool person = request.type != "service" && request.type != "anonymous";
  if (person &&
      (request.action == "sts:GetCallerIdentity" || request.action == "sts:GetSessionToken")) {
    return "Allow";
  }
  bool linked = request.issuer_arn.find("/aws-service-role/") != std::string::npos;
  auto ask = [&](const Documents& documents) { return say(documents, request, counts); };
  std::string resource = ask(resource_);
  std::string identity = person ? ask(identity_) : "none";
  std::string boundary = person ? ask(boundary_) : "none";
  std::string session = person ? ask(session_) : "none";
  std::vector<std::string> scps, rcps;
  for (const Documents& level : scps_) scps.push_back(person && !linked ? ask(level) : "direct");
  for (const Documents& level : rcps_) rcps.push_back(linked ? "direct" : ask(level));
  auto has = [](const std::vector<std::string>& list, const char* word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  bool denied = resource == "deny" || identity == "deny" || boundary == "deny" ||
                session == "deny" || has(scps, "deny") || has(rcps, "deny");
  if (denied) return "ExplicitDeny";
  bool resource_allows = resource != "none";
  if (!person) return resource_allows ? "Allow" : "ImplicitDeny";
  if (has(scps, "none")) return "ImplicitDeny";

  bool identity_allows = identity != "none" || request.type == "root";
  if (request.type == "federated" && session_.empty()) identity_allows = false;
  bool limits_allow =
      (boundary_.empty() || boundary != "none") && (session_.empty() || session != "none");
  if (owner(request) != request.account) {
    return resource_allows && identity_allows && limits_allow ? "Allow" : "ImplicitDeny";
  }
  if (resource == "direct") return "Allow";
  if (resource == "issuer") return limits_allow ? "Allow" : "ImplicitDeny";
  bool strict = is_trust(request) || request.action.starts_with("kms:");
  if (strict && !resource_allows) return "ImplicitDeny";
  return identity_allows && limits_allow ? "Allow" : "ImplicitDeny";
}

}  // namespace angarium::policy::oracle
