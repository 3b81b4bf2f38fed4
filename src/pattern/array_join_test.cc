#include "pattern/array_join.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/random.h"
#include "pattern/many_joins.h"
#include "pattern/rule_index.h"

namespace angarium::pattern {
namespace {

// ---- The rule in the language's words.

bool matches(std::string_view pattern, std::string_view event) {
  auto parsed = Pattern::parse(pattern);
  EXPECT_TRUE(parsed.ok()) << pattern;
  const Rule rule{1, std::make_shared<const Pattern>(std::move(*parsed))};
  auto rules = RuleIndex().change({}, {&rule, 1});
  Scratch scratch;
  auto ids = rules->match(event, scratch);
  EXPECT_TRUE(ids.ok()) << event;
  return ids.ok() && !ids->empty();
}

struct Example {
  const char* pattern;
  const char* event;
  bool result;
};

constexpr const char* kBoth = R"({"k":{"a":["1"],"b":["2"]}})";
constexpr const char* kInner = R"({"k":{"s":["S"],"i":{"a":["1"],"b":["2"]}}})";

const std::vector<Example> kConsistency{
    {kBoth, R"({"k":[{"a":"1","b":"9"},{"a":"9","b":"2"}]})", false},
    {kBoth, R"({"k":[{"a":"9"},{"a":"1","b":"2"}]})", true},
    {kBoth, R"({"k":{"a":["0","1"],"b":["2","0"]}})", true},
    {kBoth, R"({"k":[[{"a":"1"},{"b":"2"}]]})", false},
    {kBoth, R"({"k":[[{"a":"1"},{"a":"1","b":"2"}]]})", true},
    {kBoth, R"({"k":[{"a":"1"},[{"b":"2"}]]})", false},
    {kBoth, R"({"k":[{"a":"1"}],"k":[{"b":"2"}]})", true},
    {kBoth, R"({"k":[[],{},{"a":["1"]},{"a":["0","1"],"b":[[],["2"]]}]})", true},
    {R"({"u":{"a":["1"]},"v":{"b":["2"]}})",
     R"({"u":[{"a":"0"},{"a":"1"}],"v":[{"b":"2"},{"b":"0"}]})", true},
    {kInner, R"({"k":[{"s":"S","i":[{"a":"1","b":"0"}]},{"s":"n","i":[{"a":"1","b":"2"}]}]})",
     false},
    {kInner, R"({"k":[{"s":"S","i":[{"a":"0"},{"a":"1","b":"2"}]}]})", true},
    {R"({"k":{"a":["1"],"i":{"b":["2"]},"j":{"c":["3"]}}})",
     R"({"k":[{"a":"1","i":[{"b":"2"}],"j":[{"c":"0"},{"c":"3"}]}]})", true},
    {R"({"k":{"a":[{"anything-but":"1"}],"b":["2"]}})",
     R"({"k":[{"a":"1","b":"2"},{"a":"5","b":"0"}]})", false},
    {R"({"w":["x"],"w.b":["y"]})", R"({"w":[{"b":"y"},"x"]})", true},
};

const std::vector<Example> kAbsence{
    // What sorts first fixes an element for what comes later, and not the reverse.
    {R"({"k":{"a":["1"],"z":[{"exists":false}]}})", R"({"k":[{"a":"1"},{"a":"2","z":0}]})", true},
    {R"({"k":{"z":["1"],"a":[{"exists":false}]}})", R"({"k":[{"z":"1"},{"z":"2","a":0}]})", false},
    {R"({"k":{"a":["1"],"z":[{"exists":false}]}})", R"({"k":[{"a":"1","z":0},{"a":"1"}]})", true},
    {R"({"k":{"a":["1"],"z":[{"exists":false}]}})", R"({"k":[{"a":"1","z":0},{"a":"2"}]})", false},
    {R"({"k":{"a":["1"],"z":[{"exists":false}]}})", R"({"k":[{"a":"1"},{"z":[]},{"z":{}}]})", true},
    {R"({"k":{"z":[{"exists":false}]}})", R"({"k":[{"a":1},{"z":null}]})", false},
    {R"({"k":{"z":[{"exists":false}]}})", R"({"k":[{"a":1},[]]})", true},
    {R"({"a":{"b":[{"exists":false}]}})", R"({"a":"text"})", true},
    {R"({"a":[{"exists":false}]})", R"({"a":[{"b":1},[[]]]})", true},
    {R"({"a":[{"exists":false}]})", R"({"a":[{"b":1},[[null]]]})", false},
    // Another array that nobody entered is open.
    {R"({"k":{"a":["1"]},"l":{"z":[{"exists":false}]}})", R"({"k":[{"a":"1"}],"l":[{"z":0}]})",
     false},
    // Fixed outside, open inside.
    {R"({"k":{"a":["1"],"z":[{"exists":false}]}})",
     R"({"k":[{"a":"1","i":[{}]},{"a":"1","z":[[0]]}]})", true},
    {R"({"k":{"a":["1"],"i":{"z":[{"exists":false}]}}})", R"({"k":[{"a":"1","i":[{"z":0}]}]})",
     false},
    {R"({"k":{"a":["1"],"i":{"z":[{"exists":false}]}}})",
     R"({"k":[{"a":"1","i":[{"z":0}]},{"a":"1","i":[{"y":0}]}]})", true},
    // Either way.
    {R"({"k":{"a":["1"],"z":["0",{"exists":false}]}})", R"({"k":[{"a":"1","z":"0"}]})", true},
    {R"({"k":{"a":["1"],"z":["0",{"exists":false}]}})", R"({"k":[{"a":"1","z":"5"}]})", false},
    {R"({"k":{"a":["1"],"z":["0",{"exists":false}]}})", R"({"k":[{"a":"1","z":5},{"a":"1"}]})",
     true},
    {R"({"k":{"a":["0",{"exists":false}],"z":["1"]}})", R"({"k":[{"a":"0"},{"z":"1"}]})", false},
    {R"({"k":{"a":["0",{"exists":false}],"z":["1"]}})", R"({"k":[{"b":"0"},{"z":"1"}]})", true},
};

TEST(ArrayConsistency, OfPicks) {
  for (const Example& example : kConsistency) {
    EXPECT_EQ(matches(example.pattern, example.event), example.result)
        << example.pattern << " " << example.event;
  }
}

TEST(ArrayConsistency, OfAbsence) {
  for (const Example& example : kAbsence) {
    EXPECT_EQ(matches(example.pattern, example.event), example.result)
        << example.pattern << " " << example.event;
  }
}

// ---- Against a search that tries everything.

struct RandomLeaf {
  std::vector<uint32_t> met, present;
  bool absent;
};

struct Case {
  std::vector<Element> elements;
  std::vector<RandomLeaf> leaves;

  std::vector<PlacedLeaf> placed() const {
    std::vector<PlacedLeaf> placed;
    for (const RandomLeaf& leaf : leaves) placed.push_back({leaf.met, leaf.present, leaf.absent});
    return placed;
  }
};

JoinVerdict decide(ArrayJoin& join, const Case& tested) {
  JoinBudget budget;
  return join.decide(tested.elements, tested.placed(), budget);
}

class Naive {
 public:
  explicit Naive(const Case& tested) : case_(tested) {}

  bool holds(size_t leaf = 0) {
    if (leaf == case_.leaves.size()) return true;
    for (uint32_t place : case_.leaves[leaf].met) {
      if (!is_compatible(place)) continue;
      picks_.push_back(place);
      bool found = holds(leaf + 1);
      picks_.pop_back();
      if (found) return true;
    }
    if (!case_.leaves[leaf].absent) return false;
    const std::vector<uint32_t>& present = case_.leaves[leaf].present;
    return std::none_of(present.begin(), present.end(),
                        [this](uint32_t place) { return is_compatible(place); }) &&
           holds(leaf + 1);
  }

 private:
  // No array holds it and an earlier pick in two different elements.
  bool is_compatible(uint32_t place) const {
    for (uint32_t pick : picks_) {
      for (uint32_t a = place; a != 0; a = case_.elements[a].parent) {
        for (uint32_t b = pick; b != 0; b = case_.elements[b].parent) {
          if (a != b && case_.elements[a].array == case_.elements[b].array) return false;
        }
      }
    }
    return true;
  }

  const Case& case_;
  std::vector<uint32_t> picks_;
};

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  Case next() {
    Case made;
    made.elements.push_back({0, 0, 1});
    arrays_ = 0;
    fill(made.elements, 0, 0);
    made.elements[0].end = static_cast<uint32_t>(made.elements.size());
    uint64_t density = 1 + random_.below(6);
    uint64_t absence = random_.below(3);
    for (size_t count = 1 + random_.below(5); count > 0; --count) {
      RandomLeaf leaf;
      leaf.absent = random_.below(3) < absence;
      for (uint32_t place = 0; place < made.elements.size(); ++place) {
        if (place == 0 ? random_.below(8) > 0 : random_.below(8) >= density) continue;
        leaf.present.push_back(place);
        if (random_.below(3) > 0) leaf.met.push_back(place);
        if (random_.below(10) == 0) leaf.present.push_back(place);  // two scalars in one place
      }
      made.leaves.push_back(std::move(leaf));
    }
    return made;
  }

 private:
  void fill(std::vector<Element>& elements, uint32_t parent, int depth) {
    for (size_t arrays = random_.below(depth == 0 ? 3 : 2) + (depth == 0); arrays > 0; --arrays) {
      uint32_t array = arrays_++;
      for (size_t count = random_.below(4); count > 0 && elements.size() < 14; --count) {
        auto element = static_cast<uint32_t>(elements.size());
        elements.push_back({parent, array, 0});
        if (depth < 3) fill(elements, element, depth + 1);
        elements[element].end = static_cast<uint32_t>(elements.size());
      }
    }
  }

  base::SeededRandom random_;
  uint32_t arrays_ = 0;
};

std::string describe(const Case& tested) {
  std::string text;
  for (const Element& element : tested.elements) {
    text += fmt::format("({} {} {})", element.parent, element.array, element.end);
  }
  for (const RandomLeaf& leaf : tested.leaves) {
    text += fmt::format("\n{} met {} present {}", leaf.absent ? "may be absent" : "picks",
                        fmt::join(leaf.met, ","), fmt::join(leaf.present, ","));
  }
  return text;
}

TEST(Join, AgreesWithASearchThatTriesEverything) {
  Generator generator(3);
  ArrayJoin join;
  size_t met = 0;
  constexpr size_t kCases = 300'000;
  for (size_t i = 0; i < kCases; ++i) {
    Case tested = generator.next();
    bool wanted = Naive(tested).holds();
    met += wanted;
    JoinVerdict verdict = decide(join, tested);
    ASSERT_EQ(verdict, wanted ? JoinVerdict::kMet : JoinVerdict::kNotMet) << describe(tested);
  }
  EXPECT_GT(met, kCases / 5);
  EXPECT_LT(met, kCases * 4 / 5);
}

// Seventy cases that have scalars in the same places, all at once.
TEST(ManyJoins, AgreeWithASearchThatTriesEverything) {
  Generator generator(4);
  base::SeededRandom random(4);
  ManyJoins joins;
  size_t met = 0, decided = 0;
  for (size_t i = 0; i < 10'000; ++i) {
    std::vector<Case> cases(70, generator.next());
    const size_t leaf_count = cases[0].leaves.size();
    std::vector<std::vector<PlacedMany>> values(leaf_count);
    ManySets sets;
    std::vector<ManyAtPath> paths(leaf_count);
    for (size_t leaf = 0; leaf < leaf_count; ++leaf) {
      for (uint32_t place : cases[0].leaves[leaf].present) {
        Many accepting;
        for (size_t number = 0; number < cases.size(); ++number) {
          if (random.below(3) > 0) accepting |= Many::one(number);
        }
        // Half of the values are like an earlier one, so that elements are alike.
        const bool repeated = !values[leaf].empty() && random.below(2) == 0;
        const auto met =
            repeated ? values[leaf][random.below(values[leaf].size())].met : sets.id_of(accepting);
        values[leaf].push_back({place, met});
      }
      for (size_t number = 0; number < cases.size(); ++number) {
        RandomLeaf& changed = cases[number].leaves[leaf];
        if (random.below(5) == 0) continue;  // has no such leaf
        paths[leaf].users |= Many::one(number);
        changed.absent = random.below(3) == 0;
        if (changed.absent) paths[leaf].absent |= Many::one(number);
        changed.met.clear();
        for (const PlacedMany& value : values[leaf]) {
          if (sets[value.met].has(number)) changed.met.push_back(value.place);
        }
      }
      paths[leaf].values = values[leaf];
    }
    const auto [held, unsure] = joins.decide(cases[0].elements, paths, cases.size(), sets);
    for (size_t number = 0; number < cases.size(); ++number) {
      if (unsure.has(number)) continue;
      Case own{cases[number].elements, {}};
      for (size_t leaf = 0; leaf < leaf_count; ++leaf) {
        if (paths[leaf].users.has(number)) own.leaves.push_back(cases[number].leaves[leaf]);
      }
      const bool wanted = Naive(own).holds();
      ++decided;
      met += wanted;
      ASSERT_EQ(held.has(number), wanted) << describe(own);
    }
  }
  EXPECT_GT(decided, 100'000u);
  EXPECT_GT(met, decided / 10);
  EXPECT_LT(met, decided * 9 / 10);
}

// ---- What it costs.

// An array of `count` elements, each of which holds what `place` says of each leaf.
template <class Holds>
Case flat(size_t count, size_t leaves, Holds holds) {
  Case made;
  made.elements.push_back({0, 0, static_cast<uint32_t>(count + 1)});
  made.leaves.resize(leaves);
  for (uint32_t element = 1; element <= count; ++element) {
    made.elements.push_back({0, 0, element + 1});
    for (size_t leaf = 0; leaf < leaves; ++leaf) {
      if (holds(element, leaf)) made.leaves[leaf].met.push_back(element);
    }
  }
  for (RandomLeaf& leaf : made.leaves) leaf.present = leaf.met;
  return made;
}

size_t steps_of(const Case& tested, JoinVerdict wanted) {
  ArrayJoin join;
  EXPECT_EQ(decide(join, tested), wanted);
  return join.steps();
}

// Ten thousand elements that each meet half of the pattern: no pair of them is tried.
TEST(Join, IsLinearInTheElements) {
  constexpr size_t kCount = 10'000;
  auto half = [](uint32_t element, size_t leaf) { return element % 2 == leaf % 2; };
  EXPECT_LT(steps_of(flat(kCount, 2, half), JoinVerdict::kNotMet), 10 * kCount);
  EXPECT_LT(steps_of(flat(kCount, 10, half), JoinVerdict::kNotMet), 50 * kCount);
  auto all_but_one = [](uint32_t element, size_t leaf) { return leaf < 9 || element == kCount; };
  EXPECT_LT(steps_of(flat(kCount, 10, all_but_one), JoinVerdict::kMet), 200u);
  Case either = flat(kCount, 10, half);
  for (RandomLeaf& leaf : either.leaves) leaf.absent = true;
  either.leaves[0].absent = false;
  for (RandomLeaf& leaf : either.leaves) leaf.met.resize(leaf.met.size() / 2);
  either.leaves[1].met.clear();
  EXPECT_LT(steps_of(either, JoinVerdict::kMet), 200u);
  for (RandomLeaf& leaf : either.leaves) leaf.absent = true;
  either.leaves[9].present.resize(2 * kCount);
  for (uint32_t i = 0; i < 2 * kCount; ++i) either.leaves[9].present[i] = 1 + i / 2;
  either.leaves[9].met.clear();
  EXPECT_LT(steps_of(either, JoinVerdict::kNotMet), 100 * kCount);
}

// A chain of arrays in arrays, with two leaves at its end or at each of its steps.
TEST(Join, IsLinearInDepth) {
  constexpr uint32_t kDepth = 1000;
  for (bool everywhere : {false, true}) {
    Case deep;
    deep.leaves.resize(2);
    for (uint32_t i = 0; i <= kDepth; ++i) {
      deep.elements.push_back({i == 0 ? 0 : i - 1, i, kDepth + 3});
      if (everywhere && i > 0) deep.leaves[i % 2].met.push_back(i);
    }
    for (uint32_t i = 1; i <= 2; ++i) deep.elements.push_back({kDepth, kDepth + 1, kDepth + i + 1});
    if (!everywhere) {
      deep.leaves[0].met.push_back(kDepth + 1);
      deep.leaves[1].met.push_back(kDepth + 2);
    }
    JoinVerdict wanted = everywhere ? JoinVerdict::kMet : JoinVerdict::kNotMet;
    EXPECT_LT(steps_of(deep, wanted), 30 * kDepth);
  }
}

// Every name repeated, each array offering one of the leaves: 2^n choices.
TEST(Join, GivesUpVisiblyOnAnEventMadeForIt) {
  constexpr uint32_t kLeaves = 24;
  Case made;
  made.elements.push_back({0, 0, 1 + (kLeaves - 1) * kLeaves});
  made.leaves.resize(kLeaves);
  for (uint32_t array = 0; array < kLeaves - 1; ++array) {
    for (uint32_t leaf = 0; leaf < kLeaves; ++leaf) {
      auto element = static_cast<uint32_t>(made.elements.size());
      made.elements.push_back({0, array, element + 1});
      made.leaves[leaf].met.push_back(element);
    }
  }
  EXPECT_GT(steps_of(made, JoinVerdict::kTooComplex), kJoinStepsMax);
}

// `depth` arrays in each other, and beside each of them another one; every leaf is met in all those
// beside, and at the bottom.
Case same_choice_at_each_depth(uint32_t depth, size_t leaves) {
  Case made;
  made.leaves.resize(leaves);
  for (uint32_t element = 0; element <= depth; ++element) {
    made.elements.push_back({element == 0 ? 0 : element - 1, element, 2 * depth - element + 1});
  }
  for (uint32_t parent = depth; parent-- > 0;) {
    made.elements.push_back({parent, 2 * depth - parent, 2 * depth - parent + 1});
  }
  for (RandomLeaf& leaf : made.leaves) {
    for (uint32_t place = depth; place <= 2 * depth; ++place) leaf.met.push_back(place);
  }
  return made;
}

TEST(Join, BoundsTheStack) {
  steps_of(same_choice_at_each_depth(20, 100), JoinVerdict::kMet);
  steps_of(same_choice_at_each_depth(20, 101), JoinVerdict::kTooComplex);
  steps_of(same_choice_at_each_depth(900, 256), JoinVerdict::kTooComplex);
}

}  // namespace
}  // namespace angarium::pattern
