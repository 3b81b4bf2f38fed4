#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/arn_pattern.h"
#include "policy/condition.h"
#include "policy/principal_pattern.h"
#include "policy/question.h"

namespace angarium::policy {

// "service:Name", or all actions. Letter case does not matter; wildcards stand in the name only.
class ActionPattern {
 public:
  static base::Result<ActionPattern> parse(std::string_view text);

  bool matches(const Question& question) const {
    return text_.matches(question.action(), question);
  }

 private:
  TextPattern text_;  // folded
};

// "*", or an ARN pattern. An action without a resource asks for "*", which only "*" covers.
class ResourcePattern {
 public:
  static base::Result<ResourcePattern> parse(std::string_view text, bool variables);

  bool matches(const Question& question) const {
    return !arn_ || arn_->matches(question.resource_fields(), question);
  }
  bool resolves(const Question& question) const { return !arn_ || arn_->resolves(question); }

 private:
  std::optional<ArnPattern> arn_;  // none: "*"
};

// A list of an element or, when it is negated, of its Not form: NotAction, NotResource,
// NotPrincipal.
template <class T>
struct Element {
  std::vector<T> entries = {};
  bool negated = false;
};

// The first part of a statement that keeps it from applying.
enum class Part : uint8_t { kNone, kAction, kResource, kPrincipal, kCondition };

struct Applies {
  Part missing = Part::kNone;
  size_t condition = 0;          // of kCondition: which
  Grant grant = Grant::kDirect;  // of a statement that applies: what its Principal gives

  bool yes() const { return missing == Part::kNone; }
};

// One statement of a parsed policy.
struct Statement {
  std::string sid;
  bool allows = false;
  std::optional<Element<PrincipalPattern>> principals;  // none: whoever the policy is attached to
  Element<ActionPattern> actions;
  std::optional<Element<ResourcePattern>> resources;  // none: what the policy is attached to
  std::vector<Condition> conditions;

  // `has_boundary`: the caller has a permissions boundary, whom a Deny with NotPrincipal always
  // hits. Source: IAM user guide, "Permissions boundaries".
  Applies apply(const Question& question, bool has_boundary) const;

  // What apply() asks, part by part, for who wants to know all parts that are missing.
  bool covers_action(const Question& question) const;
  bool covers_resource(const Question& question) const;
  Grant match_principal(const Question& question, bool has_boundary) const;
};

}  // namespace angarium::policy
