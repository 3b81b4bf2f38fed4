// From JSON to statements. Refuses, with the reason, whatever an evaluation would not honour.
#include "policy/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "policy/letters.h"

namespace angarium::policy {
namespace {

base::Error refused(std::string message) { return {ErrorCode::kSyntax, std::move(message)}; }

base::Error syntax(std::string_view problem) {
  return refused(fmt::format("Syntax errors in policy. {}", problem));
}

base::Result<void> check_names(const Node& object, std::string_view where,
                               std::initializer_list<std::string_view> known) {
  if (object.kind != Node::Kind::kObject)
    return syntax(fmt::format("{} must be an object.", where));
  for (const auto& [name, value] : object.members) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return syntax(fmt::format("{} has the unknown element `{}`.", where, name));
    }
  }
  return {};
}

bool names_principals(PolicyKind kind) {
  return kind == PolicyKind::kResource || kind == PolicyKind::kTrust ||
         kind == PolicyKind::kResourceControl;
}

// Reads one statement; `where_` names it in messages.
class StatementReader {
 public:
  StatementReader(const Node& node, PolicyKind kind, bool variables, size_t index)
      : node_(node),
        kind_(kind),
        variables_(variables),
        where_(fmt::format("Statement[{}]", index)) {}

  base::Result<Statement> read();

 private:
  base::Result<void> read_sid();
  base::Result<void> read_effect();
  base::Result<void> read_principals();
  base::Result<void> read_principal_map(const Node& map, Element<PrincipalPattern>& element) const;
  base::Result<void> read_actions();
  base::Result<void> read_resources();
  base::Result<void> read_conditions();
  base::Result<void> read_operator(const std::string& name, const Node& keys);
  base::Result<void> check_control() const;

  // `name` or `Not` + name, of which one at most may be there; null: neither is.
  base::Result<const Node*> either(const std::string& name, bool& negated) const;
  base::Result<std::vector<std::string>> strings(const Node& node, std::string_view name) const;

  const Node& node_;
  PolicyKind kind_;
  bool variables_;
  std::string where_;
  Statement statement_;
};

base::Result<const Node*> StatementReader::either(const std::string& name, bool& negated) const {
  const Node* plain = node_.find(name);
  const Node* other = node_.find("Not" + name);
  if (plain && other) {
    return syntax(fmt::format("{} has both `{}` and `Not{}`; keep one.", where_, name, name));
  }
  negated = other != nullptr;
  return plain ? plain : other;
}

base::Result<std::vector<std::string>> StatementReader::strings(const Node& node,
                                                                std::string_view name) const {
  std::vector<std::string> list;
  if (node.kind == Node::Kind::kString) {
    list.push_back(node.text);
    return list;
  }
  bool is_list = node.kind == Node::Kind::kArray;
  for (const Node& element : node.elements) {
    is_list = is_list && element.kind == Node::Kind::kString;
    list.push_back(element.text);
  }
  if (!is_list) {
    return syntax(fmt::format("`{}` of {} must be a string or a list of strings.", name, where_));
  }
  return list;
}

base::Result<Statement> StatementReader::read() {
  AG_CHECK(check_names(node_, where_,
                       {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction",
                        "Resource", "NotResource", "Condition"}));
  AG_CHECK(read_sid());
  AG_CHECK(read_effect());
  AG_CHECK(read_principals());
  AG_CHECK(read_actions());
  AG_CHECK(read_resources());
  AG_CHECK(read_conditions());
  if (kind_ == PolicyKind::kResourceControl) AG_CHECK(check_control());
  return std::move(statement_);
}

base::Result<void> StatementReader::read_sid() {
  const Node* sid = node_.find("Sid");
  if (!sid) return {};
  if (sid->kind != Node::Kind::kString)
    return syntax(fmt::format("`Sid` of {} must be a string.", where_));
  auto is_alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  bool is_plain = std::all_of(sid->text.begin(), sid->text.end(), is_alphanumeric);
  if (!is_plain && kind_ != PolicyKind::kResource) {
    return refused(
        fmt::format("Statement IDs (SID) must be alpha-numeric. Check that your input "
                    "satisfies the regular expression [0-9A-Za-z]*: `{}` does not.",
                    sid->text));
  }
  statement_.sid = sid->text;
  return {};
}

base::Result<void> StatementReader::read_effect() {
  const Node* effect = node_.find("Effect");
  bool is_text = effect && effect->kind == Node::Kind::kString;
  if (!is_text || (effect->text != "Allow" && effect->text != "Deny")) {
    return syntax(fmt::format("`Effect` of {} must be \"Allow\" or \"Deny\".", where_));
  }
  statement_.allows = effect->text == "Allow";
  return {};
}

base::Result<void> StatementReader::read_principals() {
  bool negated = false;
  AG_TRY(node, either("Principal", negated));
  if (!names_principals(kind_)) {
    if (node) return refused("Policy document should not specify a principal.");
    return {};
  }
  if (!node) {
    return refused(
        fmt::format("Missing required field Principal. {} must say whom it is about.", where_));
  }
  if (negated && kind_ == PolicyKind::kTrust) return refused("Has prohibited field NotPrincipal.");
  if (negated && statement_.allows) {
    return syntax(
        fmt::format("`NotPrincipal` of {} works with Deny only; name those who may, or use "
                    "`\"Principal\": \"*\"` with a condition.",
                    where_));
  }
  Element<PrincipalPattern> element{.negated = negated};
  if (node->kind == Node::Kind::kString) {
    if (node->text != "*") {
      return refused(
          fmt::format("Invalid principal in policy: \"{}\". Write {{\"AWS\": ..}} or "
                      "{{\"Service\": ..}}, or \"*\" for everybody.",
                      node->text));
    }
    element.entries.push_back(PrincipalPattern::everyone());
  } else {
    AG_CHECK(read_principal_map(*node, element));
  }
  statement_.principals = std::move(element);
  return {};
}

base::Result<void> StatementReader::read_principal_map(const Node& map,
                                                       Element<PrincipalPattern>& element) const {
  AG_CHECK(check_names(map, fmt::format("Principal of {}", where_),
                       {"AWS", "Service", "Federated", "CanonicalUser"}));
  for (const auto& [kind, value] : map.members) {
    AG_TRY(names, strings(value, kind));
    for (const std::string& name : names) {
      AG_TRY(pattern, PrincipalPattern::parse(kind, name));
      element.entries.push_back(std::move(pattern));
    }
  }
  if (element.entries.empty()) {
    return refused(fmt::format("Missing required field Principal. {} names nobody.", where_));
  }
  return {};
}

base::Result<void> StatementReader::read_actions() {
  AG_TRY(node, either("Action", statement_.actions.negated));
  std::vector<std::string> names;
  if (node) {
    AG_TRY(listed, strings(*node, "Action"));
    names = std::move(listed);
  }
  if (names.empty()) {
    return refused(fmt::format("Policy statement must contain actions. {} has none.", where_));
  }
  bool sts_only = kind_ == PolicyKind::kTrust;
  for (const std::string& name : names) {
    AG_TRY(pattern, ActionPattern::parse(name));
    if (sts_only && (statement_.actions.negated || !folded(name).starts_with("sts:"))) {
      return refused(
          fmt::format("AssumeRole policy may only specify STS AssumeRole actions. `{}` of "
                      "{} is something else.",
                      name, where_));
    }
    statement_.actions.entries.push_back(std::move(pattern));
  }
  return {};
}

base::Result<void> StatementReader::read_resources() {
  bool negated = false;
  AG_TRY(node, either("Resource", negated));
  if (kind_ == PolicyKind::kTrust) {
    if (node) return refused(fmt::format("Has prohibited field {}Resource.", negated ? "Not" : ""));
    return {};
  }
  std::vector<std::string> names;
  if (node) {
    AG_TRY(listed, strings(*node, "Resource"));
    names = std::move(listed);
  }
  if (names.empty()) {
    return refused(fmt::format("Policy statement must contain resources. {} has none.", where_));
  }
  Element<ResourcePattern> element{.negated = negated};
  for (const std::string& name : names) {
    AG_TRY(pattern, ResourcePattern::parse(name, variables_));
    element.entries.push_back(std::move(pattern));
  }
  statement_.resources = std::move(element);
  return {};
}

base::Result<void> StatementReader::read_conditions() {
  const Node* condition = node_.find("Condition");
  if (!condition) return {};
  if (condition->kind != Node::Kind::kObject) {
    return syntax(fmt::format("`Condition` of {} must be an object.", where_));
  }
  for (const auto& [name, keys] : condition->members) AG_CHECK(read_operator(name, keys));
  return {};
}

// Numbers and booleans count as their text.
base::Result<std::vector<std::string>> condition_values(const Node& node, std::string_view key) {
  auto is_scalar = [](const Node& value) {
    return value.kind == Node::Kind::kString || value.kind == Node::Kind::kNumber ||
           value.kind == Node::Kind::kBoolean;
  };
  if (is_scalar(node)) return std::vector<std::string>{node.text};
  bool is_list = node.kind == Node::Kind::kArray &&
                 std::all_of(node.elements.begin(), node.elements.end(), is_scalar);
  if (!is_list) {
    return syntax(fmt::format("The condition on `{}` must be a value or a list of values.", key));
  }
  std::vector<std::string> values;
  for (const Node& element : node.elements) values.push_back(element.text);
  return values;
}

base::Result<void> StatementReader::read_operator(const std::string& name, const Node& keys) {
  std::optional<Operator> op = parse_operator(name);
  if (!op) return syntax(fmt::format("`{}` of {} is no condition operator.", name, where_));
  if (keys.kind != Node::Kind::kObject) {
    return syntax(fmt::format("`{}` of {} must be an object of condition keys.", name, where_));
  }
  std::set<std::string> seen;
  for (const auto& [key, value] : keys.members) {
    if (!seen.insert(folded(key)).second) {
      return syntax(fmt::format("`{}` has `{}` twice, in different letter case.", name, key));
    }
    if (key.find(':') == std::string::npos || key.starts_with(':')) {
      return refused(
          fmt::format("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, "
                      "ec2, etc. The condition key `{}` of {} is not.",
                      key, where_));
    }
    AG_TRY(values, condition_values(value, key));
    AG_TRY(condition, Condition::parse(name, *op, key, values, variables_));
    statement_.conditions.push_back(std::move(condition));
  }
  return {};
}

// Source: Organizations user guide, "RCP syntax". The one that allows is RCPFullAWSAccess, which
// AWS attaches everywhere.
base::Result<void> StatementReader::check_control() const {
  const Node* principal = node_.find("Principal");
  bool is_everybody = principal && principal->kind == Node::Kind::kString && principal->text == "*";
  if (!is_everybody) {
    return syntax(
        fmt::format("`Principal` of {} must be \"*\" in a resource control policy.", where_));
  }
  if (statement_.actions.negated) {
    return syntax(
        fmt::format("{} has `NotAction`, which resource control policies have not.", where_));
  }
  auto is_all = [&](const char* name) {
    const Node* node = node_.find(name);
    return node && node->kind == Node::Kind::kString && node->text == "*";
  };
  bool is_full_access = is_all("Action") && is_all("Resource") && statement_.conditions.empty();
  if (statement_.allows && !is_full_access) {
    return syntax(fmt::format("{} allows something; resource control policies deny.", where_));
  }
  return {};
}

// Whether the document's version has variables.
base::Result<bool> parse_version(const Node& document, PolicyKind kind) {
  const Node* version = document.find("Version");
  bool is_text = version && version->kind == Node::Kind::kString;
  bool is_new = is_text && version->text == "2012-10-17";
  if (version && !is_new && !(is_text && version->text == "2008-10-17")) {
    return syntax("`Version` must be 2012-10-17 or 2008-10-17.");
  }
  bool must_be_new = kind == PolicyKind::kManaged || kind == PolicyKind::kResourceControl;
  if (!is_new && must_be_new) {
    return refused("Policy document must be version 2012-10-17 or greater.");
  }
  return is_new;
}

}  // namespace

base::Result<std::vector<Statement>> parse_statements(const Node& document, PolicyKind kind) {
  AG_CHECK(check_names(document, "The policy", {"Version", "Id", "Statement"}));
  AG_TRY(variables, parse_version(document, kind));
  const Node* id = document.find("Id");
  if (id && id->kind != Node::Kind::kString) return syntax("`Id` must be a string.");
  const Node* list = document.find("Statement");
  if (!list) return syntax("`Statement` is missing.");
  std::vector<const Node*> nodes;
  if (list->kind == Node::Kind::kObject) nodes.push_back(list);
  for (const Node& element : list->elements) nodes.push_back(&element);
  if (nodes.empty()) return syntax("`Statement` must hold at least one statement.");
  std::vector<Statement> statements;
  std::set<std::string> sids;
  for (const Node* node : nodes) {
    AG_TRY(statement, StatementReader(*node, kind, variables, statements.size()).read());
    if (!statement.sid.empty() && !sids.insert(statement.sid).second) {
      return refused(
          fmt::format("Statement IDs (SID) in a single policy must be unique. `{}` stands twice.",
                      statement.sid));
    }
    statements.push_back(std::move(statement));
  }
  return statements;
}

}  // namespace angarium::policy
