// Bytes as a policy of every kind: parsed or refused with a reason; what was parsed answers, and
// allows nothing to somebody whom it denies everything.
#include <cstdint>

#include "policy/decision.h"
#include "policy/request_fuzz.h"

namespace base = angarium::base;
namespace policy = angarium::policy;

namespace {

void check(const policy::PolicyPtr& parsed, const policy::PolicyPtr& deny_all) {
  base::AccountId account("444455556666");
  for (const policy::Principal& who :
       {policy::Principal{.account = account, .arn = "arn:aws:iam::444455556666:user/ann"},
        policy::Principal{.account = account,
        .arn = "arn:aws:sts::444455556666:assumed-role/r/s",
        .issuer_arn = "arn:aws:iam::444455556666:role/r"},
        policy::Principal{.service = "events.amazonaws.com"}, policy::Principal{}}) {
    policy::Request request = policy::asked_by(who);
    static_cast<void>(parsed->evaluate(request));
    policy::Decision decision =
        policy::decide(request, {.identity = {parsed}, .resource = parsed, .boundary = parsed});
    static_cast<void>(policy::denial_text(decision, request));
    if (decision.effect == policy::Effect::kAllow && decision.because.empty()) __builtin_trap();
    policy::Decision denied =
        policy::decide(request, {.resource = parsed, .resource_control = {{deny_all}}});
    if (denied.effect != policy::Effect::kExplicitDeny) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using policy::PolicyKind;
  static const policy::PolicyPtr deny_all = *policy::Policy::parse(
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}})");
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (PolicyKind kind :
       {PolicyKind::kIdentity, PolicyKind::kManaged, PolicyKind::kResource, PolicyKind::kTrust,
        PolicyKind::kServiceControl, PolicyKind::kResourceControl}) {
    auto parsed = policy::Policy::parse(text, kind);
    if (parsed.ok()) {
      check(*parsed, deny_all);
    } else if (parsed.error().message().empty()) {
      __builtin_trap();
    }
  }
  return 0;
}
