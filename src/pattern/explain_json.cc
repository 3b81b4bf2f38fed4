#include "json/writer.h"
#include "pattern/explain.h"

namespace angarium::pattern {
namespace {

void write(const FoundValue& value, json::Writer& writer) {
  writer.begin_object().key("value").string(value.json);
  writer.key("location").string(value.location).key("accepted").boolean(value.accepted);
  writer.end_object();
}

void write(const Reason& reason, json::Writer& writer) {
  writer.begin_object().key("kind").string(name(reason.kind));
  writer.key("text").string(reason.text).end_object();
}

void write(const LeafExplanation& leaf, json::Writer& writer) {
  writer.begin_object().key("path").string(leaf.path).key("held").boolean(leaf.held);
  writer.key("matcherCount").integer(static_cast<int64_t>(leaf.matcher_count));
  writer.key("matchers").begin_array();
  for (const std::string& matcher : leaf.matchers) writer.string(matcher);
  writer.end_array();
  writer.key("foundCount").integer(static_cast<int64_t>(leaf.found_count));
  writer.key("found").begin_array();
  for (const FoundValue& value : leaf.found) write(value, writer);
  writer.end_array();
  writer.key("reasons").begin_array();
  for (const Reason& reason : leaf.reasons) write(reason, writer);
  writer.end_array().end_object();
}

void write(const AlternativeExplanation& alternative, json::Writer& writer) {
  writer.begin_object().key("match").boolean(alternative.matches);
  writer.key("heldCount").integer(static_cast<int64_t>(alternative.held_count));
  writer.key("leafCount").integer(static_cast<int64_t>(alternative.leaf_count));
  writer.key("leaves").begin_array();
  for (const LeafExplanation& leaf : alternative.leaves) write(leaf, writer);
  writer.end_array().end_object();
}

}  // namespace

std::string_view name(NearMiss kind) {
  switch (kind) {
    case NearMiss::kLetterCase: return "letter-case";
    case NearMiss::kSpaces: return "spaces";
    case NearMiss::kOtherType: return "other-type";
    case NearMiss::kQuotes: return "quotes";
    case NearMiss::kPlainText: return "plain-text";
    case NearMiss::kBound: return "bound";
    case NearMiss::kNotComparable: return "not-comparable";
    case NearMiss::kNotAnAddress: return "not-an-address";
    case NearMiss::kNearValue: return "near-value";
    case NearMiss::kExcluded: return "excluded";
    case NearMiss::kPresent: return "present";
    case NearMiss::kOtherElement: return "other-element";
    case NearMiss::kEmpty: return "empty";
    case NearMiss::kContainer: return "container";
    case NearMiss::kStringHoldsJson: return "string-holds-json";
    case NearMiss::kNotAnObject: return "not-an-object";
    case NearMiss::kPathLetterCase: return "path-letter-case";
    case NearMiss::kOtherLevel: return "other-level";
    case NearMiss::kNearName: return "near-name";
    case NearMiss::kMissing: return "missing";
  }
  return "";
}

std::string to_json(const Explanation& explanation) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("match").boolean(explanation.matches);
  writer.key("alternativeCount").integer(static_cast<int64_t>(explanation.alternative_count));
  writer.key("alternatives").begin_array();
  for (const AlternativeExplanation& one : explanation.alternatives) write(one, writer);
  writer.end_array().end_object();
  return out;
}

}  // namespace angarium::pattern
