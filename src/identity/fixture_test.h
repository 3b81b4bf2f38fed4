#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>

#include "base/simulated_executor.h"
#include "identity/accounts.h"
#include "identity/directory.h"
#include "store/memory/memory_engine.h"

namespace angarium::identity {

inline Sealer sealer_with(std::map<SealKeyId, uint8_t> keys, base::Random& random) {
  std::map<SealKeyId, SealKey> made;
  for (auto [id, byte] : keys) made[id].bytes.fill(byte);
  return Sealer(std::move(made), random);
}

// A directory and its accounts on a store in memory, which can be opened again.
class IdentityTest : public ::testing::Test {
 protected:
  IdentityTest() { open(); }

  void open() {
    accounts_.reset();
    directory_.reset();
    ownership_.reset();
    store_.reset();
    driver_ = store::make_executor_driver(executor_);
    auto store = store::Store::open(engine_, clock_, *driver_, {});
    ASSERT_TRUE(store.ok());
    store_ = std::move(*store);
    ownership_ = std::make_unique<store::Ownership>(*store_, executor_);
    auto directory = Directory::open(*ownership_, sealer_);
    ASSERT_TRUE(directory.ok()) << directory.error().message();
    directory_ = std::move(*directory);
    auto accounts = Accounts::open(*ownership_, *directory_, clock_, random_);
    ASSERT_TRUE(accounts.ok()) << accounts.error().message();
    accounts_ = std::move(*accounts);
  }

  template <class T>
  T run(base::Task<T> task) {
    std::optional<T> result;
    auto wait = [](base::Task<T> task, std::optional<T>& result) -> base::Task<void> {
      result.emplace(co_await std::move(task));
    };
    base::start(wait(std::move(task), result));
    while (!result && executor_.run_one()) {
    }
    return std::move(*result);
  }

  void commit(Change change) {
    auto committed = run(directory_->commit(std::move(change)));
    ASSERT_TRUE(committed.ok()) << committed.error().message();
  }

  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, base::from_unix_ms(1'800'000'000'000)};
  base::SeededRandom random_{1};
  Sealer sealer_ = sealer_with({{1, 7}}, random_);
  store::memory::MemoryEngine engine_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Ownership> ownership_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<Accounts> accounts_;
};

}  // namespace angarium::identity
