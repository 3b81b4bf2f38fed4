#include "services/iam/simulation_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/arn.h"
#include "policy/question.h"
#include "policy/statement.h"
#include "policy/values.h"
#include "services/iam/condition_keys.h"
#include "services/iam/errors.h"

namespace angarium::services::iam {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_action(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const std::string_view service = text.substr(0, colon), name = text.substr(colon + 1);
  return std::all_of(name.begin(), name.end(), is_letter_or_digit) &&
         std::all_of(service.begin(), service.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

// Which values a ContextKeyType takes: AWS's names of the types that conditions compare.
bool is_of_type(std::string_view type, const std::string& value) {
  if (type == "numeric") return policy::Decimal::parse(value).has_value();
  if (type == "boolean") return policy::parse_boolean(value).has_value();
  if (type == "ip") return policy::AddressRange::parse(value).has_value();
  if (type == "binary") return policy::parse_base64(value).has_value();
  if (type == "date") return policy::Instant::parse(value).has_value();
  return type == "string";
}

wire::Result<void> check_entry(const ContextEntry& entry) {
  if (!entry.context_key_name || !entry.context_key_type || !entry.context_key_values) {
    return invalid_input(
        "Invalid Context Entry: give ContextKeyName, ContextKeyType and ContextKeyValues.");
  }
  const std::string& name = *entry.context_key_name;
  if (name.find(':') == std::string::npos) {
    return invalid_input(fmt::format("Invalid context key name: {}", name));
  }
  std::string_view type = *entry.context_key_type;
  const bool is_list = type.ends_with("List");
  if (is_list) type.remove_suffix(4);
  if (!is_list && entry.context_key_values->size() != 1) {
    return invalid_input(
        fmt::format("Context key {} of type {} takes one value: use {}List.", name, type, type));
  }
  for (const std::string& value : *entry.context_key_values) {
    if (is_of_type(type, value)) continue;
    return invalid_input(fmt::format("Context key {}: {} is not of type {}.", name, value, type));
  }
  return {};
}

const std::map<std::string, std::vector<std::string_view>, std::less<>>& scenarios() {
  static const std::map<std::string, std::vector<std::string_view>, std::less<>> table{
      {"EC2-VPC-InstanceStore", {"instance", "image", "security-group", "network-interface"}},
      {"EC2-VPC-InstanceStore-Subnet",
       {"instance", "image", "security-group", "network-interface", "subnet"}},
      {"EC2-VPC-EBS", {"instance", "image", "security-group", "network-interface", "volume"}},
      {"EC2-VPC-EBS-Subnet",
       {"instance", "image", "security-group", "network-interface", "subnet", "volume"}}};
  return table;
}

bool is_ec2_of(std::string_view kind, const std::string& resource) {
  const std::optional<base::Arn> arn = base::parse_arn(resource);
  return arn && arn->service == "ec2" && arn->resource.starts_with(std::string(kind) + "/");
}

// What follows from who somebody is can't be told: it stays absent unless the request says it.
void hide(std::initializer_list<const char*> keys, Simulation& simulation) {
  for (const char* key : keys) simulation.context[key] = {};
}

bool is_user(const policy::Principal& principal) {
  return policy::type_of(principal) == policy::PrincipalType::kUser;
}

// API reference: an account's number for one operation, its root's ARN for the other; both are
// taken by both.
base::AccountId account_of_owner(const std::string& owner) {
  if (base::is_account_id(owner)) return base::AccountId(owner);
  const std::optional<base::Arn> arn = base::parse_arn(owner);
  const bool is_root = arn && arn->service == "iam" && arn->resource == "root" &&
                       base::is_account_id(arn->account.text());
  return is_root ? arn->account : base::AccountId();
}

}  // namespace

wire::Result<void> check_actions(const std::vector<std::string>& actions) {
  for (const std::string& action : actions) {
    if (is_action(action)) continue;
    return invalid_input(fmt::format(
        "Invalid action name: {}. Name a service and an operation, like sqs:SendMessage.", action));
  }
  return {};
}

wire::Result<std::vector<std::string>> simulated_resources(
    const std::optional<std::vector<std::string>>& arns) {
  if (!arns || arns->empty()) return std::vector<std::string>{"*"};
  for (const std::string& arn : *arns) {
    if (arn == "*" || policy::ArnFields(arn).is_arn()) continue;
    return invalid_input(fmt::format("ResourceNames are not in a valid ARN format: {}.", arn));
  }
  return *arns;
}

wire::Result<void> check_scenario(const std::optional<std::string>& option,
                                  const std::vector<std::string>& resources) {
  if (!option) return {};
  const auto found = scenarios().find(*option);
  if (found == scenarios().end()) {
    return invalid_input(fmt::format("Invalid Resource Handling Option: {}", *option));
  }
  for (std::string_view kind : found->second) {
    const bool is_there =
        std::any_of(resources.begin(), resources.end(),
                    [kind](const std::string& resource) { return is_ec2_of(kind, resource); });
    if (is_there) continue;
    return invalid_input(
        fmt::format("Resource Handling Option {} needs a resource of type {}.", *option, kind));
  }
  return {};
}

void set_caller(const PolicySource* source, const base::AccountId& account,
                Simulation& simulation) {
  policy::Principal& caller = simulation.caller;
  caller.account = account;
  if (source && source->user) {
    caller.arn = source->arn;
    caller.unique_id = source->user->id;
  } else if (source && source->role) {
    // A session of it, whatever it is called.
    caller.arn = fmt::format("arn:aws:sts::{}:assumed-role/{}/simulation", account.text(),
                             source->role->name);
    caller.issuer_arn = source->arn;
    caller.unique_id = source->role->id;
    hide({"aws:userid"}, simulation);
  } else {
    caller.arn = arn_in(account, "user", "/simulation");
    hide({"aws:userid", "aws:username", "aws:PrincipalArn"}, simulation);
  }
}

wire::Result<void> set_caller(const identity::Directory& directory, const base::AccountId& account,
                              const std::string& text, Simulation& simulation) {
  const std::optional<base::Arn> arn = base::parse_arn(text);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("user/") ||
      !base::is_account_id(arn->account.text())) {
    return invalid_input("Invalid caller - Caller must be an IAM user in this context.");
  }
  simulation.caller = {.account = arn->account, .arn = text};
  simulation.context.clear();
  if (arn->account == account) simulation.caller.unique_id = directory.unique_id(text);
  return {};
}

wire::Result<void> set_context(const std::optional<std::vector<ContextEntry>>& entries,
                               Simulation& simulation) {
  if (!entries) return {};
  std::map<std::string, const ContextEntry*> by_name;
  for (const ContextEntry& entry : *entries) {
    AG_CHECK(check_entry(entry));
    if (!by_name.emplace(identity::folded(*entry.context_key_name), &entry).second) {
      return invalid_input(fmt::format("Duplicate context key: {}", *entry.context_key_name));
    }
  }
  std::erase_if(simulation.context, [&by_name](const auto& hidden) {
    return by_name.contains(identity::folded(hidden.first));
  });
  for (const auto& [name, entry] : by_name) {
    simulation.context[*entry->context_key_name] = *entry->context_key_values;
  }
  return {};
}

wire::Result<void> set_boundary(const std::optional<std::vector<std::string>>& given,
                                Simulation& simulation) {
  if (!given || given->empty()) return {};
  if (given->size() > 1) {
    return invalid_input("The list of Permissions Boundary policies cannot exceed 1 items.");
  }
  AG_TRY(policies, given_policies(*given, "PermissionsBoundaryPolicyInputList"));
  simulation.boundary = std::move(policies.front());
  return {};
}

wire::Result<void> set_resource_policy(const std::optional<std::string>& text,
                                       const std::optional<std::string>& owner,
                                       const std::vector<std::string>& resources,
                                       Simulation& simulation) {
  if (owner) {
    simulation.resource_owner = account_of_owner(*owner);
    if (simulation.resource_owner.empty()) {
      return invalid_input(fmt::format("'{}' is not a valid as a Resource Owner.", *owner));
    }
  }
  if (!text) return {};
  const bool is_nobody = simulation.context.contains("aws:PrincipalArn") &&
                         simulation.context.at("aws:PrincipalArn").empty();
  if (is_nobody || !is_user(simulation.caller)) {
    return invalid_input("Invalid caller - Caller must be an IAM user in this context.");
  }
  auto parsed = policy::Policy::parse(*text, policy::PolicyKind::kResource);
  if (!parsed.ok()) return invalid_input("ResourcePolicy: " + parsed.error().message());
  simulation.resource_policy = *parsed;
  for (const std::string& resource : resources) {
    const policy::Request request{.principal = simulation.caller, .resource = resource};
    const policy::Question question(request);
    const auto& statements = simulation.resource_policy->statements();
    const bool covers = std::any_of(
        statements.begin(), statements.end(),
        [&question](const policy::Statement& one) { return one.covers_resource(question); });
    if (!covers) {
      return invalid_input(
          fmt::format("ResourcePolicy has no statement about resource {}.", resource));
    }
  }
  return {};
}

}  // namespace angarium::services::iam
