// Policies that come and go while events flow, and servers that are killed: policy_world.h.
//   ANGARIUM_SIMULATION_SEEDS=1000 simulation_test --gtest_filter='PolicySimulation.N*'
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "simulation/policy_world.h"

namespace angarium::simulation {
namespace {

constexpr size_t kKillsMax = 4;

uint64_t seeds() {
  const char* wanted = std::getenv("ANGARIUM_SIMULATION_SEEDS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 60;
}

PolicyWorld::Report run_all(size_t kills_max) {
  PolicyWorld::Report all;
  for (uint64_t seed = 1; seed <= seeds(); ++seed) {
    PolicyWorld::Report report = PolicyWorld(seed, PolicySabotage::kNone, kills_max).run();
    for (const std::string& problem : report.problems) {
      ADD_FAILURE() << "seed " << seed << ": " << problem;
    }
    if (!report.problems.empty()) return all;
    all.put += report.put;
    all.arrived += report.arrived;
    all.refused += report.refused;
    all.kills += report.kills;
    all.unanswered += report.unanswered;
  }
  fmt::print("{} deliveries decided: {} arrived, {} refused; {} kills, {} calls unanswered\n",
             all.put, all.arrived, all.refused, all.kills, all.unanswered);
  EXPECT_GT(all.arrived * 10, all.put) << "too little was allowed for this to mean much";
  EXPECT_GT(all.refused * 10, all.put) << "too little was forbidden for this to mean much";
  return all;
}

TEST(PolicySimulation, NothingIsDeliveredThatThePoliciesOfThatMomentForbid) { run_all(0); }

TEST(PolicySimulation, NorOverKillsAndRestarts) {
  PolicyWorld::Report all = run_all(kKillsMax);
  EXPECT_GE(all.kills, seeds());
  EXPECT_GE(all.unanswered * 6, seeds()) << "too few kills came between a question and its answer";
}

TEST(PolicySimulation, NoticesDecisionsThatAreSkipped) {
  PolicyWorld::Report report = PolicyWorld(1, PolicySabotage::kSkipsDecisions, 0).run();
  EXPECT_FALSE(report.problems.empty());
}

// A hundred steps change every gate several times: one seed must be enough, and each is.
TEST(PolicySimulation, NoticesADecisionThatOutlivesAChange) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    PolicyWorld::Report report =
        PolicyWorld(seed, PolicySabotage::kRemembersDecisions, kKillsMax).run();
    EXPECT_FALSE(report.problems.empty()) << "seed " << seed;
  }
}

// A gate that was closed, and answered so, is open again after a kill.
TEST(PolicySimulation, NoticesAChangeThatAKillTakesBack) {
  auto lets_something_through = [](const PolicyWorld::Report& report) {
    return std::any_of(report.problems.begin(), report.problems.end(), [](const auto& problem) {
      return problem.find("while it was closed") != std::string::npos;
    });
  };
  size_t noticed = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    noticed +=
        lets_something_through(PolicyWorld(seed, PolicySabotage::kNoSync, kKillsMax).run()) ? 1 : 0;
  }
  EXPECT_GT(noticed, 0u);
}

}  // namespace
}  // namespace angarium::simulation
