#include "delivery/observer.h"

#include <gmock/gmock.h>

#include "delivery/dispatcher_fixture_test.h"

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;
using testing::ElementsAre;

// Notes what it hears, a line each.
class Notes final : public Observer, public Observers, public std::enable_shared_from_this<Notes> {
 public:
  std::shared_ptr<Observer> of(const BusId& bus) override {
    buses.push_back(bus.name);
    return shared_from_this();
  }
  void attempted(const Delivery& delivery, const Attempt& attempt, base::Time began,
                 base::Time ended) override {
    lines.push_back(delivery.content->event_id + " attempt " + std::to_string(delivery.attempt) +
                    " " + (attempt.error_code.empty() ? "delivered" : attempt.error_code) + " " +
                    std::to_string((ended - began).count()) + " ms");
  }
  void given_up(const Failure& failure, base::Time) override {
    lines.push_back(failure.delivery.content->event_id + " " + std::string(name(failure.reason)));
  }

  std::vector<std::string> buses, lines;
};

class ObserverTest : public DispatcherTest {
 protected:
  ObserverTest() {
    observers_ = notes_;
    restart();
  }
  std::shared_ptr<Notes> notes_ = std::make_shared<Notes>();
};

TEST_F(ObserverTest, HearsEveryAttemptAndWhatWasGivenUp) {
  FakeTarget& a = target("a");
  a.delay = 20ms;
  a.script = {Attempt::retryable("Busy", "later"), Attempt::delivered(),
              Attempt::permanent("Gone", "for good")};
  put("e1", {route("s", a)});
  run_for(2s);
  put("e2", {route("s", a)});
  run_for(1s);
  EXPECT_THAT(notes_->buses, ElementsAre("orders"));
  EXPECT_THAT(notes_->lines, ElementsAre("e1 attempt 1 Busy 20 ms", "e1 attempt 2 delivered 20 ms",
                                         "e2 attempt 1 Gone 20 ms",
                                         "e2 " + std::string(name(GiveUpReason::kPermanent))));
}

}  // namespace
}  // namespace angarium::delivery
