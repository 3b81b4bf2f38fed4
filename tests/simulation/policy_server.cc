#include "simulation/policy_server.h"

#include <map>

namespace angarium::simulation {
namespace {

constexpr base::Milliseconds kSyncMax{5};

// Lets a rule do whatever it wants.
class Skipping final : public wire::Authorizer {
 public:
  wire::Decision decide(const wire::RequestContext&, const wire::Check&) override {
    return {.allowed = true};
  }
  wire::Decision decide(const wire::ServiceCall&, const wire::Check&) override {
    return {.allowed = true};
  }
};

// Answers what it answered the first time, whatever has changed since.
class Remembering final : public wire::Authorizer {
 public:
  explicit Remembering(const identity::Directory& directory) : real_(directory) {}

  wire::Decision decide(const wire::RequestContext& request, const wire::Check& check) override {
    return real_.decide(request, check);
  }
  wire::Decision decide(const wire::ServiceCall& call, const wire::Check& check) override {
    auto [found, is_new] = answers_.try_emplace({call.source_arn, check.resource});
    if (is_new) found->second = real_.decide(call, check);
    return found->second;
  }

 private:
  identity::Authorizer real_;
  std::map<std::pair<std::string, std::string>, wire::Decision> answers_;
};

std::unique_ptr<wire::Authorizer> make_authorizer(PolicySabotage sabotage,
                                                  const identity::Directory& directory) {
  if (sabotage == PolicySabotage::kSkipsDecisions) return std::make_unique<Skipping>();
  if (sabotage == PolicySabotage::kRemembersDecisions) {
    return std::make_unique<Remembering>(directory);
  }
  return std::make_unique<identity::Authorizer>(directory);
}

store::StoreOptions store_options(PolicySabotage sabotage) {
  store::StoreOptions options;
  options.fatal = [](const base::Error&) {};  // of a life that has ended
  options.sync = sabotage != PolicySabotage::kNoSync;
  return options;
}

}  // namespace

PolicyServer::PolicyServer(uint64_t seed, base::Instant now, const World& world)
    : executor(seed),
      clock(executor, *base::parse_basic("20261122T083000Z")),
      driver(store::make_executor_driver(
          executor,
          [&random = world.random]() -> base::Instant::duration {
            return base::Milliseconds(random.below(static_cast<uint64_t>(kSyncMax.count()) + 1));
          })),
      sealer({{1, identity::SealKey{}}}, world.random) {
  executor.run_until(now);
  store = std::move(*store::Store::open(world.disk, clock, *driver, store_options(world.sabotage)));
  ownership = std::make_unique<store::Ownership>(*store, executor);
  directory = std::move(*identity::Directory::open(*ownership, sealer));
  authorizer = make_authorizer(world.sabotage, *directory);
  engine = std::make_unique<bus::Engine>(
      bus::Surroundings{*ownership, executor, clock, world.random, metrics, world.targets},
      bus::Limits{});
  events = std::make_unique<services::events::Events>(
      services::events::Dependencies{.ownership = *ownership,
                                     .engine = *engine,
                                     .clock = clock,
                                     .random = world.random,
                                     .metrics = metrics,
                                     .authorizer = *authorizer,
                                     .page_tokens = page_tokens,
                                     .sealer = sealer,
                                     .calls = {.pool = pool, .executor = executor}});
  sqs = std::move(
      *services::sqs::Sqs::open({*ownership, clock, world.random, page_tokens, *authorizer}));
  client = std::make_unique<wire::TestClient>(
      std::vector{wire::Service(services::events::Events::table(), *events), sqs->service()},
      executor, authorizer.get());
}

PolicyServer::~PolicyServer() { executor.drop_all(); }

bool PolicyServer::start() {
  auto begin = [](PolicyServer& server, bool& is_up) -> base::Task<void> {
    auto loaded = co_await server.events->load();
    auto started = co_await server.engine->start();
    is_up = loaded.ok() && started.ok();
  };
  bool is_up = false;
  base::start(begin(*this, is_up));
  while (!is_up && executor.run_one()) {
  }
  return is_up;
}

bool PolicyServer::die(Disk& disk, base::Random& random) {
  constexpr base::Milliseconds kAgony{1'000};  // what is under way meets a disk that refuses
  constexpr size_t kWorkMax = 1'000'000;
  disk.process_dies();
  executor.run_until(executor.now() + kAgony);
  engine.reset();
  const bool has_ended = executor.run_until_idle(kWorkMax) < kWorkMax;
  client.reset();
  sqs.reset();
  events.reset();
  directory.reset();
  ownership.reset();
  store.reset();
  disk.process_is_dead(random);
  return has_ended;
}

}  // namespace angarium::simulation
