// Policies that come and go while events flow: policy_world.h.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulation/policy_world.h"

namespace angarium::simulation {
namespace {

using Sabotage = PolicyWorld::Sabotage;

TEST(PolicySimulation, NothingIsDeliveredThatThePoliciesOfThatMomentForbid) {
  PolicyWorld::Report all;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    PolicyWorld::Report report = PolicyWorld(seed, Sabotage::kNone).run();
    ASSERT_TRUE(report.problems.empty()) << "seed " << seed << ": " << report.problems.front();
    all.put += report.put;
    all.arrived += report.arrived;
    all.refused += report.refused;
  }
  fmt::print("{} deliveries decided: {} arrived, {} refused\n", all.put, all.arrived, all.refused);
  EXPECT_GT(all.arrived * 10, all.put) << "too little was allowed for this to mean much";
  EXPECT_GT(all.refused * 10, all.put) << "too little was forbidden for this to mean much";
}

TEST(PolicySimulation, NoticesDecisionsThatAreSkipped) {
  PolicyWorld::Report report = PolicyWorld(1, Sabotage::kSkipsDecisions).run();
  EXPECT_FALSE(report.problems.empty());
}

// A hundred steps change every gate several times: one seed must be enough, and each is.
TEST(PolicySimulation, NoticesADecisionThatOutlivesAChange) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    PolicyWorld::Report report = PolicyWorld(seed, Sabotage::kRemembersDecisions).run();
    EXPECT_FALSE(report.problems.empty()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace angarium::simulation
