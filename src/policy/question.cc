#include "policy/question.h"

#include <algorithm>

#include "policy/letters.h"

namespace angarium::policy {
namespace {

// AWS gives a service no aws:PrincipalType.
const std::string& type_name(PrincipalType type) {
  static const std::array<std::string, 6> names{"User", "AssumedRole", "FederatedUser", "Account",
                                                "",     "Anonymous"};
  return names[static_cast<size_t>(type)];
}

const std::string& word(bool value) {
  static const std::string yes = "true", no = "false";
  return value ? yes : no;
}

const std::string& anonymous() {
  static const std::string name = "anonymous";
  return name;
}

std::string_view after_last_slash(std::string_view text) {
  return text.substr(text.rfind('/') + 1);
}

}  // namespace

KeyName::KeyName(std::string_view name) : text(name), hash(folded_hash(name)) {}

ArnFields::ArnFields(std::string_view arn) {
  while (count < 5) {
    size_t colon = arn.find(':');
    if (colon == std::string_view::npos) break;
    field[count++] = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  field[count++] = arn;
}

PrincipalType type_of(const Principal& principal) {
  if (!principal.service.empty()) return PrincipalType::kService;
  if (principal.arn.empty()) return PrincipalType::kAnonymous;
  std::string_view resource = ArnFields(principal.arn).field[5];
  if (resource == "root") return PrincipalType::kRoot;
  if (resource.starts_with("federated-user/")) return PrincipalType::kFederated;
  bool is_role = resource.starts_with("assumed-role/") || resource.starts_with("role/");
  return is_role ? PrincipalType::kRoleSession : PrincipalType::kUser;
}

std::string_view owner_of(const Request& request) {
  if (!request.resource_account.empty()) return request.resource_account.text();
  ArnFields resource(request.resource);
  if (resource.is_arn() && base::is_account_id(resource.field[4])) return resource.field[4];
  return request.principal.account.text();
}

Question::Question(const Request& request)
    : request_(request),
      type_(type_of(request.principal)),
      action_(folded(request.action)),
      resource_fields_(request.resource),
      owner_(owner_of(request)) {
  entries_.reserve(request.context.size() + 8);
  for (const auto& [name, values] : request.context) {
    entries_.push_back({folded_hash(name), name, values});
  }
  derive_from_principal();
  bool owner_is_known = !request.resource_account.empty() || owner_ == resource_fields_.field[4];
  if (owner_is_known && !owner_.empty()) {
    resource_account_ = owner_;
    add_derived("aws:ResourceAccount", resource_account_);
  }
}

// Appended after what was given, so that it is found only where nothing was.
void Question::add_derived(std::string_view name, const std::string& value) {
  entries_.push_back({folded_hash(name), name, std::span<const std::string>(&value, 1)});
}

// Source: IAM user guide, "AWS global condition context keys" and "Information available in all
// requests" (the values of aws:userid and aws:PrincipalType).
void Question::derive_from_principal() {
  const Principal& who = request_.principal;
  if (type_ != PrincipalType::kService) add_derived("aws:PrincipalType", type_name(type_));
  if (type_ == PrincipalType::kAnonymous) {
    add_derived("aws:PrincipalAccount", anonymous());
    add_derived("aws:userid", anonymous());
    return;
  }
  add_derived("aws:PrincipalIsAWSService", word(type_ == PrincipalType::kService));
  if (type_ == PrincipalType::kService) {
    add_derived("aws:PrincipalServiceName", who.service);
    add_derived("aws:PrincipalServiceNamesList", who.service);
    return;
  }
  bool has_role = type_ == PrincipalType::kRoleSession && !who.issuer_arn.empty();
  add_derived("aws:PrincipalArn", has_role ? who.issuer_arn : who.arn);
  add_derived("aws:PrincipalAccount", who.account.text());
  std::string_view name = after_last_slash(who.arn);
  switch (type_) {
    case PrincipalType::kRoot: user_id_ = who.account.text(); break;
    case PrincipalType::kFederated:
      user_id_.append(who.account.text()).append(":").append(name);
      break;
    case PrincipalType::kUser: user_id_ = who.unique_id; break;
    default:
      if (!who.unique_id.empty()) user_id_.append(who.unique_id).append(":").append(name);
  }
  if (!user_id_.empty()) add_derived("aws:userid", user_id_);
  if (type_ != PrincipalType::kUser) return;
  user_name_ = name;
  add_derived("aws:username", user_name_);
}

std::span<const std::string> Question::values(const KeyName& key) const {
  for (const Entry& entry : entries_) {
    if (entry.hash == key.hash && equals_ignoring_case(entry.name, key.text)) return entry.values;
  }
  return {};
}

}  // namespace angarium::policy
