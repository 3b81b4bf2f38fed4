// Bytes as policies of several sorts, and requests that nothing denies: each gets an explanation
// that is bounded and readable JSON, whose additions help.
#include <cstdint>

#include "json/scanner.h"
#include "policy/addition.h"
#include "policy/explain.h"
#include "policy/request_fuzz.h"

namespace base = angarium::base;
namespace json = angarium::json;
namespace policy = angarium::policy;

namespace {

// As in explain.h: of every statement one difference for each of its parts and conditions, of
// which a document holds so many at most.
constexpr size_t kTextBytesMax = policy::kShownNearMissesMax * policy::Policy::kTextBytesMax * 50;

bool is_json(std::string_view text) {
  json::Scanner scanner(text, 16);
  for (;;) {
    auto token = scanner.next();
    if (!token.ok()) return false;
    if (token->kind == json::TokenKind::kEnd) return true;
  }
}

void check(const policy::Request& request, const policy::Policies& policies) {
  policy::Explanation explanation = policy::explain(request, policies);
  std::string text = policy::to_text(explanation), structured = policy::to_json(explanation);
  if (text.size() > kTextBytesMax || structured.size() > kTextBytesMax) __builtin_trap();
  if (!is_json(structured)) __builtin_trap();
  if (explanation.decision.effect != policy::Effect::kImplicitDeny) return;
  if (explanation.near_misses.size() > policy::kShownNearMissesMax) __builtin_trap();
  if (explanation.additions.empty()) return;
  auto all = policy::with_additions(policies, explanation.additions);
  bool helps = all.ok() && policy::decide(request, *all).effect == policy::Effect::kAllow;
  if (!helps) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using policy::PolicyKind;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto identity = policy::Policy::parse(text, PolicyKind::kIdentity);
  auto resource = policy::Policy::parse(text, PolicyKind::kResource);
  if (!identity.ok() && !resource.ok()) return 0;
  policy::Policies policies{.resource = resource.ok() ? *resource : nullptr};
  if (identity.ok()) policies.identity = {*identity};
  if (identity.ok()) policies.boundary = *identity;
  base::AccountId home("444455556666"), other("111122223333");
  check(policy::asked_by({.account = home, .arn = "arn:aws:iam::444455556666:user/ann"}), policies);
  check(policy::asked_by({.account = other,
                          .arn = "arn:aws:sts::111122223333:assumed-role/r/s",
                          .issuer_arn = "arn:aws:iam::111122223333:role/r"}),
        policies);
  check(policy::asked_by({.service = "events.amazonaws.com"}), policies);
  check(policy::asked_by({}), policies);
  return 0;
}
