#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/simulated_executor.h"
#include "bus/engine.h"
#include "http/client_pool.h"
#include "identity/seal.h"
#include "json/value.h"
#include "services/events/events.h"
#include "store/memory/memory_engine.h"
#include "wire/test_authorizer.h"
#include "wire/test_client.h"

namespace angarium::services::events {

// The machine's clock: runs with the executor, and can be set.
class SettableClock final : public base::Clock {
 public:
  SettableClock(const base::Executor& executor, base::Time start) : running_(executor, start) {}
  base::Time now() const override { return running_.now() + moved_; }
  void move(base::Milliseconds by) { moved_ += by; }

 private:
  base::SimulatedClock running_;
  base::Milliseconds moved_{0};
};

// The service behind a real gateway, over a real engine and a store in memory, on a simulated
// executor. Every SQS ARN is a queue that keeps the envelopes it gets.
class EventsTest : public testing::Test, public delivery::TargetResolver {
 protected:
  EventsTest() { begin(); }
  ~EventsTest() override { end(); }

  void begin();
  void end();
  void restart() {
    end();
    begin();
  }

  using Answer = wire::TestClient::Answer;
  // Calls an operation; expects 200 and gives the body.
  std::string ok(const std::string& operation, const std::string& body,
                 const std::string& account = kAccount);
  // Calls an operation; expects an error and gives "Code: message".
  std::string error(const std::string& operation, const std::string& body,
                    const std::string& account = kAccount);
  Answer call(const std::string& operation, const std::string& body,
              const std::string& account = kAccount);
  // One event; gives the result entry's JSON.
  std::string put_event(const std::string& bus, const std::string& detail,
                        const std::string& account = kAccount);
  // Waits for a task of the service.
  template <class T>
  T run(base::Task<T> task) {
    std::optional<T> result;
    auto wait = [](base::Task<T> waited, std::optional<T>& out) -> base::Task<void> {
      out.emplace(co_await std::move(waited));
    };
    base::start(wait(std::move(task), result));
    while (!result && process_->executor.run_one()) {
    }
    return std::move(*result);
  }
  // Runs what is due, and time-outs up to `span`.
  void run_for(base::Milliseconds span);
  std::vector<std::string>& queue(const std::string& arn) { return queues_[arn]; }
  double metric(const std::string& line_start) const;

  base::Result<std::shared_ptr<delivery::Target>> resolve(const delivery::Route& route,
                                                          const delivery::BusId& from) override;

  static constexpr const char* kAccount = "111111111111";
  static constexpr const char* kOther = "222222222222";
  static constexpr const char* kThird = "333333333333";

  // Where calls to HTTP endpoints go; a test that makes any brings servers in memory.
  class NoWayOut : public http::Connector {
   public:
    base::Task<base::Result<std::unique_ptr<http::Stream>>> connect(http::Origin,
                                                                    base::Instant) override;
  };

  struct Process {
    Process(uint64_t seed, base::Time start)
        : executor(seed), clock(executor, start), random(seed) {}
    base::SimulatedExecutor executor;
    SettableClock clock;
    base::SeededRandom random;
    base::Metrics metrics;
    std::unique_ptr<store::GroupDriver> driver;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::Ownership> ownership;
    std::unique_ptr<bus::Engine> engine;
    std::unique_ptr<http::ClientPool> pool;
    std::unique_ptr<Events> events;
    std::unique_ptr<wire::TestClient> client;
  };

  store::memory::MemoryEngine disk_;
  Limits limits_;
  std::map<base::AccountId, Limits> own_limits_;
  bool refuses_unknown_buses_ = false;
  std::map<std::string, Origin> origins_;
  wire::TestAuthorizer authorizer_;
  std::map<std::string, std::vector<std::string>> queues_;
  std::set<std::string> busy_queues_;
  bool disk_is_full_ = false;
  base::SeededRandom nonces_{7};
  std::unique_ptr<http::Connector> way_out_ = std::make_unique<NoWayOut>();
  bool allows_plain_http_ = false;
  identity::Sealer sealer_{{{1, identity::SealKey::draw(nonces_)}}, nonces_};
  uint64_t processes_ = 0;
  base::Time start_ = *base::parse_basic("20261122T083000Z");  // when the next process begins
  std::unique_ptr<Process> process_;
};

}  // namespace angarium::services::events
