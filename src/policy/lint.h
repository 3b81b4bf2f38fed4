#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace angarium::policy {

// What least privilege would not write, and what does not mean what it seems to.
enum class LintRule : uint8_t {
  kWildcardAction,    // an Allow of actions that nobody has listed
  kWildcardResource,  // an Allow on resources that nobody has listed
  kEverybody,         // an Allow to `*` that no condition limits
  kAllowNotAction,    // an Allow of all but
  kAllowNotResource,  //
  kNotPrincipal,      // hits sessions, services and whoever has a boundary besides those meant
  kUnguardedService,  // a service may come on behalf of anybody
  kForAllValues,      // an Allow that an absent key satisfies
  kPlainOperator,     // many values compared as if they were one
  kPlainVariable,     // `${..}` in a version without variables
  kDenied,            // an Allow that a Deny of the same policy undoes
  kCovered,           // a statement that another one makes needless
  kUnknownAction,     // of a service that is known, an action that is not
  kUnknownKey,        // the same of a condition key
};

// As programs see it: "wildcard-action"... Names never change.
std::string_view name(LintRule rule);

struct Finding {
  LintRule rule;
  size_t statement = 0;  // its index
  std::string what;      // the word, or the statement's name, as it may be shown
  std::string why;       // a sentence
  std::string instead;   // what to write
};

// Whether `action` ("sqs:SendMessage", wildcards and all) can be one of its service's: true of
// services that aren't known.
using KnowsAction = std::function<bool(std::string_view action)>;

// In the order of statements, then of the rules above. Looks at nothing but the policy.
std::vector<Finding> lint(const Policy& policy, const KnowsAction& knows_action);

}  // namespace angarium::policy
