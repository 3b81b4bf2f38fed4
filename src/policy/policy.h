#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace angarium::policy {

enum class ErrorCode {
  kSyntax,       // not JSON, or not shaped like a policy
  kUnsupported,  // valid in AWS; this version can't evaluate it, so it can't be stored either
};
const base::ErrorDomain& error_domain(ErrorCode);

// Who asks. A service calling as itself has neither account nor ARN.
struct Principal {
  base::AccountId account;
  std::string arn;            // user or session; empty for anonymous callers
  std::string role_arn = {};  // of a role's session: the role
  std::string service = {};   // "events.amazonaws.com"
};

// One question, with the condition keys that are present. Key names compare without regard to case.
struct Request {
  Principal principal;
  std::string action;    // "events:PutEvents"
  std::string resource;  // ARN
  std::map<std::string, std::vector<std::string>> context = {};
};

enum class Effect : uint8_t { kAllow, kExplicitDeny, kImplicitDeny };

// What a policy says, and the statement that decided it (its Sid, else "Statement[2]"; empty for
// ImplicitDeny).
struct Verdict {
  Effect effect = Effect::kImplicitDeny;
  std::string statement = {};
};

// A resource policy: who may do what with one resource. Parsed once; immutable and thread safe.
//
// Source: IAM user guide, "IAM JSON policy elements reference". Known here: Version, Id, Statement
// (Sid, Effect, Principal, Action, Resource, Condition) with the operators StringEquals,
// StringLike, ArnEquals, ArnLike and Bool. Anything else is refused by parse() rather than ignored
// by evaluate().
class Policy {
 public:
  static constexpr size_t kTextBytesMax = 65'536;  // far above every AWS quota
  static constexpr size_t kStatementsMax = 1'000;

  static base::Result<std::shared_ptr<const Policy>> parse(std::string_view text);
  ~Policy();

  Verdict evaluate(const Request& request) const;
  const std::string& text() const;  // as given to parse()

 private:
  struct State;
  explicit Policy(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace angarium::policy
