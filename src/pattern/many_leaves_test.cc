#include "pattern/many_leaves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "pattern/found_scalar.h"
#include "pattern/many_ranges.h"
#include "pattern/many_wildcards.h"
#include "pattern/pattern.h"
#include "pattern/wildcard.h"

namespace angarium::pattern {
namespace {

std::string random_text(base::Random& random, size_t length_max, std::string_view letters) {
  std::string text;
  for (size_t length = random.below(length_max); length > 0; --length) {
    text += letters[random.below(letters.size())];
  }
  return text;
}

std::string random_wildcard(base::Random& random) {
  std::string wildcard;
  for (size_t pieces = random.below(9); pieces > 0; --pieces) {
    static constexpr const char* kPieces[]{"a", "b", "ab", "aa", R"(\*)", R"(\\)", "*", "*", "*"};
    const bool after_star = wildcard.ends_with('*') && !wildcard.ends_with("\\*");
    wildcard += kPieces[random.below(after_star ? 6 : 9)];
  }
  return wildcard;
}

TEST(ManyWildcards, AgreeWithEachAlone) {
  base::SeededRandom random(6);
  ManyWildcards many;
  size_t matched = 0;
  for (int round = 0; round < 3'000; ++round) {
    many.begin();
    std::vector<std::string> wildcards(1 + random.below(40));
    for (std::string& wildcard : wildcards) {
      wildcard = random_wildcard(random);
      many.add(wildcard);
    }
    for (int i = 0; i < 10; ++i) {
      const std::string text = random_text(random, random.below(99) > 0 ? 16 : 9'000, "aaabb*\\");
      const std::span<const uint32_t> found = many.search(text);
      for (uint32_t number = 0; number < wildcards.size(); ++number) {
        const bool wanted = matches_wildcard(wildcards[number], text);
        matched += wanted;
        ASSERT_EQ(std::count(found.begin(), found.end(), number), wanted ? 1 : 0)
            << wildcards[number] << " on " << text;
      }
    }
  }
  EXPECT_GT(matched, 10'000u);
}

// Every beginning of a long run is a piece somebody looks for, then looks for no more.
TEST(ManyWildcards, AreLinearInTheText) {
  ManyWildcards many;
  many.begin();
  for (size_t length = 1; length <= 300; ++length) {
    many.add("*" + std::string(length, 'a') + "*" + std::string(length, 'a') + "b*");
    many.add("*" + std::string(length, 'a') + "*c" + std::string(length, 'a') + "*");
  }
  std::string text(1'000'000, 'a');
  text += 'b';
  const std::span<const uint32_t> found = many.search(text);
  EXPECT_EQ(found.size(), 300u);
  for (const uint32_t number : found) EXPECT_EQ(number % 2, 0u);
}

TEST(ManyRanges, AgreeWithEachAlone) {
  static constexpr const char* kNumbers[]{"0",
                                          "1",
                                          "-1",
                                          "2.5",
                                          "1e1",
                                          "3",
                                          "2.0",
                                          "-0.0",
                                          "1e300",
                                          "1e-300",
                                          "9007199254740993",
                                          "2.4999999999999999999",
                                          "0.1",
                                          "0.30000000000000004",
                                          "2.50000000000000001",
                                          "1e999"};
  base::SeededRandom random(7);
  const auto bound = [&] { return static_cast<double>(random.below(9)) / 2 - 1; };
  for (int round = 0; round < 5'000; ++round) {
    ManyRanges many;
    many.begin();
    std::vector<Range> ranges(1 + random.below(70));
    for (size_t i = 0; i < ranges.size(); ++i) {
      Range& range = ranges[i];
      if (random.below(4) > 0) range.low = bound();
      if (random.below(4) > 0) range.high = bound();
      range.low_included = random.below(2) == 0;
      range.high_included = random.below(2) == 0;
      many.add(range, {.listed = Many::one(i), .excepted = Many::one(i + 100)});
    }
    many.ready();
    for (const char* spelling : kNumbers) {
      NumberMemo number;
      const Who who = many.holding(number, spelling);
      for (size_t i = 0; i < ranges.size(); ++i) {
        NumberMemo own;
        const bool wanted = own.in(ranges[i], spelling);
        ASSERT_EQ(who.listed.has(i), wanted)
            << spelling << " " << ranges[i].low << " to " << ranges[i].high;
        ASSERT_EQ(who.excepted.has(i + 100), wanted);
      }
    }
  }
}

// A leaf as the index keeps it.
class PackedLeaf {
 public:
  explicit PackedLeaf(const Leaf& leaf) {
    for (const Matcher& matcher : leaf.matchers) PackedMatchers::append(matcher, bytes_);
    sets_ = ValueSets::build(bytes_);
    leaf_ = {.path = nullptr,
             .matchers = bytes_.data(),
             .matcher_bytes = static_cast<uint32_t>(bytes_.size()),
             .absent = leaf.absent,
             .sets = sets_.get()};
  }
  PackedLeaf(const PackedLeaf&) = delete;
  PackedLeaf& operator=(const PackedLeaf&) = delete;
  const CompiledLeaf& leaf() const { return leaf_; }

 private:
  std::string bytes_;
  std::unique_ptr<const ValueSets> sets_;
  CompiledLeaf leaf_;
};

constexpr const char* kMatchers[]{R"("a")",
                                  R"("abc")",
                                  "1",
                                  "1.0",
                                  "true",
                                  "false",
                                  "null",
                                  R"("10.0.0.1")",
                                  R"({"prefix":"a"})",
                                  R"({"prefix":"ab"})",
                                  R"({"prefix":""})",
                                  R"({"suffix":"c"})",
                                  R"({"suffix":"bc"})",
                                  R"({"equals-ignore-case":"ABC"})",
                                  R"({"prefix":{"equals-ignore-case":"AB"}})",
                                  R"({"wildcard":"a*c"})",
                                  R"({"wildcard":"*b*"})",
                                  R"({"wildcard":"abc"})",
                                  R"({"numeric":[">",0,"<=",5]})",
                                  R"({"numeric":["<",1]})",
                                  R"({"numeric":["=",1]})",
                                  R"({"cidr":"10.0.0.0/8"})",
                                  R"({"exists":true})",
                                  R"({"anything-but":"a"})",
                                  R"({"anything-but":["x","abc"]})",
                                  R"({"anything-but":[1,2]})",
                                  R"({"anything-but":{"prefix":"a"}})",
                                  R"({"anything-but":{"suffix":["c","d"]}})",
                                  R"({"anything-but":{"wildcard":"*b*"}})",
                                  R"({"anything-but":{"equals-ignore-case":"aBC"}})"};
constexpr const char* kScalars[]{"\"a\"",        "\"abc\"",
                                 "\"ABC\"",      "\"bc\"",
                                 "\"\"",         "\"\\u0061bc\"",
                                 "\"10.0.0.1\"", "\"::ffff:10.0.0.1\"",
                                 "\"10.9.9.9\"", "1",
                                 "1.0",          "10e-1",
                                 "0.5",          "9007199254740993",
                                 "true",         "false",
                                 "null"};

Found found_of(std::string_view json) {
  Found found{};
  const bool is_string = json[0] == '"';
  if (is_string) json = json.substr(1, json.size() - 2);
  found.text = json.data();
  found.size = static_cast<uint32_t>(json.size());
  found.kind = is_string         ? ScalarKind::kString
               : json == "true"  ? ScalarKind::kTrue
               : json == "false" ? ScalarKind::kFalse
               : json == "null"  ? ScalarKind::kNull
                                 : ScalarKind::kNumber;
  found.maybe_escaped = true;
  return found;
}

TEST(ManyLeaves, AgreeWithEachAlone) {
  base::SeededRandom random(8);
  ManyLeaves many;
  ManySets sets;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::unique_ptr<PackedLeaf>> leaves;
    many.begin();
    const size_t count = 1 + random.below(300);
    for (size_t number = 0; number < count; ++number) {
      std::string text;
      for (size_t tests = 1 + random.below(4); tests > 0; --tests) {
        text += text.empty() ? "" : ",";
        text += kMatchers[random.below(std::size(kMatchers))];
      }
      auto pattern = Pattern::parse(R"({"a":[)" + text + "]}");
      ASSERT_TRUE(pattern.ok()) << text;
      leaves.push_back(std::make_unique<PackedLeaf>(pattern->alternatives()[0][0]));
      many.add(number, leaves.back()->leaf());
    }
    many.ready();
    for (const char* json : kScalars) {
      Found found = found_of(json);
      NumberMemo memo;
      const Many accepting = sets[many.accepting(found, &memo, sets)];
      std::string decoded;
      for (size_t number = 0; number < leaves.size(); ++number) {
        ASSERT_EQ(accepting.has(number),
                  leaves[number]->leaf().accepts(scalar_of(found, &memo, decoded)))
            << json << " for leaf " << number << " of round " << round;
      }
    }
  }
}

}  // namespace
}  // namespace angarium::pattern
