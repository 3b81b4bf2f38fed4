#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/question.h"

namespace angarium::policy {

// What an Allow of a resource policy gives to the one it names, weakest first. Between accounts all
// are worth the same.
// Source: IAM user guide, "Evaluating identity-based policies with resource-based policies" and
// "Permissions boundaries".
enum class Grant : uint8_t {
  kNone,
  kAccount,  // the account may hand it on: identity policies must allow too
  kIssuer,   // the role or user behind the session: boundary and session policies still limit it
  kDirect,   // the caller itself: nothing else is needed
};

// One entry of Principal or NotPrincipal.
class PrincipalPattern {
 public:
  static PrincipalPattern everyone() { return {Kind::kEveryone, {}}; }
  // `kind` is the key of the map: AWS, Service, Federated or CanonicalUser.
  static base::Result<PrincipalPattern> parse(std::string_view kind, std::string_view text);

  Grant match(const Question& question) const;

 private:
  enum class Kind : uint8_t {
    kEveryone,
    kAccount,
    kArn,
    kUniqueId,
    kService,
    kFederated,
    kCanonicalUser,  // of S3, whose ids nobody has here
  };

  PrincipalPattern(Kind kind, std::string_view text) : kind_(kind), text_(text) {}
  static base::Result<PrincipalPattern> parse_aws(std::string_view text);

  Kind kind_;
  std::string text_;
};

}  // namespace angarium::policy
