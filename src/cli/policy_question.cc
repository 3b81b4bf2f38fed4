#include "cli/policy_question.h"

#include <fmt/format.h>

#include <array>

#include "base/arn.h"
#include "json/error.h"
#include "json/raw_json.h"

namespace angarium::cli {
namespace {

using policy::PolicyKind;
using policy::PrincipalType;

base::Error refused(std::string message) {
  return base::Error(json::ErrorCode::kSyntax, std::move(message));
}

// What goes wrong inside of a member is said with its name.
template <class T>
base::Result<T> in_member(std::string_view name, base::Result<T> result) {
  if (result.ok()) return result;
  return refused(fmt::format("`{}`: {}", name, result.error().message()));
}

struct NamedType {
  std::string_view name;
  PrincipalType type;
};
constexpr std::array<NamedType, 6> kTypes{{{"user", PrincipalType::kUser},
                                           {"role-session", PrincipalType::kRoleSession},
                                           {"federated", PrincipalType::kFederated},
                                           {"root", PrincipalType::kRoot},
                                           {"service", PrincipalType::kService},
                                           {"anonymous", PrincipalType::kAnonymous}}};

struct NamedKind {
  std::string_view name;
  PolicyKind kind;
};
constexpr std::array<NamedKind, 6> kKinds{{{"identity", PolicyKind::kIdentity},
                                           {"managed", PolicyKind::kManaged},
                                           {"resource", PolicyKind::kResource},
                                           {"trust", PolicyKind::kTrust},
                                           {"scp", PolicyKind::kServiceControl},
                                           {"rcp", PolicyKind::kResourceControl}}};

// A string, or "" for null.
base::Result<std::string> text_of(std::string_view name, std::string_view raw) {
  if (raw == "null") return std::string();
  return in_member(name, json::raw_string(raw));
}

// Numbers and booleans count as their text, as they do in policies.
base::Result<std::string> context_value(std::string_view raw) {
  if (raw.starts_with('"')) return json::raw_string(raw);
  if (raw.starts_with('{') || raw.starts_with('[') || raw == "null") {
    return refused("a value of the context is a string, a number or a boolean");
  }
  return std::string(raw);
}

base::Result<void> read_context(std::string_view raw, policy::Request& request) {
  if (raw == "null") return {};
  AG_TRY(keys, in_member("context", json::raw_members(raw)));
  for (const auto& [key, value] : keys) {
    std::vector<std::string>& list = request.context[key];
    list.clear();
    if (value == "null") continue;
    if (!value.starts_with('[')) {
      AG_TRY(single, in_member(key, context_value(value)));
      list.push_back(std::move(single));
      continue;
    }
    AG_TRY(elements, in_member(key, json::raw_elements(value)));
    for (std::string_view element : elements) {
      AG_TRY(text, in_member(key, context_value(element)));
      list.push_back(std::move(text));
    }
  }
  return {};
}

base::Result<void> check_type(const std::string& name, policy::Principal& who) {
  const NamedType* found = nullptr;
  for (const NamedType& known : kTypes) {
    if (known.name == name) found = &known;
  }
  if (!found) {
    return refused(
        fmt::format("`type` is `{}`, not one of user, role-session, federated, root, "
                    "service, anonymous",
                    name));
  }
  if (found->type == PrincipalType::kService) who.service = std::exchange(who.arn, {});
  if (found->type == policy::type_of(who)) return {};
  return refused(fmt::format("`type` is `{}`, which does not go with the arn `{}`", name, who.arn));
}

base::Result<void> read_principal(std::string_view raw, policy::Principal& who) {
  AG_TRY(members, in_member("principal", json::raw_members(raw)));
  std::string type, account;
  for (const auto& [name, value] : members) {
    std::string* text = name == "arn"         ? &who.arn
                        : name == "type"      ? &type
                        : name == "account"   ? &account
                        : name == "role_arn"  ? &who.issuer_arn
                        : name == "user_arn"  ? &who.issuer_arn
                        : name == "unique_id" ? &who.unique_id
                                              : nullptr;
    if (!text) continue;
    AG_TRY(read, text_of(name, value));
    if (!read.empty()) *text = std::move(read);
  }
  if (account.empty()) {
    auto arn = base::parse_arn(who.arn);
    if (arn) account = arn->account.text();
  }
  who.account = base::AccountId(account);
  if (type.empty()) return {};
  return check_type(type, who);
}

base::Result<void> read_request(std::string_view raw, policy::Request& request) {
  AG_TRY(members, in_member("request", json::raw_members(raw)));
  for (const auto& [name, value] : members) {
    if (name == "principal") {
      AG_CHECK(read_principal(value, request.principal));
    } else if (name == "context") {
      AG_CHECK(read_context(value, request));
    } else if (name == "action" || name == "resource" || name == "resource_account") {
      AG_TRY(text, text_of(name, value));
      if (name == "action") request.action = text;
      if (name == "resource") request.resource = text;
      if (name == "resource_account") request.resource_account = base::AccountId(text);
    }
  }
  if (request.action.empty()) return refused("`action` of the request is missing");
  if (request.resource.empty()) request.resource = "*";
  return {};
}

// A member that is one policy, or null.
std::vector<PolicyText> one_policy(std::string_view raw, std::string name, PolicyKind kind) {
  if (raw == "null") return {};
  return {{raw, std::move(name), kind}};
}

base::Result<std::vector<PolicyText>> policy_list(std::string_view raw, const std::string& name,
                                                  PolicyKind kind) {
  std::vector<PolicyText> list;
  if (raw == "null") return list;
  AG_TRY(elements, in_member(name, json::raw_elements(raw)));
  for (std::string_view element : elements) {
    list.push_back({element, fmt::format("{}[{}]", name, list.size()), kind});
  }
  return list;
}

base::Result<std::vector<std::vector<PolicyText>>> policy_levels(std::string_view raw,
                                                                 const std::string& name,
                                                                 PolicyKind kind) {
  std::vector<std::vector<PolicyText>> levels;
  if (raw == "null") return levels;
  AG_TRY(elements, in_member(name, json::raw_elements(raw)));
  for (std::string_view element : elements) {
    AG_TRY(level, policy_list(element, fmt::format("{}[{}]", name, levels.size()), kind));
    levels.push_back(std::move(level));
  }
  return levels;
}

// The policy of a role that somebody assumes is its trust policy.
PolicyKind resource_policy_kind(const policy::Request& request) {
  bool is_role = request.resource.find(":role/") != std::string::npos;
  bool assumes = request.action.starts_with("sts:");
  return is_role && assumes ? PolicyKind::kTrust : PolicyKind::kResource;
}

base::Result<void> read_member(const std::string& name, std::string_view raw,
                               PolicyQuestion& question) {
  if (name == "resource_policy") question.resource = one_policy(raw, name, PolicyKind::kResource);
  if (name == "permissions_boundary") {
    question.boundary = one_policy(raw, name, PolicyKind::kIdentity);
  }
  if (name == "identity_policies") {
    AG_TRY(list, policy_list(raw, name, PolicyKind::kIdentity));
    question.identity = std::move(list);
  }
  if (name == "session_policies") {
    AG_TRY(list, policy_list(raw, name, PolicyKind::kIdentity));
    question.session = std::move(list);
  }
  if (name == "scps") {
    AG_TRY(levels, policy_levels(raw, name, PolicyKind::kServiceControl));
    question.service_control = std::move(levels);
  }
  if (name == "rcps") {
    AG_TRY(levels, policy_levels(raw, name, PolicyKind::kResourceControl));
    question.resource_control = std::move(levels);
  }
  return {};
}

base::Result<void> read_validation(std::string_view policy, std::string_view kind,
                                   PolicyQuestion& question) {
  AG_TRY(name, text_of("kind", kind));
  std::optional<PolicyKind> known = policy_kind(name);
  if (!known) return refused("`kind` must be identity, managed, resource, trust, scp or rcp");
  question.policy.push_back({policy, "policy", *known});
  return {};
}

}  // namespace

std::optional<PolicyKind> policy_kind(std::string_view name) {
  for (const NamedKind& known : kKinds) {
    if (known.name == name) return known.kind;
  }
  return std::nullopt;
}

base::Result<PolicyQuestion> PolicyQuestion::parse(std::string_view line) {
  if (!json::is_utf8(line)) return refused("it is not UTF-8");
  AG_TRY(members, json::raw_members(line));
  PolicyQuestion question;
  std::string_view request, policy, kind = "null";
  for (const auto& [name, value] : members) {
    if (name == "request") request = value;
    if (name == "policy") policy = value;
    if (name == "kind") kind = value;
    AG_CHECK(read_member(name, value, question));
  }
  if (!policy.empty() && request.empty()) {
    AG_CHECK(read_validation(policy, kind, question));
    return question;
  }
  if (request.empty()) return refused("`request` is missing, or `policy` and `kind`");
  AG_CHECK(read_request(request, question.request));
  for (PolicyText& text : question.resource) text.kind = resource_policy_kind(question.request);
  return question;
}

}  // namespace angarium::cli
