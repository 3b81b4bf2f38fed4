#include "policy/oracle/naive_statement.h"

#include "policy/oracle/naive_condition.h"
#include "policy/oracle/naive_text.h"

namespace angarium::policy::oracle {
namespace {

std::string text_of(const json::Value& value) {
  if (value.string()) return std::string(*value.string());
  if (value.boolean()) return *value.boolean() ? "true" : "false";
  return std::to_string(value.integer().value_or(0));
}

std::vector<std::string> list_of(const json::Value& value) {
  if (value.kind() != json::Kind::kArray) return {text_of(value)};
  std::vector<std::string> list;
  for (json::Value element : value.elements()) list.push_back(text_of(element));
  return list;
}

std::string one_principal(const std::string& kind, const std::string& text,
                          const NaiveRequest& request) {
  if (kind == "Service") return request.service == text && !text.empty() ? "direct" : "none";
  if (kind != "AWS") return "none";
  if (text == "*") return "direct";
  if (text == request.account || text == "arn:aws:iam::" + request.account + ":root") {
    return "account";
  }
  if (!request.issuer_arn.empty() && text == request.issuer_arn) return "issuer";
  if (!request.unique_id.empty() && text == request.unique_id) {
    return request.type == "user" ? "direct" : "issuer";
  }
  return text == request.arn ? "direct" : "none";
}

std::string strongest(const json::Value& principal, const NaiveRequest& request) {
  if (principal.string()) return "direct";  // "*"
  std::vector<std::string> found;
  for (json::Member member : principal.members()) {
    for (const std::string& text : list_of(member.value)) {
      found.push_back(one_principal(std::string(member.name), text, request));
    }
  }
  for (const char* level : {"direct", "issuer", "account"}) {
    for (const std::string& one : found) {
      if (one == level) return level;
    }
  }
  return "none";
}

bool action_fits(const std::string& pattern, const NaiveRequest& request) {
  return like(*expand(lower_case(pattern), false, request), lower_case(request.action));
}

bool actions_fit(const json::Value& statement, const NaiveRequest& request) {
  bool negated = !statement.find("Action");
  bool listed = false;
  for (const std::string& pattern : list_of(*statement.find(negated ? "NotAction" : "Action"))) {
    listed = listed || action_fits(pattern, request);
  }
  return listed != negated;
}

bool resources_fit(const json::Value& statement, bool variables, const NaiveRequest& request) {
  bool negated = statement.find("NotResource").has_value();
  std::optional<json::Value> list = statement.find(negated ? "NotResource" : "Resource");
  if (!list) return true;  // a trust policy
  bool listed = false, all_known = true;
  for (const std::string& pattern : list_of(*list)) {
    listed = listed || pattern == "*" || like_arn(pattern, request.resource, variables, request);
    all_known = all_known && expand(pattern, variables, request).has_value();
  }
  if (!negated) return listed;
  if (!all_known && statement.find("Effect")->string() == "Allow") return false;
  return !listed;
}

}  // namespace

std::string principal_match(const json::Value& statement, const NaiveRequest& request,
                            bool has_boundary) {
  if (auto principal = statement.find("Principal")) return strongest(*principal, request);
  auto others = statement.find("NotPrincipal");
  if (!others) return "direct";
  return has_boundary || strongest(*others, request) == "none" ? "direct" : "none";
}

bool rest_fits(const json::Value& statement, bool variables, const NaiveRequest& request,
               Counts& counts) {
  if (!actions_fit(statement, request) || !resources_fit(statement, variables, request))
    return false;
  std::optional<json::Value> conditions = statement.find("Condition");
  if (!conditions) return true;
  bool all = true;
  for (json::Member block : conditions->members()) {
    for (json::Member entry : block.value.members()) {
      std::string name(block.name);
      bool holds =
          condition_holds(name, std::string(entry.name), list_of(entry.value), variables, request);
      ++counts[name][holds ? 1 : 0];
      all = all && holds;
    }
  }
  return all;
}

}  // namespace angarium::policy::oracle
