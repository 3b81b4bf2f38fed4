#include <fmt/format.h>

#include "base/shown.h"
#include "policy/explain.h"

namespace angarium::policy {
namespace {

std::string_view sort_name(PolicyType type) {
  switch (type) {
    case PolicyType::kServiceControl: return "a service control policy";
    case PolicyType::kResourceControl: return "a resource control policy";
    case PolicyType::kResource: return "a resource policy";
    case PolicyType::kIdentity: return "an identity policy";
    case PolicyType::kBoundary: return "a permissions boundary";
    case PolicyType::kSession: return "a session policy";
  }
  return "a policy";
}

std::string_view headline(Effect effect) {
  switch (effect) {
    case Effect::kAllow: return "allowed\n";
    case Effect::kExplicitDeny: return "denied: a statement denies it, which no Allow outweighs\n";
    case Effect::kImplicitDeny: return "denied: nothing allows it\n";
  }
  return "";
}

std::string statement_text(const Policy& policy, size_t statement) {
  return base::shown(policy.statement_name(statement), kShownTextCharactersMax);
}

std::string text_of(const Reason& reason, Effect effect, const PlaceName& name) {
  switch (reason.cause) {
    case Reason::Cause::kStatement:
      return fmt::format("  {}  {} of {}\n", effect == Effect::kAllow ? "allows" : "denies",
                         statement_text(*reason.policy, reason.statement),
                         name({reason.type, reason.level, reason.index}));
    case Reason::Cause::kMissing: {
      std::string level = reason.type == PolicyType::kServiceControl
                              ? fmt::format(" (of level {})", reason.level)
                              : "";
      return fmt::format("  lacks   an Allow in {}{}\n", sort_name(reason.type), level);
    }
    case Reason::Cause::kRootUser: return "  allows  the root user needs no identity policy\n";
    case Reason::Cause::kAlwaysAllowed: return "  allows  no policy can deny this action\n";
  }
  return {};
}

std::string text_of(const NearMiss& miss, const PlaceName& name) {
  std::string text =
      fmt::format("  {} of {}\n", statement_text(*miss.policy, miss.statement), name(miss.place));
  for (const Difference& difference : miss.differences) {
    text += fmt::format("    {}\n", difference.text);
  }
  return text;
}

std::string text_of(const Addition& addition) {
  return fmt::format("  {}{}\n    {}\n", addition.belongs_to,
                     addition.is_new ? "" : ", which exists",
                     base::shown(addition.statement, addition.statement.size()));
}

}  // namespace

std::string member_name(const Place& place) {
  switch (place.type) {
    case PolicyType::kServiceControl: return fmt::format("scps[{}][{}]", place.level, place.index);
    case PolicyType::kResourceControl: return fmt::format("rcps[{}][{}]", place.level, place.index);
    case PolicyType::kResource: return "resource_policy";
    case PolicyType::kIdentity: return fmt::format("identity_policies[{}]", place.index);
    case PolicyType::kBoundary: return "permissions_boundary";
    case PolicyType::kSession: return fmt::format("session_policies[{}]", place.index);
  }
  return "?";
}

std::string to_text(const Explanation& explanation, const PlaceName& name) {
  const Decision& decision = explanation.decision;
  std::string text(headline(decision.effect));
  size_t shown = 0;
  for (const Reason& reason : decision.because) {
    if (shown++ == kShownDenialsMax) break;
    text += text_of(reason, decision.effect, name);
  }
  if (decision.because.size() > kShownDenialsMax) {
    text += fmt::format("  and {} more\n", decision.because.size() - kShownDenialsMax);
  }
  if (!explanation.near_misses.empty()) text += "nearly allowed by\n";
  for (const NearMiss& miss : explanation.near_misses) text += text_of(miss, name);
  if (decision.effect != Effect::kImplicitDeny) return text;
  if (explanation.additions.empty()) {
    return text + "no statement would allow it: the request's names can't stand in a policy\n";
  }
  text += "would be allowed by adding to\n";
  for (const Addition& addition : explanation.additions) text += text_of(addition);
  return text;
}

}  // namespace angarium::policy
