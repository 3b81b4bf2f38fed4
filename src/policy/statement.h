#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "policy/match.h"
#include "policy/policy.h"

// A policy as it is kept after parsing. Only policy.cc and parser.cc look inside.

namespace angarium::policy {

// One entry of Principal.
struct PrincipalPattern {
  enum class Kind : uint8_t { kEveryone, kAccount, kArn, kService };
  Kind kind;
  std::string text;  // the account id, the ARN, or the service's name

  bool matches(const Principal& principal) const;
};

// "service:Name", or all actions. Names compare without regard to case; wildcards in the name only.
struct ActionPattern {
  std::string text;  // lower case

  bool matches(std::string_view action) const;
};

enum class Operator : uint8_t { kStringEquals, kStringLike, kArnLike, kBool };

// One key of one operator: true when the request has exactly one value and any of `values` fits it.
struct Condition {
  Operator op;
  std::string key;
  std::vector<std::string> values;
  std::vector<ArnPattern> arns;  // of kArnLike, in place of `values`

  bool holds(const Request& request) const;
};

struct Statement {
  std::string sid;
  bool allows = false;
  std::vector<PrincipalPattern> principals;
  std::vector<ActionPattern> actions;
  std::vector<std::optional<ArnPattern>> resources;  // none: "*"
  std::vector<Condition> conditions;

  bool applies(const Request& request) const;
};

struct Policy::State {
  std::string text;
  std::vector<Statement> statements;
};

base::Result<std::vector<Statement>> parse_statements(const json::Value& root);

}  // namespace angarium::policy
