#include "simulation/server.h"

namespace angarium::simulation {

Server::Server(uint64_t seed, base::Instant now, Disk& disk, const bus::Limits& limits,
               const delivery::QuotaLimits& quota, delivery::TargetResolver& targets,
               Sabotage sabotage, std::function<base::Instant::duration()> sync_time)
    : executor(seed),
      clock(executor, base::from_unix_ms(1'800'000'000'000)),
      random(seed),
      driver(store::make_executor_driver(executor, std::move(sync_time))) {
  executor.run_until(now);
  store::StoreOptions options;
  options.fatal = [](const base::Error&) {};
  options.sync = sabotage != Sabotage::kNoSync;
  auto opened = store::Store::open(disk, clock, *driver, std::move(options));
  if (!opened.ok()) {
    problem = opened.error().message();
    return;
  }
  store = std::move(*opened);
  ownership = std::make_unique<store::Ownership>(*store, executor);
  quotas = std::make_shared<delivery::Quotas>([quota](const base::AccountId&) { return quota; });
  engine =
      std::make_unique<bus::Engine>(bus::Surroundings{*ownership, executor, clock, random, metrics,
                                                      targets, nullptr, nullptr, nullptr, quotas},
                                    limits);
  auto started = run(engine->start());
  if (!started) problem = "start() never ended";
  if (started && !started->ok()) problem = started->error().message();
}

Server::~Server() { store.reset(); }

void Server::die(Disk& disk, base::Random& random) {
  constexpr size_t kWorkMax = 1'000'000;
  disk.process_dies();
  engine.reset();
  if (executor.run_until_idle(kWorkMax) == kWorkMax) problem = "a dead server still works";
  store.reset();
  disk.process_is_dead(random);
}

}  // namespace angarium::simulation
