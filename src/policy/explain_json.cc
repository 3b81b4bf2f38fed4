#include "json/writer.h"
#include "policy/explain.h"

namespace angarium::policy {
namespace {

std::string_view name_of(Effect effect) {
  switch (effect) {
    case Effect::kAllow: return "Allow";
    case Effect::kExplicitDeny: return "ExplicitDeny";
    case Effect::kImplicitDeny: return "ImplicitDeny";
  }
  return "?";
}

std::string_view name_of(PolicyType type) {
  switch (type) {
    case PolicyType::kServiceControl: return "service-control";
    case PolicyType::kResourceControl: return "resource-control";
    case PolicyType::kResource: return "resource";
    case PolicyType::kIdentity: return "identity";
    case PolicyType::kBoundary: return "permissions-boundary";
    case PolicyType::kSession: return "session";
  }
  return "?";
}

std::string_view name_of(Part part) {
  switch (part) {
    case Part::kNone: break;
    case Part::kAction: return "action";
    case Part::kResource: return "resource";
    case Part::kPrincipal: return "principal";
    case Part::kCondition: return "condition";
  }
  return "none";
}

void write_statement(const Policy& policy, size_t statement, const Place& place,
                     const PlaceName& name, json::Writer& writer) {
  writer.key("kind").string(name_of(place.type));
  writer.key("policy").string(name(place));
  writer.key("statement").string(policy.statement_name(statement));
}

void write(const Reason& reason, const PlaceName& name, json::Writer& writer) {
  writer.begin_object();
  Place place{reason.type, reason.level, reason.index};
  switch (reason.cause) {
    case Reason::Cause::kStatement:
      write_statement(*reason.policy, reason.statement, place, name, writer);
      break;
    case Reason::Cause::kMissing:
      writer.key("missing").string(name_of(reason.type));
      writer.key("level").integer(static_cast<int64_t>(reason.level));
      break;
    case Reason::Cause::kRootUser:
      writer.key("rule").string("the root user needs no identity policy");
      break;
    case Reason::Cause::kAlwaysAllowed:
      writer.key("rule").string("no policy can deny this action");
      break;
  }
  writer.end_object();
}

void write(const Difference& difference, json::Writer& writer) {
  writer.begin_object().key("part").string(name_of(difference.part));
  writer.key("kind").string(name(difference.kind));
  writer.key("element").string(difference.element);
  writer.key("wanted").begin_array();
  for (const std::string& word : difference.wanted) writer.string(word);
  writer.end_array();
  writer.key("wantedCount").integer(static_cast<int64_t>(difference.wanted_count));
  writer.key("found").string(difference.found);
  writer.key("text").string(difference.text).end_object();
}

void write(const NearMiss& miss, const PlaceName& name, json::Writer& writer) {
  writer.begin_object();
  write_statement(*miss.policy, miss.statement, miss.place, name, writer);
  writer.key("differences").begin_array();
  for (const Difference& difference : miss.differences) write(difference, writer);
  writer.end_array().end_object();
}

void write(const Addition& addition, json::Writer& writer) {
  writer.begin_object().key("kind").string(name_of(addition.place.type));
  writer.key("belongsTo").string(addition.belongs_to);
  writer.key("isNew").boolean(addition.is_new);
  writer.key("statement").raw(addition.statement).end_object();
}

}  // namespace

std::string to_json(const Explanation& explanation, const PlaceName& name) {
  std::string text;
  json::Writer writer(text);
  const Decision& decision = explanation.decision;
  writer.begin_object().key("decision").string(name_of(decision.effect));
  writer.key("because").begin_array();
  size_t shown = 0;
  for (const Reason& reason : decision.because) {
    if (shown++ == kShownDenialsMax) break;
    write(reason, name, writer);
  }
  writer.end_array().key("nearMisses").begin_array();
  for (const NearMiss& miss : explanation.near_misses) write(miss, name, writer);
  writer.end_array().key("wouldAllow").begin_array();
  for (const Addition& addition : explanation.additions) write(addition, writer);
  writer.end_array().end_object();
  return text;
}

}  // namespace angarium::policy
