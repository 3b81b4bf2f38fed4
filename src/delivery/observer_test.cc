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
  void dead_letter_stored(const Delivery& letter, base::Time) override {
    lines.push_back(letter.content->event_id + " in " + letter.route->target_arn.text());
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

TEST_F(ObserverTest, HearsOfDeadLettersThatACommitTook) {
  FakeTarget& a = target("a");
  a.script = {Attempt::permanent("Gone", "for good")};
  target("letters").queue = store::Key::of({"letters"});
  store::CommitRequest exists{
      bus_.partition, 0, {store::TablePut{store::Key::of({"exists"}), ""}}, {}};
  ASSERT_TRUE(run(process_->ownership->commit(std::move(exists))).ok());
  put("e1", {route("s", a, "letters")});
  run_for(1s);
  ASSERT_EQ(notes_->lines.size(), 3u);
  EXPECT_EQ(notes_->lines.back(), "e1 in letters");
}

}  // namespace
}  // namespace angarium::delivery
