#include "services/events/catalog.h"

#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::SizeIs;

class CatalogTest : public EventsTest {
 protected:
  const store::Partition partition_{base::AccountId(kAccount), base::Region("eu-west-1"), 0};

  void store(std::vector<store::Operation> operations) {
    bool done = false;
    auto write = [](store::Ownership& ownership, store::CommitRequest request,
                    bool& finished) -> base::Task<void> {
      auto result = co_await ownership.commit(std::move(request));
      EXPECT_TRUE(result.ok());
      finished = true;
    };
    store::CommitRequest request{.partition = partition_, .operations = std::move(operations)};
    base::start(write(*process_->ownership, std::move(request), done));
    while (!done && process_->executor.run_one()) {
    }
  }

  // The start after this has to compile each bus's rules at once.
  void store_rules(size_t buses, size_t rules_per_bus) {
    for (size_t b = 0; b < buses; ++b) {
      std::string bus = fmt::format("bus{}", b);
      std::vector<store::Operation> operations;
      operations.emplace_back(store::TablePut{bus_key(bus), encode(BusRecord{.name = bus})});
      for (size_t r = 0; r < rules_per_bus; ++r) {
        RuleRecord rule{.name = fmt::format("r{}", r),
                        .bus = bus,
                        .pattern = fmt::format(R"({{"detail":{{"n":[{}]}}}})", r),
                        .targets = {{.id = "t", .arn = "arn:aws:sqs:eu-west-1:111111111111:q"}}};
        operations.emplace_back(store::TablePut{rule_key(bus, rule.name), encode(rule)});
      }
      store(std::move(operations));
    }
  }
};

TEST_F(CatalogTest, ManyStoredRulesAreThereAfterAStart) {
  store_rules(10, 300);
  restart();
  for (int b = 0; b < 10; ++b) {
    auto bus = process_->events->catalog().find(
        {.partition = partition_, .name = fmt::format("bus{}", b)});
    ASSERT_NE(bus, nullptr);
    EXPECT_EQ(bus->rules.size(), 300u);
    EXPECT_EQ(bus->compiled->rules().size(), 300u);
  }
  put_event("bus7", R"({"n":299})");
  put_event("bus7", R"({"n":300})");
  run_for(base::Milliseconds(1000));
  EXPECT_THAT(queue("arn:aws:sqs:eu-west-1:111111111111:q"), SizeIs(1));
}

// A start that went on without it would take events for a bus and lose what its rules are owed.
TEST_F(CatalogTest, ARecordThatCannotBeReadStopsTheStart) {
  std::vector<store::Operation> operations;
  operations.emplace_back(
      store::TablePut{rule_key("gone", "r"),
                      encode(RuleRecord{.name = "r", .bus = "gone", .pattern = R"({"a":[1]})"})});
  store(std::move(operations));
  Catalog again(*process_->ownership, *process_->engine);
  std::optional<base::Result<void>> loaded;
  auto load = [](Catalog& catalog, std::optional<base::Result<void>>& out) -> base::Task<void> {
    out.emplace(co_await catalog.load());
  };
  base::start(load(again, loaded));
  while (!loaded && process_->executor.run_one()) {
  }
  ASSERT_FALSE(loaded->ok());
  EXPECT_EQ(loaded->error().message(), "rule `r` belongs to event bus `gone`, which is not stored");
}

}  // namespace
}  // namespace angarium::services::events
