#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <thread>

#include "base/snapshot.h"
#include "pattern/oracle_round_test.h"
#include "pattern/rule_index.h"

// Rules change while other threads match. Every answer must be exactly that of the rules of one
// moment. Bounded by counts; the thread sanitizer's build runs it as well.
namespace angarium::pattern {
namespace {

constexpr size_t kChanges = 500;
constexpr size_t kReaders = 3;

std::vector<uint32_t> matched(const RuleSet& rules, const std::string& event, Scratch& scratch) {
  auto ids = rules.match(event, scratch);
  EXPECT_TRUE(ids.ok());
  return ids.ok() ? std::vector<uint32_t>(ids->begin(), ids->end()) : std::vector<uint32_t>{};
}

std::shared_ptr<const Pattern> parsed(std::string_view text) {
  auto pattern = Pattern::parse(text, {.limits = {.characters_max = 100'000}});
  EXPECT_TRUE(pattern.ok()) << text;
  return std::make_shared<const Pattern>(*std::move(pattern));
}

// Runs `read` on several threads, over and over, while `change` makes its changes on this one.
// Every few changes wait for a read to begin and end, and each reader reads after the last of them.
void while_reading(const std::function<void(size_t reader, Scratch&)>& read,
                   const std::function<void(size_t number)>& change) {
  std::atomic<size_t> reads = 0;
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (size_t reader = 0; reader < kReaders; ++reader) {
    readers.emplace_back([&, reader] {
      Scratch scratch;
      bool last = false;
      while (!last) {
        last = done;
        read(reader, scratch);
        ++reads;
      }
    });
  }
  for (size_t i = 0; i < kChanges; ++i) {
    change(i);
    for (size_t seen = reads; i % 4 == 0 && reads < seen + kReaders;) std::this_thread::yield();
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

// The rules that are there after one change: the patterns' numbers by id.
using Present = std::map<uint32_t, size_t>;

class RandomChanges : public ::testing::Test {
 protected:
  RandomChanges() : words_(random_), round_(words_.round(60, 12)), versions_(kChanges + 1) {
    for (size_t i = 1; i < versions_.size(); ++i) {
      versions_[i] = versions_[i - 1];
      for (size_t n = random_.below(4); n > 0; --n) versions_[i].erase(random_id());
      for (size_t n = random_.below(4); n > 0; --n) {
        versions_[i][random_id()] = random_.below(round_.patterns.size());
      }
    }
  }

  uint32_t random_id() { return static_cast<uint32_t>(random_.below(30)); }

  // From the version before to this one.
  std::shared_ptr<const RuleSet> change(size_t version) {
    std::vector<uint32_t> removed;
    std::vector<Rule> added;
    const Present &before = versions_[version - 1], &after = versions_[version];
    for (auto [id, number] : before) {
      if (!after.contains(id)) removed.push_back(id);
    }
    for (auto [id, number] : after) {
      auto old = before.find(id);
      if (old == before.end() || old->second != number) {
        added.push_back({id, round_.parsed[number]});
      }
    }
    return index_.change(removed, added);
  }

  std::vector<uint32_t> expected(size_t version, size_t event) const {
    std::vector<uint32_t> ids;
    for (auto [id, number] : versions_[version]) {
      if (round_.matches(number, event)) ids.push_back(id);
    }
    return ids;
  }

  base::SeededRandom random_{first_seed()};
  Words words_;
  Round round_;
  std::vector<Present> versions_;
  RuleIndex index_;
};

// Readers that know which version a RuleSet is, and that keep old ones.
TEST_F(RandomChanges, EveryRuleSetAnswersForItsOwnRules) {
  struct Version {
    size_t number;
    std::shared_ptr<const RuleSet> rules;
  };
  base::Snapshot<Version> newest(std::make_shared<Version>(Version{0, index_.current()}));
  std::array<std::shared_ptr<const Version>, kReaders> held;
  std::array<size_t, kReaders> reads{};
  auto check = [&](const Version& version, size_t event, Scratch& scratch) {
    EXPECT_EQ(matched(*version.rules, round_.events[event], scratch),
              expected(version.number, event))
        << "version " << version.number << "\n"
        << round_.events[event];
  };
  while_reading(
      [&](size_t reader, Scratch& scratch) {
        std::shared_ptr<const Version> version = newest.load();
        size_t event = reads[reader]++ % round_.events.size();
        check(*version, event, scratch);
        if (held[reader]) check(*held[reader], event, scratch);
        if (reads[reader] % 50 == 0) held[reader] = version;
      },
      [&](size_t i) {
        newest.store(std::make_shared<Version>(Version{i + 1, change(i + 1)}));
      });
}

// Readers that take what is there: it is one of the versions of that moment, whole.
TEST_F(RandomChanges, TheNewestRuleSetIsOneOfTheMoment) {
  std::atomic<size_t> changed = 0;
  while_reading(
      [&](size_t, Scratch& scratch) {
        size_t first = changed;
        std::shared_ptr<const RuleSet> rules = index_.current();
        size_t last = std::min(changed + 1, kChanges);  // one more may be there already
        std::vector<bool> possible(last + 1 - first, true);
        for (size_t event = 0; event < round_.events.size(); ++event) {
          std::vector<uint32_t> ids = matched(*rules, round_.events[event], scratch);
          for (size_t version = first; version <= last; ++version) {
            if (ids != expected(version, event)) possible[version - first] = false;
          }
        }
        EXPECT_NE(std::find(possible.begin(), possible.end(), true), possible.end())
            << "of versions " << first << " to " << last;
      },
      [&](size_t i) {
        change(i + 1);
        changed = i + 1;
      });
  EXPECT_EQ(index_.size(), versions_.back().size());
}

TEST(RuleIndexThreads, ARuleOfManyBranchesIsSeenWhollyOrNotAtAll) {
  constexpr size_t kBranches = 60;
  std::string branches;
  std::vector<std::string> events;
  for (size_t i = 0; i < kBranches; ++i) {
    branches += fmt::format(R"({}{{"a":["{}"],"k{}":[{{"prefix":"x"}}]}})", i ? "," : "", i, i % 7);
    events.push_back(fmt::format(R"({{"k{}":"xyz","a":"{}"}})", i % 7, i));
  }
  std::vector<Rule> rule{{5, parsed(R"({"$or":[)" + branches + "]}")}};
  RuleIndex index;
  while_reading(
      [&](size_t, Scratch& scratch) {
        std::shared_ptr<const RuleSet> rules = index.current();
        size_t count = 0;
        for (const std::string& event : events) count += matched(*rules, event, scratch).size();
        EXPECT_TRUE(count == 0 || count == kBranches) << count;
      },
      [&](size_t i) {
        std::vector<uint32_t> removed{5};
        i % 2 == 0 ? index.change({}, rule) : index.change(removed, {});
      });
}

TEST(RuleIndexThreads, AReplacedRuleIsSeenInExactlyOneOfItsForms) {
  const std::string only_a = R"({"a":"x"})", only_b = R"({"b":"y"})",
                    a_and_b = R"({"b":"y","a":"x"})";
  std::array<std::shared_ptr<const Pattern>, 2> forms{
      parsed(R"({"a":["x"],"b":[{"exists":false},"y"]})"), parsed(R"({"b":[{"prefix":"y"}]})")};
  RuleIndex index;
  index.change({}, std::vector<Rule>{{7, forms[1]}});
  while_reading(
      [&](size_t, Scratch& scratch) {
        std::shared_ptr<const RuleSet> rules = index.current();
        bool is_first = !matched(*rules, only_a, scratch).empty();
        bool is_second = !matched(*rules, only_b, scratch).empty();
        EXPECT_NE(is_first, is_second);
        EXPECT_EQ(matched(*rules, a_and_b, scratch), std::vector<uint32_t>{7});
      },
      [&](size_t i) {
        // Removing and adding an id in one change replaces it, like adding it alone.
        std::vector<uint32_t> removed{7};
        if (i % 3 == 0) removed.clear();
        index.change(removed, std::vector<Rule>{{7, forms[i % 2]}});
      });
}

}  // namespace
}  // namespace angarium::pattern
