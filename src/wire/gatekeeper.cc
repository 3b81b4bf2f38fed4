#include "wire/gatekeeper.h"

#include <fmt/format.h>

#include <tuple>

#include "base/log.h"

namespace angarium::wire {

namespace {

// Whether both ask the same, each for its entry: events of one kind come ten to a request.
bool is_same_question(const Check& one, const Check& other) {
  const auto asked = [](const Check& check) {
    return std::tie(check.action, check.resource, check.owner, check.resource_policy, check.keys,
                    check.federated_provider);
  };
  return asked(one) == asked(other);
}

}  // namespace

std::string denial(std::string_view who, const Check& check, const Decision& decision) {
  std::string sentence = fmt::format("{} is not authorized to perform: {}", who, check.action);
  if (check.resource != "*") sentence += fmt::format(" on resource: {}", check.resource);
  if (!decision.reason.empty()) sentence += ' ' + decision.reason;
  return sentence;
}

Error access_denied(const RequestContext& request, const Check& check, const Decision& decision) {
  const bool is_anonymous = request.caller.kind == CallerKind::kAnonymous;
  const std::string user = is_anonymous ? "anonymous" : request.caller.arn;
  std::string message =
      check.denial.empty() ? denial("User: " + user, check, decision) : check.denial;
  return {.code = "AccessDeniedException",
          .message = std::move(message),
          .query_code = "AccessDenied",
          .query_status = 403};
}

Result<void> Verdicts::ask(RequestContext request, const Check& check, base::Time now) const {
  request.time = now;
  Decision decision = authorizer_->decide(request, check);
  if (decision.allowed) return {};
  return access_denied(request, check, decision);
}

Result<Verdicts> Gatekeeper::decide(const RequestContext& request, const AnyPlan& plan) const {
  Verdicts verdicts(authorizer_);
  if (plan.checks.empty() && !plan.nothing_to_decide) {
    base::log(base::LogLevel::kError, "a plan without checks",
              {{"service", request.service}, {"operation", request.operation}});
    return internal_failure();
  }
  const Check* decided = nullptr;  // the latest, and what came of it
  Decision decision;
  for (const Check& check : plan.checks) {
    if (check.entry && verdicts.denied_entries_.contains(*check.entry)) continue;
    if (!decided || !is_same_question(*decided, check)) {
      decision = authorizer_.decide(request, check);
    }
    decided = &check;
    if (decision.allowed) continue;
    Error denial = access_denied(request, check, decision);
    if (!check.entry) return denial;
    verdicts.denied_entries_.emplace(*check.entry, std::move(denial));
  }
  return verdicts;
}

}  // namespace angarium::wire
