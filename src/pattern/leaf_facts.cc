#include "pattern/leaf_facts.h"

#include <algorithm>

#include "pattern/predicate.h"

namespace angarium::pattern {
namespace {

void sort_unique(std::vector<uint32_t>& places) {
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
}

bool accepts_any(const std::vector<Matcher>& matchers, const Scalar& scalar) {
  return std::any_of(matchers.begin(), matchers.end(),
                     [&](const Matcher& matcher) { return accepts(matcher, scalar); });
}

}  // namespace

LeafFacts read_facts(const Leaf& leaf, const EventTree& event) {
  LeafFacts facts;
  facts.node = event.find(leaf.path);
  if (facts.node == EventTree::kNone) return facts;
  std::string buffer;
  for (uint32_t index : event.node(facts.node).values) {
    const EventTree::Value& value = event.value(index);
    if (leaf.absent) facts.present.push_back(value.place);
    if (!accepts_any(leaf.matchers, event.scalar(value, buffer))) continue;
    facts.accepted.push_back(index);
    facts.met.push_back(value.place);
  }
  sort_unique(facts.met);
  sort_unique(facts.present);
  return facts;
}

PlacedLeaf placed(const Leaf& leaf, const LeafFacts& facts) {
  return {.met = facts.met, .present = facts.present, .absent = leaf.absent};
}

const LeafFacts& LeafFactsCache::of(const Leaf& leaf) {
  std::vector<Known>& same_path = known_[leaf.path];
  for (const Known& known : same_path) {
    if (*known.leaf == leaf) return *known.facts;
  }
  same_path.push_back({&leaf, std::make_unique<LeafFacts>(read_facts(leaf, event_))});
  return *same_path.back().facts;
}

}  // namespace angarium::pattern
