#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/request.h"

namespace angarium::policy {

// kSyntax: not a policy, or not one of its kind. The message begins with AWS's words for the cause
// and goes on with where it is and what to do.
enum class ErrorCode { kSyntax };
const base::ErrorDomain& error_domain(ErrorCode);

// What a document is for, which decides what it must and what it may not hold.
enum class PolicyKind : uint8_t {
  kIdentity,         // inline policies of users, groups and roles; session policies
  kManaged,          // managed policies, boundaries too: Version 2012-10-17 only
  kResource,         // of a queue, a bus...: names principals
  kTrust,            // of a role: names principals, no resources, actions of STS only
  kServiceControl,   // of an organization, over its accounts' principals
  kResourceControl,  // of an organization, over its accounts' resources: denies everybody
};

enum class Effect : uint8_t { kAllow, kExplicitDeny, kImplicitDeny };

// What one policy says by itself, and the statement that decided (its Sid, else "Statement[2]";
// empty for kImplicitDeny).
struct Verdict {
  Effect effect = Effect::kImplicitDeny;
  std::string statement = {};
};

struct Statement;  // statement.h

// A policy document. Parsed once, when it is stored; immutable and thread safe.
//
// Source: IAM user guide, "Policy grammar" and "IAM JSON policy elements reference"; the whole
// language in both versions. What isn't
// understood is refused by parse() and never ignored by an evaluation.
class Policy {
 public:
  static constexpr size_t kTextBytesMax = 65'536;  // far above every AWS quota
  // Of one list or object, the statements too; no AWS quota leaves room for more.
  static constexpr size_t kValuesMax = 1'000;

  static base::Result<std::shared_ptr<const Policy>> parse(std::string_view text,
                                                           PolicyKind kind = PolicyKind::kResource);
  ~Policy();

  // This policy alone: a Deny that applies, else an Allow. How it combines with others that have a
  // say is decision.h's.
  Verdict evaluate(const Request& request) const;

  PolicyKind kind() const { return kind_; }
  const std::string& text() const { return text_; }  // as given to parse()
  const std::vector<Statement>& statements() const { return statements_; }
  std::string statement_name(size_t index) const;

 private:
  Policy(std::string text, PolicyKind kind, std::vector<Statement> statements);

  std::string text_;
  PolicyKind kind_;
  std::vector<Statement> statements_;
};

using PolicyPtr = std::shared_ptr<const Policy>;

// What AWS counts against the quotas of a document: its characters but for white space.
// Source: IAM user guide, "IAM and AWS STS quotas".
size_t counted_characters(std::string_view text);

}  // namespace angarium::policy
