// Two servers that are each other's peers: peer_world.h.
//   simulation_test --gtest_filter='PeerSimulation.*InAStorm' --seeds 10000 --first 1
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "simulation/peer_world.h"
#include "simulation/seeds.h"

namespace angarium::simulation {
namespace {

PeerWorld::Report run(const PeerWorld::Options& options) {
  note_seed(options.seed);
  return PeerWorld(options).run();
}

std::string text_of(const PeerWorld::Report& report, uint64_t seed) {
  std::string text =
      fmt::format("seed {} ({} events, {} kills):\n", seed, report.events, report.kills);
  for (const std::string& problem : report.problems) text += "  " + problem + "\n";
  return text + fmt::format(
                    "again with: --gtest_filter='PeerSimulation.*InAStorm' --seeds 1 "
                    "--first {} --trace",
                    seed);
}

// Seeds until the checks notice, in these words; none when they don't.
std::optional<uint64_t> seed_that_notices(Sabotage sabotage, std::string_view words,
                                          uint64_t seeds_max) {
  for (uint64_t seed = 1; seed <= seeds_max; ++seed) {
    const auto report = run({.seed = seed, .sabotage = sabotage});
    const bool notices =
        std::any_of(report.problems.begin(), report.problems.end(),
                    [&](const auto& problem) { return problem.find(words) != std::string::npos; });
    if (notices) return seed;
  }
  return std::nullopt;
}

TEST(PeerSimulation, LosesAndRepeatsNothingInAStorm) {
  PeerWorld::Report all;
  const Seeds seeds = chosen_seeds(200);
  for (uint64_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
    const auto report = run({.seed = seed, .keep_trace = seeds.is_traced});
    for (const std::string& line : report.trace) fmt::print("{}\n", line);
    ASSERT_TRUE(report.problems.empty()) << text_of(report, seed);
    all.events += report.events;
    all.acknowledged += report.acknowledged;
    all.kills += report.kills;
    all.owed_to_peers += report.owed_to_peers;
    all.arrived_at_peers += report.arrived_at_peers;
    all.offers += report.offers;
  }
  fmt::print(
      "{} seeds from {}: {} events, {} acknowledged, {} kills; {} deliveries owed to peers, "
      "{} arrived once, {} offers; nothing lost\n",
      seeds.count, seeds.first, all.events, all.acknowledged, all.kills, all.owed_to_peers,
      all.arrived_at_peers, all.offers);
  EXPECT_GT(all.acknowledged * 2, all.events) << "too few puts were answered";
  EXPECT_GT(all.arrived_at_peers * 2, all.owed_to_peers) << "too little arrived";
  EXPECT_GT(all.offers, all.arrived_at_peers) << "nothing was repeated";
}

TEST(PeerSimulation, SendsNothingTwiceInACalm) {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const auto report = run({.seed = seed, .is_stormy = false});
    ASSERT_TRUE(report.problems.empty()) << text_of(report, seed);
    ASSERT_EQ(report.acknowledged, report.events) << "seed " << seed;
    ASSERT_EQ(report.arrived_at_peers, report.owed_to_peers) << "seed " << seed;
    ASSERT_EQ(report.offers, report.owed_to_peers) << "seed " << seed;
  }
}

TEST(PeerSimulation, TheSameSeedIsTheSameRun) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const auto first = run({.seed = seed});
    const auto second = run({.seed = seed});
    ASSERT_EQ(first.trace_hash, second.trace_hash) << "seed " << seed;
  }
}

TEST(PeerSimulation, NoticesAReceiverThatDoesNotRecognizeRepetitions) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoDeduplication, "times on bus", 20));
}

TEST(PeerSimulation, NoticesARecordOfRepetitionsApartFromTheEvent) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kRecordApart, "times on bus", 400));
}

TEST(PeerSimulation, NoticesAPeerThatAnswersBeforeItsDiskDoes) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoSync, "is lost on its way to bus", 40));
}

TEST(PeerSimulation, NoticesThatOrderIsNotKept) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoOrder, "lies behind a later event", 40));
}

TEST(PeerSimulation, NoticesADeadLetterThatIsNotWritten) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoLetters, "0 dead letters", 40));
}

TEST(PeerSimulation, NoticesAFailureThatIsNotCounted) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoCounts, "were counted as failed", 20));
}

}  // namespace
}  // namespace angarium::simulation
