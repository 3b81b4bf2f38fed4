#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "base/random.h"
#include "pattern/entrances_test.h"
#include "pattern/oracle_round_test.h"
#include "pattern/rule_index.h"

// The engine against a naive reading of the language (oracle/README.md), on random patterns and
// events. ANGARIUM_ORACLE_PAIRS says how many pairs of them, ANGARIUM_SEED repeats what failed.
namespace angarium::pattern {
namespace {

constexpr uint32_t kFirstDecoy = 1'000'000;

// How often each operator accepted a scalar at its path, and how often not.
struct Count {
  size_t accepted = 0, refused = 0;
};
using Coverage = std::map<std::string, Count>;

class OracleTest : public ::testing::Test {
 protected:
  // Every rule of a round in an index of its own.
  void check_alone(const Round& round) {
    for (uint32_t i = 0; i < round.patterns.size(); ++i) {
      RuleIndex index;
      std::shared_ptr<const RuleSet> rules = index.change({}, std::vector<Rule>{round.rule(i)});
      for (size_t event = 0; event < round.events.size(); ++event) {
        auto ids = rules->match(round.events[event], scratch_);
        ASSERT_TRUE(ids.ok()) << round.events[event];
        bool matched = ids->size() == 1 && ids->front() == i;
        ASSERT_TRUE(matched == round.matches(i, event)) << "alone\n" << round.describe(i, event);
        ASSERT_TRUE(matched || ids->empty());
      }
    }
  }

  // All of them in one index that holds others.
  void check_together(const Round& round, RuleIndex& index) {
    std::vector<Rule> added;
    std::vector<uint32_t> removed;
    for (uint32_t i = 0; i < round.patterns.size(); ++i) {
      added.push_back(round.rule(i));
      removed.push_back(i);
    }
    std::shared_ptr<const RuleSet> rules = index.change({}, added);
    for (size_t event = 0; event < round.events.size(); ++event) {
      Entrances::Answer answer = entrances_.match(*rules, round.events[event]);
      ASSERT_TRUE(answer.ok) << answer.error << "\n" << round.events[event];
      ASSERT_TRUE(answer.disagreement.empty()) << answer.disagreement << round.events[event];
      std::erase_if(answer.ids, [](uint32_t id) { return id >= kFirstDecoy; });
      std::string difference = round.difference(answer.ids, event);
      ASSERT_TRUE(difference.empty()) << "among " << index.size() << " rules\n" << difference;
    }
    index.change(removed, {});
  }

  void count(const Round& round) {
    for (size_t i = 0; i < round.patterns.size(); ++i) {
      for (size_t event = 0; event < round.events.size(); ++event) {
        ++pairs_;
        matched_ += round.matches(i, event) ? 1 : 0;
      }
      for (size_t event = 0; event < round.events.size(); event += 4) {
        round.naive[i].each_test(round.naive_events[event], [&](const std::string& name, bool ok) {
          ++(ok ? coverage_[name].accepted : coverage_[name].refused);
        });
      }
    }
  }

  Scratch scratch_;
  Entrances entrances_;
  Coverage coverage_;
  size_t pairs_ = 0, matched_ = 0;
};

// One index lives through it all: what the rules of one vocabulary leave behind must not show in
// the next.
TEST_F(OracleTest, AgreesOnRandomPatternsAndEvents) {
  size_t pairs_wanted = number_from_environment("ANGARIUM_ORACLE_PAIRS", 300'000);
  size_t decoys = std::clamp<size_t>(pairs_wanted / 1000, 300, 4000);
  RuleIndex index;
  uint32_t next_decoy = kFirstDecoy;
  for (uint64_t seed = first_seed(); pairs_ < pairs_wanted && !HasFailure(); ++seed) {
    SCOPED_TRACE(fmt::format("ANGARIUM_SEED={}", seed));
    base::SeededRandom random(seed);
    Words words(random);
    // Two thirds of the decoys are of these words, the others of those before.
    std::vector<uint32_t> removed;
    while (index.size() > decoys / 3 + removed.size()) {
      removed.push_back(next_decoy - static_cast<uint32_t>(index.size() - removed.size()));
    }
    size_t added = decoys - (index.size() - removed.size());
    index.change(removed, words.rules(next_decoy, added));
    next_decoy += static_cast<uint32_t>(added);
    for (int i = 0; i < 8 && !HasFailure(); ++i) {
      Round round = words.round(50, 30);
      check_alone(round);
      check_together(round, index);
      count(round);
    }
  }
  fmt::print("{} pairs, {} match\n", pairs_, matched_);
  if (HasFailure()) return;
  EXPECT_GT(matched_, pairs_ / 25) << "else it compares little";
  for (const char* name : kOperatorNames) {
    Count count = coverage_[name];
    EXPECT_GT(std::min(count.accepted, count.refused), pairs_ / 50'000) << name;
  }
}

// Rules come and go; after each step the answers are those of the rules that are there.
TEST_F(OracleTest, AgreesWhileRulesAreAddedReplacedAndRemoved) {
  constexpr uint32_t kIds = 40;
  uint64_t seed = first_seed();
  size_t rounds = number_from_environment("ANGARIUM_ORACLE_PAIRS", 300'000) / 10'000;
  for (; rounds > 0 && !HasFailure(); --rounds, ++seed) {
    SCOPED_TRACE(fmt::format("ANGARIUM_SEED={}", seed));
    base::SeededRandom random(seed);
    Words words(random);
    Round round = words.round(80, 10);
    RuleIndex index;
    std::map<uint32_t, size_t> present;  // id: number of its pattern
    for (int step = 0; step < 60 && !HasFailure(); ++step) {
      std::vector<uint32_t> removed;
      std::map<uint32_t, size_t> changed;
      for (size_t i = random.below(6); i > 0; --i) {
        removed.push_back(static_cast<uint32_t>(random.below(kIds)));
      }
      for (size_t i = random.below(6); i > 0; --i) {
        changed[static_cast<uint32_t>(random.below(kIds))] = random.below(round.patterns.size());
      }
      std::vector<Rule> added;
      for (uint32_t id : removed) present.erase(id);
      for (auto [id, number] : changed) {
        added.push_back({id, round.parsed[number]});
        present[id] = number;
      }
      std::shared_ptr<const RuleSet> rules = index.change(removed, added);
      ASSERT_EQ(index.size(), present.size());
      for (size_t event = 0; event < round.events.size(); ++event) {
        auto ids = rules->match(round.events[event], scratch_);
        ASSERT_TRUE(ids.ok());
        for (auto [id, number] : present) {
          bool matched = std::binary_search(ids->begin(), ids->end(), id);
          ASSERT_TRUE(matched == round.matches(number, event))
              << "step " << step << ", rule " << id << "\n"
              << round.describe(number, event);
        }
        for (uint32_t id : *ids) ASSERT_TRUE(present.contains(id));
      }
    }
  }
}

}  // namespace
}  // namespace angarium::pattern
