#include <fmt/format.h>

#include "pattern/explain.h"

namespace angarium::pattern {
namespace {

std::string fields(size_t count) { return fmt::format("{} field{}", count, count == 1 ? "" : "s"); }

std::string headline(const Explanation& explanation) {
  const AlternativeExplanation& best = explanation.alternatives.front();
  if (explanation.matches) return fmt::format("match: {} hold\n", fields(best.leaf_count));
  return fmt::format("no match: {} of {} hold\n", best.held_count, fields(best.leaf_count));
}

std::string wanted(const LeafExplanation& leaf) {
  std::string text = fmt::format("{}", fmt::join(leaf.matchers, " or "));
  size_t more = leaf.matcher_count - leaf.matchers.size();
  return more == 0 ? text : fmt::format("{} or {} more", text, more);
}

std::string located(const FoundValue& value, const LeafExplanation& leaf) {
  if (value.location == leaf.path) return value.json;
  return fmt::format("{} at {}", value.json, value.location);
}

std::string found(const LeafExplanation& leaf) {
  if (leaf.found.empty()) return "nothing";
  std::string text;
  for (const FoundValue& value : leaf.found) {
    text += (text.empty() ? "" : ", ") + located(value, leaf);
  }
  size_t more = leaf.found_count - leaf.found.size();
  return more == 0 ? text : fmt::format("{} and {} more", text, more);
}

// Of a leaf that holds, the value that made it hold.
std::string held_line(const LeafExplanation& leaf) {
  bool accepted = !leaf.found.empty() && leaf.found.front().accepted;
  return fmt::format("  yes  {}  {}\n", leaf.path,
                     accepted ? located(leaf.found.front(), leaf) : "nothing, as wanted");
}

std::string text_of(const LeafExplanation& leaf) {
  if (leaf.held) return held_line(leaf);
  std::string text = fmt::format("  no   {}\n       wants  {}\n       found  {}\n", leaf.path,
                                 wanted(leaf), found(leaf));
  for (const Reason& reason : leaf.reasons) text += fmt::format("       why    {}\n", reason.text);
  return text;
}

std::string text_of(const AlternativeExplanation& alternative) {
  std::string text;
  for (const LeafExplanation& leaf : alternative.leaves) text += text_of(leaf);
  size_t more = alternative.leaf_count - alternative.leaves.size();
  if (more > 0) text += fmt::format("  and {} more\n", fields(more));
  return text;
}

}  // namespace

std::string to_text(const Explanation& explanation) {
  std::string text = headline(explanation);
  size_t count = explanation.alternative_count;
  if (explanation.matches || count == 1) {
    return text + text_of(explanation.alternatives.front());
  }
  text += fmt::format("none of {} alternatives of $or matches; the closest:\n", count);
  for (size_t i = 0; i < explanation.alternatives.size(); ++i) {
    if (i > 0) text += "or\n";
    text += text_of(explanation.alternatives[i]);
  }
  return text;
}

}  // namespace angarium::pattern
