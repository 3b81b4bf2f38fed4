// The time of one decision of the server's authorizer: everything gathered for the session of a
// role with ten attached policies of ten statements, and decided. The limit is 5 us.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/simulated_executor.h"
#include "identity/authorizer.h"
#include "store/memory/memory_engine.h"
#include "wire/session.h"

namespace angarium::identity {
namespace {

const base::AccountId kAccount("111122223333");

policy::PolicyPtr document(int number) {
  const char* const actions[] = {R"(["sqs:SendMessage","sqs:Get*"])", R"("s3:*")",
                                 R"(["events:PutEvents","events:Describe*"])", R"("sqs:*")",
                                 R"(["logs:CreateLogStream","logs:PutLogEvents"])"};
  const char* const conditions[] = {
      "", R"(,"Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}})",
      R"(,"Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]}})",
      R"(,"Condition":{"Bool":{"aws:SecureTransport":true}})",
      R"(,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin/*"}})"};
  std::string statements;
  for (int i = 0; i < 10; ++i) {
    statements += fmt::format(R"({}{{"Effect":"Allow","Action":{},"Resource":[)"
                              R"("arn:aws:sqs:eu-west-1:111122223333:q{}-{}",)"
                              R"("arn:aws:events:*:111122223333:event-bus/team-{}"]{}}})",
                              i > 0 ? "," : "", actions[(number + i) % 5], number, i, i,
                              conditions[(number * 3 + i) % 5]);
  }
  return *policy::Policy::parse(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}",
                                policy::PolicyKind::kManaged);
}

// A directory with the role `courier`, on a store in memory.
class World {
 public:
  World() {
    Change change{.account = kAccount};
    Role role;
    role.account = kAccount;
    role.name = "courier";
    role.id = "AROACOURIER";
    role.tags = {{"team", "blue"}};
    role.trust = *policy::Policy::parse(
        R"({"Statement":{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},)"
        R"("Action":"sts:AssumeRole"}})",
        policy::PolicyKind::kTrust);
    for (int i = 0; i < 10; ++i) {
      ManagedPolicy policy;
      policy.account = kAccount;
      policy.name = fmt::format("p{}", i);
      policy.id = "ANPA" + policy.name;
      policy.versions[1].policy = document(i);
      role.attached.insert(arn_of(policy));
      change.policies.replace(std::move(policy));
    }
    change.roles.replace(std::move(role));
    auto run = [](Directory& directory, Change change) -> base::Task<void> {
      if (!(co_await directory.commit(std::move(change))).ok()) std::abort();
    };
    base::start(run(*directory_, std::move(change)));
    executor_.run_until_idle(1'000'000);
  }

  wire::RequestContext request() const {
    wire::RequestContext request;
    request.caller = {.kind = wire::CallerKind::kRoleSession,
                      .account = kAccount,
                      .arn = "arn:aws:sts::111122223333:assumed-role/courier/run-7",
                      .user_id = "AROACOURIER:run-7",
                      .access_key_id = "ASIAEXAMPLE",
                      .session = std::make_shared<const wire::Session>(
                          wire::Session{.name = "run-7",
                                        .issuer_arn = "arn:aws:iam::111122223333:role/courier",
                                        .issuer_id = "AROACOURIER"})};
    request.region = base::Region("eu-west-1");
    request.source_address = "10.0.0.7";
    request.user_agent = "aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12";
    request.time = clock_.now();
    return request;
  }
  static wire::Check check(const std::string& resource) {
    wire::Check check{.action = "events:PutEvents", .resource = resource, .owner = kAccount};
    check.keys = {{"events:detail-type", {"order"}},
                  {"events:eventBusInvocation", {"false"}},
                  {"events:source", {"shop.orders"}}};
    return check;
  }
  Authorizer& authorizer() { return authorizer_; }

 private:
  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, base::from_unix_ms(1'800'000'000'000)};
  base::SeededRandom random_{1};
  Sealer sealer_{{{1, SealKey{}}}, random_};
  store::memory::MemoryEngine engine_;
  std::unique_ptr<store::GroupDriver> driver_ = store::make_executor_driver(executor_);
  std::unique_ptr<store::Store> store_ = *store::Store::open(engine_, clock_, *driver_, {});
  store::Ownership ownership_{*store_, executor_};
  std::unique_ptr<Directory> directory_ = *Directory::open(ownership_, sealer_);
  Authorizer authorizer_{*directory_};
};

void decide_on(benchmark::State& state, const std::string& resource) {
  World world;
  const wire::RequestContext request = world.request();
  const wire::Check check = World::check(resource);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(world.authorizer().decide(request, check));
  }
}

void decide_denied(benchmark::State& state) {
  decide_on(state, "arn:aws:events:eu-west-1:111122223333:event-bus/default");
}
BENCHMARK(decide_denied);

void decide_allowed_last(benchmark::State& state) {
  decide_on(state, "arn:aws:events:eu-west-1:111122223333:event-bus/team-9");
}
BENCHMARK(decide_allowed_last);

void gather_alone(benchmark::State& state) {
  World world;
  const wire::RequestContext request = world.request();
  const wire::Check check = World::check("arn:aws:events:eu-west-1:111122223333:event-bus/a");
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(world.authorizer().gather(request, check));
  }
}
BENCHMARK(gather_alone);

}  // namespace
}  // namespace angarium::identity
