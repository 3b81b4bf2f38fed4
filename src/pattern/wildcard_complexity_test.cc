#include "pattern/wildcard_complexity.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/random.h"

namespace angarium::pattern {
namespace {

constexpr uint32_t kHigh = 1000;

uint32_t complexity(const std::vector<WildcardGroup>& groups, uint32_t limit = kHigh) {
  return wildcard_complexity(groups, limit);
}

// Each a matcher of its own.
uint32_t separate(std::initializer_list<std::string_view> wildcards, uint32_t limit = kHigh) {
  std::vector<WildcardGroup> groups;
  for (std::string_view wildcard : wildcards) groups.push_back({wildcard});
  return complexity(groups, limit);
}

TEST(WildcardComplexity, OneWildcardWithoutRepetitionHasItsStarsAndOne) {
  EXPECT_EQ(separate({}), 0u);
  EXPECT_EQ(separate({""}), 1u);
  EXPECT_EQ(separate({"abc"}), 1u);
  EXPECT_EQ(separate({"*"}), 2u);
  EXPECT_EQ(separate({"a*b"}), 2u);
  EXPECT_EQ(separate({"*a*"}), 3u);
  EXPECT_EQ(separate({"a*b*c*d"}), 4u);
  EXPECT_EQ(separate({R"(\*\\)"}), 1u);
}

TEST(WildcardComplexity, RepetitionBehindAStarRaisesIt) {
  EXPECT_EQ(separate({"*aaaa*"}), 6u);
  EXPECT_EQ(separate({"a*a*a*a*a"}), 8u);
  EXPECT_EQ(separate({"x*" + std::string(27, 'z')}), 28u);
  EXPECT_EQ(separate({"*ab*ad"}), 4u);
  EXPECT_EQ(separate({R"(*\*\*\*)"}), 4u);
}

TEST(WildcardComplexity, WildcardsOfOneFieldAddUpWhereATextMeetsThemTogether) {
  EXPECT_EQ(separate({"*a", "*b", "*c"}), 6u);
  EXPECT_EQ(separate({"ab*cd", "ab*wx", "ab*yz"}), 6u);
  EXPECT_EQ(separate({"ab*c", "xy*z"}), 2u);
  EXPECT_EQ(separate({"a*bcd", "ab*cd"}), 4u);
  EXPECT_EQ(separate({"abc*", "abcde*"}), 4u);
}

// Taken and refused by the service: three stacks in one rule, not four.
TEST(WildcardComplexity, AnExampleFromLife) {
  EXPECT_EQ(separate({"*:stack/one/*", "*:stack/two/*", "*:stack/six/*"}), 9u);
  EXPECT_GT(separate({"*:stack/one/*", "*:stack/two/*", "*:stack/six/*", "*:stack/ten/*"}), 10u);
}

TEST(WildcardComplexity, WhatOneListHasInCommonCountsOnce) {
  EXPECT_EQ(complexity({{"*a", "*b", "*c"}}), 2u);
  EXPECT_EQ(complexity({{"*a*", "*b*", "*c*"}}), 5u);
  EXPECT_EQ(complexity({{"*a*"}, {"*b*"}, {"*c*"}}), 9u);
  EXPECT_EQ(complexity({{"abc", "abd"}}), 1u);
}

TEST(WildcardComplexity, AboveTheLimitItIsTheLimitAndOne) {
  EXPECT_EQ(separate({"a*b*c*d"}, 4), 4u);
  EXPECT_EQ(separate({"a*b*c*d"}, 3), 4u);
  EXPECT_EQ(separate({"a*b*c*d"}, 2), 3u);
}

// What the number means, taken at its word: all sets of beginnings that any text matches.
class Definition {
 public:
  explicit Definition(const std::vector<WildcardGroup>& groups) {
    for (size_t group = 0; group < groups.size(); ++group) {
      for (size_t i = 0; i < groups[group].size(); ++i) {
        std::string framed = "\"" + std::string(groups[group][i]) + "\"";
        beginnings_.push_back({framed, group, i});
      }
    }
  }

  uint32_t worst() {
    std::set<Set> seen;
    std::vector<Set> pending{follow(start(), '"')};
    uint32_t most = 0;
    while (!pending.empty()) {
      Set set = pending.back();
      pending.pop_back();
      if (set.empty() || !seen.insert(set).second) continue;
      most = std::max(most, count(set));
      for (char c : std::string("ab\"x")) pending.push_back(follow(set, c));
    }
    return most;
  }

 private:
  struct Wildcard {
    std::string text;
    size_t group;
    size_t number;
  };
  using Set = std::set<std::pair<size_t, size_t>>;  // wildcard, length of the beginning

  Set start() const {
    Set set;
    for (size_t i = 0; i < beginnings_.size(); ++i) set.insert({i, 0});
    return set;
  }

  void reach(size_t wildcard, size_t length, Set& set) const {
    set.insert({wildcard, length});
    const std::string& text = beginnings_[wildcard].text;
    if (length < text.size() && text[length] == '*') set.insert({wildcard, length + 1});
  }

  Set follow(const Set& set, char c) const {
    Set result;
    for (auto [wildcard, length] : set) {
      const std::string& text = beginnings_[wildcard].text;
      if (length > 0 && text[length - 1] == '*') result.insert({wildcard, length});
      if (length < text.size() && text[length] == c) reach(wildcard, length + 1, result);
    }
    return result;
  }

  // Beginnings up to the first star, and whole wildcards, are the same for all of a group.
  uint32_t count(const Set& set) const {
    std::set<std::tuple<size_t, size_t, std::string>> distinct;
    for (auto [wildcard, length] : set) {
      const Wildcard& of = beginnings_[wildcard];
      std::string beginning = of.text.substr(0, length);
      size_t star = beginning.find('*');
      bool whole = length == of.text.size();
      bool own = star != std::string::npos && star + 1 < length;
      distinct.insert({of.group, !whole && own ? of.number + 1 : 0, whole ? "whole" : beginning});
    }
    return static_cast<uint32_t>(distinct.size());
  }

  std::vector<Wildcard> beginnings_;
};

std::string random_wildcard(base::Random& random) {
  std::string wildcard;
  size_t length = random.below(9);
  for (size_t i = 0; i < length; ++i) {
    char c = "aab*\""[random.below(5)];
    bool second_star = c == '*' && !wildcard.empty() && wildcard.back() == '*';
    if (!second_star) wildcard += c;
  }
  return wildcard;
}

TEST(WildcardComplexity, AgreesWithTheDefinition) {
  base::SeededRandom random(20240611);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::vector<std::string>> owned;
    std::set<std::string> known;
    for (size_t group = 1 + random.below(4); group > 0; --group) {
      std::vector<std::string> wildcards;
      for (size_t i = 1 + random.below(3); i > 0; --i) {
        std::string wildcard = random_wildcard(random);
        if (known.insert(wildcard).second) wildcards.push_back(wildcard);
      }
      if (!wildcards.empty()) owned.push_back(std::move(wildcards));
    }
    std::vector<WildcardGroup> groups;
    std::string shown;
    for (const auto& wildcards : owned) {
      groups.emplace_back(wildcards.begin(), wildcards.end());
      for (const auto& wildcard : wildcards) shown += wildcard + " ";
      shown += "| ";
    }
    uint32_t expected = Definition(groups).worst();
    ASSERT_EQ(complexity(groups), expected) << shown;
    ASSERT_EQ(complexity(groups, 5), std::min(expected, 6u)) << shown;
  }
}

TEST(WildcardComplexity, ManyStarsAreAboveTheLimitAtOnce) {
  std::string stars;
  for (int i = 0; i < 1000; ++i) stars += "F*e*";
  EXPECT_EQ(separate({stars}, 10), 11u);
}

// One list of a long wildcard that begins with a star and many that don't. What follows the star is
// looked at once for each of the others, so the work is the product of both.
uint32_t product(size_t length, int others) {
  std::string text;
  for (int i = 0; text.size() < length; ++i) text += fmt::format("{}.", i);
  std::vector<std::string> wildcards{"*" + text};
  for (int i = 0; i < others; ++i) wildcards.push_back(fmt::format("{:05}*", i));
  return complexity({WildcardGroup(wildcards.begin(), wildcards.end())}, 10);
}

TEST(WildcardComplexity, TheWorkIsBounded) {
  EXPECT_EQ(product(2000, 2), 4u);
  EXPECT_EQ(product(2000, 250), 4u);     // what 4,096 characters have room for
  EXPECT_EQ(product(20'000, 250), 11u);  // more steps than allowed
}

}  // namespace
}  // namespace angarium::pattern
