#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"

namespace angarium::policy {

// A policy as it was written, in the order in which its statements keep their patterns: the
// entries of words and patterns of one index are of one another. What decides keeps no text; who
// explains a decision, or judges a document, reads it again.
struct PrincipalWord {
  std::string kind;  // AWS, Service..; empty: the "*" that stands alone
  std::string text;
};

struct ConditionWords {
  std::string operator_name;
  std::string key;
  std::vector<std::string> values;
};

struct StatementWords {
  std::vector<PrincipalWord> principals = {};
  std::vector<std::string> actions = {};
  std::vector<std::string> resources = {};
  std::vector<ConditionWords> conditions = {};
};

struct PolicyWords {
  bool has_variables = false;  // by its version
  std::vector<StatementWords> statements = {};
};

PolicyWords words_of(const Policy& policy);

}  // namespace angarium::policy
