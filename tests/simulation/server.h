#pragma once

#include <memory>
#include <optional>

#include "base/simulated_executor.h"
#include "bus/engine.h"
#include "simulation/disk.h"

namespace angarium::simulation {

// One life of the server: everything that a process has and that dies with it.
struct Server {
  // Starts at `now` and has recovered when the constructor returns.
  Server(uint64_t seed, base::Instant now, Disk& disk, const bus::Limits& limits,
         const delivery::QuotaLimits& quota, delivery::TargetResolver& targets, Sabotage sabotage,
         std::function<base::Instant::duration()> sync_time);
  ~Server();

  // Runs until the task has ended, or nothing is left to run.
  template <class T>
  std::optional<T> run(base::Task<T> task) {
    std::optional<T> result;
    auto wait = [](base::Task<T> task, std::optional<T>& result) -> base::Task<void> {
      result.emplace(co_await std::move(task));
    };
    base::start(wait(std::move(task), result));
    while (!result && executor.run_one()) {
    }
    return result;
  }

  // The process is gone. What its coroutines wait for ends with an error, so that they end too: a
  // real kill would just forget them, which here would leak. Nothing they do meanwhile has an
  // effect.
  void die(Disk& disk, base::Random& random);

  base::SimulatedExecutor executor;
  base::SimulatedClock clock;
  base::SeededRandom random;
  base::Metrics metrics;
  std::unique_ptr<store::GroupDriver> driver;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<store::Ownership> ownership;
  std::unique_ptr<bus::Engine> engine;
  std::shared_ptr<delivery::Quotas> quotas;
  std::string problem;  // why it did not start
};

}  // namespace angarium::simulation
