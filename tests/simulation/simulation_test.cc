// Runs the simulation: a few hundred seeds as a test, any number by hand:
//   simulation_test --seeds 10000 --first 1
//   ANGARIUM_SIMULATION_SEEDS=10000 simulation_test --gtest_filter='*InAStorm'
//   simulation_test --seeds 1 --first 4711 --trace
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "base/log.h"
#include "simulation/seeds.h"
#include "simulation/world.h"

namespace angarium::simulation {
namespace {

struct Arguments {
  uint64_t first = 1;
  uint64_t seeds = 0;  // as many as each test has time for
  bool trace = false;
};
Arguments arguments;

std::string text_of(const Report& report, uint64_t seed) {
  std::string text =
      fmt::format("seed {} ({} events, {} kills):\n", seed, report.events, report.kills);
  for (const std::string& problem : report.problems) text += "  " + problem + "\n";
  return text + fmt::format("again with: simulation_test --seeds 1 --first {} --trace", seed);
}

// An assertion in the engine ends the process; the seed must not be lost with it.
volatile sig_atomic_t seed_running = 0;
void print_seed(int) {
  char line[64];
  const auto end = fmt::format_to_n(line, sizeof(line), "in simulation seed {}\n", seed_running);
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line, end.size);
}

Report run(const Options& options) {
  note_seed(options.seed);
  return World(options).run();
}

// Seeds until the checks notice; none when they don't.
std::optional<uint64_t> seed_that_notices(Sabotage sabotage, uint64_t seeds_max) {
  for (uint64_t seed = 1; seed <= seeds_max; ++seed) {
    Options options;
    options.seed = seed;
    options.sabotage = sabotage;
    if (!run(options).problems.empty()) return seed;
  }
  return std::nullopt;
}

TEST(Simulation, LosesNothingInAStorm) {
  uint64_t events = 0, acknowledged = 0, kills = 0;
  const Seeds seeds = chosen_seeds(300);
  for (uint64_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
    Options options;
    options.seed = seed;
    options.keep_trace = seeds.is_traced;
    const Report report = run(options);
    for (const std::string& line : report.trace) fmt::print("{}\n", line);
    ASSERT_TRUE(report.problems.empty()) << text_of(report, seed);
    events += static_cast<uint64_t>(report.events);
    acknowledged += static_cast<uint64_t>(report.acknowledged);
    kills += static_cast<uint64_t>(report.kills);
  }
  fmt::print("{} seeds from {}: {} events, {} acknowledged, {} kills, nothing lost\n", seeds.count,
             seeds.first, events, acknowledged, kills);
  EXPECT_GT(acknowledged * 2, events) << "too few puts were answered for this to mean much";
}

TEST(Simulation, RepeatsNothingInACalm) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    Options options;
    options.seed = seed;
    options.faults = Faults::none();
    const Report report = run(options);
    ASSERT_TRUE(report.problems.empty()) << text_of(report, seed);
    ASSERT_EQ(report.acknowledged, report.events);
  }
}

TEST(Simulation, TheSameSeedIsTheSameRun) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Options options;
    options.seed = seed;
    const Report first = run(options);
    const Report second = run(options);
    ASSERT_EQ(first.trace_hash, second.trace_hash) << "seed " << seed;
    ASSERT_EQ(first.acknowledged, second.acknowledged) << "seed " << seed;
  }
}

TEST(Simulation, NoticesADiskThatDoesNotSync) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoSync, 20));
}

TEST(Simulation, NoticesACursorWithoutItsSpills) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kTornCommits, 200));
}

TEST(Simulation, NoticesADeadLetterThatIsNotWritten) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoLetters, 20));
}

TEST(Simulation, NoticesAFailureThatIsNotCounted) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoCounts, 20));
}

TEST(Simulation, NoticesThatOrderIsNotKept) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoOrder, 40));
}

TEST(Simulation, NoticesAQuotaThatNeverEmpties) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kStuckQuota, 1));
}

TEST(Simulation, NoticesReceiversThatDoNotRecognizeRepetitions) {
  EXPECT_TRUE(seed_that_notices(Sabotage::kNoDeduplication, 20));
}

// "--seeds 7" as well as "--seeds=7".
void read_arguments(int count, char** values) {
  for (int i = 1; i < count; ++i) {
    std::string_view name = values[i];
    if (name == "--trace") arguments.trace = true;
    std::string_view value = i + 1 < count ? values[i + 1] : "";
    if (const size_t equals = name.find('='); equals != std::string_view::npos) {
      value = name.substr(equals + 1);
      name = name.substr(0, equals);
    }
    uint64_t* number = name == "--seeds"   ? &arguments.seeds
                       : name == "--first" ? &arguments.first
                                           : nullptr;
    if (number) std::from_chars(value.data(), value.data() + value.size(), *number);
  }
}

}  // namespace

Seeds chosen_seeds(uint64_t count) {
  return {arguments.first, arguments.seeds == 0 ? count : arguments.seeds, arguments.trace};
}

void note_seed(uint64_t seed) { seed_running = static_cast<sig_atomic_t>(seed); }

}  // namespace angarium::simulation

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::signal(SIGABRT, angarium::simulation::print_seed);
  const char* seeds = std::getenv("ANGARIUM_SIMULATION_SEEDS");
  if (seeds != nullptr) angarium::simulation::arguments.seeds = std::strtoull(seeds, nullptr, 10);
  angarium::simulation::read_arguments(argc, argv);
  angarium::base::set_log_level(angarium::base::LogLevel::kError);
  return RUN_ALL_TESTS();
}
