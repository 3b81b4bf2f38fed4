// Bytes as a policy of every kind: parsed or refused with a reason; what was parsed answers, and
// allows nothing to somebody whom it denies everything.
#include <cstdint>

#include "policy/decision.h"

namespace base = angarium::base;
namespace policy = angarium::policy;

namespace {

policy::Request asked_by(policy::Principal principal) {
  return {.principal = std::move(principal),
          .action = "events:PutEvents",
          .resource = "arn:aws:events:eu-west-1:444455556666:event-bus/inbox",
          .context = {{"events:source", {"shop"}},
                      {"aws:SourceIp", {"10.0.0.7"}},
                      {"aws:CurrentTime", {"2026-11-22T08:30:00Z"}},
                      {"aws:TagKeys", {"a", "b"}}}};
}

void check(const policy::PolicyPtr& parsed, const policy::PolicyPtr& deny_all) {
  base::AccountId account("444455556666");
  for (const policy::Principal& who :
       {policy::Principal{.account = account, .arn = "arn:aws:iam::444455556666:user/ann"},
        policy::Principal{.account = account,
        .arn = "arn:aws:sts::444455556666:assumed-role/r/s",
        .issuer_arn = "arn:aws:iam::444455556666:role/r"},
        policy::Principal{.service = "events.amazonaws.com"}, policy::Principal{}}) {
    policy::Request request = asked_by(who);
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
