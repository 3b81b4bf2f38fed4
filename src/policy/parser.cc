// From JSON to statements. Refuses, with the reason, whatever evaluate() would not honour.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "base/arn.h"
#include "policy/statement.h"

namespace angarium::policy {
namespace {

constexpr size_t kValuesMax = 1'000;  // of one list; far above what fits into AWS's sizes

base::Error syntax(std::string message) { return {ErrorCode::kSyntax, std::move(message)}; }
base::Error unsupported(std::string_view what) {
  return {ErrorCode::kUnsupported, fmt::format("This server does not support {} yet.", what)};
}

// An object whose keys are all known and come once each.
base::Result<void> check_keys(const json::Value& object, std::string_view where,
                              std::initializer_list<std::string_view> known,
                              std::initializer_list<std::string_view> unsupported_keys) {
  if (object.kind() != json::Kind::kObject) {
    return syntax(fmt::format("Syntax errors in policy: {} must be an object.", where));
  }
  std::set<std::string_view> seen;
  for (json::Member member : object.members()) {
    if (!seen.insert(member.name).second) {
      return syntax(fmt::format("Syntax errors in policy: {} has `{}` twice.", where, member.name));
    }
    auto names_it = [&](std::string_view key) { return key == member.name; };
    if (std::any_of(known.begin(), known.end(), names_it)) continue;
    if (std::any_of(unsupported_keys.begin(), unsupported_keys.end(), names_it)) {
      return unsupported(fmt::format("`{}` in policies", member.name));
    }
    return syntax(fmt::format("Syntax errors in policy: {} has the unknown element `{}`.", where,
                              member.name));
  }
  return {};
}

// Whether a value's text would be read as a policy variable. Only version 2012-10-17 knows them.
bool has_variable(std::string_view text) { return text.find("${") != std::string_view::npos; }

struct Parser {
  bool knows_variables = false;

  base::Result<std::string> text(const json::Value& value, std::string_view where) const;
  base::Result<std::vector<std::string>> texts(const json::Value& value,
                                               std::string_view where) const;
  base::Result<Statement> statement(const json::Value& value, size_t index) const;
  base::Result<void> principals(const json::Value& value, Statement& statement) const;
  base::Result<void> actions(const json::Value& value, Statement& statement) const;
  base::Result<void> resources(const json::Value& value, Statement& statement) const;
  base::Result<void> conditions(const json::Value& value, Statement& statement) const;
  base::Result<Condition> condition(Operator op, std::string_view key,
                                    const json::Value& value) const;
};

base::Result<std::string> Parser::text(const json::Value& value, std::string_view where) const {
  std::optional<std::string_view> found = value.string();
  if (!found) return syntax(fmt::format("Syntax errors in policy: {} must be a string.", where));
  if (knows_variables && has_variable(*found)) return unsupported("policy variables");
  return std::string(*found);
}

base::Result<std::vector<std::string>> Parser::texts(const json::Value& value,
                                                     std::string_view where) const {
  std::vector<std::string> list;
  if (value.kind() != json::Kind::kArray) {
    AG_TRY(single, text(value, where));
    list.push_back(std::move(single));
    return list;
  }
  for (json::Value element : value.elements()) {
    if (list.size() == kValuesMax) return syntax(fmt::format("{} has too many values.", where));
    AG_TRY(each, text(element, where));
    list.push_back(std::move(each));
  }
  if (list.empty())
    return syntax(fmt::format("Policy statement must contain a value in {}.", where));
  return list;
}

base::Error invalid_principal(std::string_view kind, std::string_view text) {
  return syntax(fmt::format("Invalid principal in policy: \"{}\":\"{}\"", kind, text));
}

base::Result<PrincipalPattern> aws_principal(const std::string& text) {
  using Kind = PrincipalPattern::Kind;
  if (text == "*") return PrincipalPattern{Kind::kEveryone, {}};
  if (base::is_account_id(text)) return PrincipalPattern{Kind::kAccount, text};
  std::optional<base::Arn> arn = base::parse_arn(text);
  bool has_wildcard = text.find_first_of("*?") != std::string::npos;
  if (!arn || has_wildcard || !base::is_account_id(arn->account.text()) || !arn->region.empty() ||
      (arn->service != "iam" && arn->service != "sts")) {
    return invalid_principal("AWS", text);
  }
  if (arn->resource == "root") return PrincipalPattern{Kind::kAccount, arn->account.text()};
  for (const char* kind : {"user/", "role/", "assumed-role/", "federated-user/"}) {
    if (arn->resource.starts_with(kind)) return PrincipalPattern{Kind::kArn, text};
  }
  return invalid_principal("AWS", text);
}

base::Result<void> Parser::principals(const json::Value& value, Statement& statement) const {
  using Kind = PrincipalPattern::Kind;
  if (value.string()) {
    if (*value.string() != "*") return invalid_principal("*", *value.string());
    statement.principals.push_back({Kind::kEveryone, {}});
    return {};
  }
  AG_CHECK(check_keys(value, "Principal", {"AWS", "Service"}, {"Federated", "CanonicalUser"}));
  for (json::Member member : value.members()) {
    AG_TRY(names, texts(member.value, "Principal"));
    for (const std::string& name : names) {
      if (member.name == "AWS") {
        AG_TRY(pattern, aws_principal(name));
        statement.principals.push_back(std::move(pattern));
      } else if (name.empty() || name.find_first_of("*?") != std::string::npos) {
        return invalid_principal("Service", name);
      } else {
        statement.principals.push_back({Kind::kService, name});
      }
    }
  }
  if (statement.principals.empty()) return syntax("Policy statement must contain principals.");
  return {};
}

base::Result<void> Parser::actions(const json::Value& value, Statement& statement) const {
  AG_TRY(names, texts(value, "Action"));
  for (std::string& name : names) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    size_t colon = name.find(':');
    bool is_all = name == "*";
    if (!is_all && (colon == 0 || colon == std::string::npos || colon + 1 == name.size())) {
      return syntax("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    if (!is_all && name.find(':', colon + 1) != std::string::npos) {
      return syntax("Actions/Condition can contain only one colon.");
    }
    if (!is_all && name.find_first_of("*?") < colon) {
      return syntax(fmt::format("Vendor {} is not valid", name.substr(0, colon)));
    }
    statement.actions.push_back({std::move(name)});
  }
  return {};
}

base::Result<void> Parser::resources(const json::Value& value, Statement& statement) const {
  AG_TRY(names, texts(value, "Resource"));
  for (const std::string& name : names) {
    if (name == "*") {
      statement.resources.push_back(std::nullopt);
      continue;
    }
    std::optional<ArnPattern> pattern = ArnPattern::parse(name);
    if (!pattern) return syntax(fmt::format("Resource {} must be in ARN format or \"*\".", name));
    if (pattern->service().find_first_of("*?") != std::string_view::npos) {
      return syntax("Resource vendor must be fully qualified and cannot contain regexes.");
    }
    statement.resources.push_back(std::move(pattern));
  }
  return {};
}

// Numbers and booleans in conditions count as their text.
base::Result<std::vector<std::string>> condition_values(const Parser& parser,
                                                        const json::Value& value,
                                                        std::string_view key) {
  if (value.boolean()) return std::vector<std::string>{*value.boolean() ? "true" : "false"};
  if (value.integer()) return std::vector<std::string>{std::to_string(*value.integer())};
  return parser.texts(value, key);
}

base::Result<Condition> Parser::condition(Operator op, std::string_view key,
                                          const json::Value& value) const {
  Condition condition{.op = op, .key = std::string(key), .values = {}, .arns = {}};
  AG_TRY(values, condition_values(*this, value, key));
  for (std::string& text : values) {
    if (op == Operator::kBool && !equals_ignoring_case(text, "true") &&
        !equals_ignoring_case(text, "false")) {
      return syntax(fmt::format("The condition on `{}` must be true or false.", key));
    }
    if (op == Operator::kArnLike) {
      std::optional<ArnPattern> pattern = ArnPattern::parse(text);
      if (!pattern)
        return syntax(fmt::format("The condition on `{}` needs an ARN: `{}`.", key, text));
      condition.arns.push_back(std::move(*pattern));
    } else {
      condition.values.push_back(std::move(text));
    }
  }
  return condition;
}

base::Result<Operator> parse_operator(std::string_view name) {
  if (name == "StringEquals") return Operator::kStringEquals;
  if (name == "StringLike") return Operator::kStringLike;
  // AWS: both take wildcards and do the same.
  if (name == "ArnEquals" || name == "ArnLike") return Operator::kArnLike;
  if (name == "Bool") return Operator::kBool;
  return unsupported(fmt::format("the condition operator `{}`", name));
}

base::Result<void> Parser::conditions(const json::Value& value, Statement& statement) const {
  if (value.kind() != json::Kind::kObject) {
    return syntax("Syntax errors in policy: Condition must be an object.");
  }
  std::set<std::string> seen;
  for (json::Member block : value.members()) {
    AG_TRY(op, parse_operator(block.name));
    if (block.value.kind() != json::Kind::kObject) {
      return syntax(fmt::format("Syntax errors in policy: `{}` must be an object.", block.name));
    }
    for (json::Member entry : block.value.members()) {
      if (!seen.insert(fmt::format("{} {}", block.name, entry.name)).second) {
        return syntax(
            fmt::format("Syntax errors in policy: `{}` has `{}` twice.", block.name, entry.name));
      }
      AG_TRY(parsed, condition(op, entry.name, entry.value));
      statement.conditions.push_back(std::move(parsed));
    }
  }
  return {};
}

base::Result<Statement> Parser::statement(const json::Value& value, size_t index) const {
  AG_CHECK(check_keys(value, fmt::format("Statement[{}]", index),
                      {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"},
                      {"NotPrincipal", "NotAction", "NotResource"}));
  Statement statement;
  std::optional<json::Value> sid = value.find("Sid");
  if (sid) {
    AG_TRY(name, text(*sid, "Sid"));
    statement.sid = std::move(name);
  }
  std::optional<json::Value> effect = value.find("Effect");
  std::string_view verb = effect ? effect->string().value_or("") : "";
  if (verb != "Allow" && verb != "Deny") {
    return syntax("Syntax errors in policy: Effect must be Allow or Deny.");
  }
  statement.allows = verb == "Allow";
  std::optional<json::Value> principal = value.find("Principal");
  if (!principal) return syntax("Policy statement must contain principals.");
  AG_CHECK(principals(*principal, statement));
  std::optional<json::Value> action = value.find("Action");
  if (!action) return syntax("Policy statement must contain actions.");
  AG_CHECK(actions(*action, statement));
  std::optional<json::Value> resource = value.find("Resource");
  if (!resource) return syntax("Policy statement must contain resources.");
  AG_CHECK(resources(*resource, statement));
  std::optional<json::Value> condition = value.find("Condition");
  if (condition) AG_CHECK(conditions(*condition, statement));
  return statement;
}

base::Result<bool> parse_version(const json::Value& root) {
  std::optional<json::Value> version = root.find("Version");
  if (!version) return false;
  std::string_view text = version->string().value_or("");
  if (text == "2012-10-17") return true;
  if (text == "2008-10-17") return false;
  return syntax("The policy's Version must be 2012-10-17 or 2008-10-17.");
}

}  // namespace

base::Result<std::vector<Statement>> parse_statements(const json::Value& root) {
  AG_CHECK(check_keys(root, "The policy", {"Version", "Id", "Statement"}, {}));
  AG_TRY(knows_variables, parse_version(root));
  Parser parser{.knows_variables = knows_variables};
  std::optional<json::Value> list = root.find("Statement");
  if (!list) return syntax("Syntax errors in policy: Statement is missing.");
  std::vector<Statement> statements;
  std::set<std::string> sids;
  auto add = [&](const json::Value& value) -> base::Result<void> {
    if (statements.size() == Policy::kStatementsMax) return syntax("Too many statements.");
    AG_TRY(statement, parser.statement(value, statements.size()));
    if (!statement.sid.empty() && !sids.insert(statement.sid).second) {
      return syntax("Statement IDs (SID) in a single policy must be unique.");
    }
    statements.push_back(std::move(statement));
    return {};
  };
  if (list->kind() == json::Kind::kObject) {
    AG_CHECK(add(*list));
    return statements;
  }
  for (json::Value value : list->elements()) AG_CHECK(add(value));
  if (statements.empty()) return syntax("Syntax errors in policy: Statement is empty.");
  return statements;
}

}  // namespace angarium::policy
