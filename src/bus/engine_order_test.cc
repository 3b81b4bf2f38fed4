#include <gmock/gmock.h>

#include "bus/engine_fixture_test.h"

namespace angarium::bus {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""min;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A queue beside its bus, once out of its commits and once back in them.
class EngineOrderTest : public EngineTest {
 protected:
  void put_number(int n) {
    EXPECT_TRUE(put(bus('1'), event("shop", R"({"n":)" + std::to_string(n) + "}")).ok());
    run_for(20ms);
  }
  void decline(bool declines) {
    queue(kQueue).precondition.reset();
    if (declines) queue(kQueue).precondition = store::KeyPresent{store::Key::of({"missing"})};
    queue(kQueue).is_busy = declines;
  }
  static constexpr const char* kQueue = "queue:1/q";
};

TEST_F(EngineOrderTest, ACommitDoesNotOvertakeWhatIsOwed) {
  publish(bus('1'), {{"shop", {kQueue}, "all"}});
  decline(true);
  put_number(1);
  decline(false);
  queue(kQueue).is_busy = true;
  put_number(2);
  put_number(3);
  EXPECT_THAT(messages('1', "q"), IsEmpty());
  queue(kQueue).is_busy = false;
  run_for(1min);
  put_number(4);
  EXPECT_THAT(messages('1', "q"), ElementsAre(HasSubstr(R"({"n":1})"), HasSubstr(R"({"n":2})"),
                                              HasSubstr(R"({"n":3})"), HasSubstr(R"({"n":4})")));
}

TEST_F(EngineOrderTest, WithoutAGroupItMay) {
  publish(bus('1'), {{"shop", {kQueue}}});
  decline(true);
  put_number(1);
  decline(false);
  put_number(2);
  EXPECT_THAT(messages('1', "q"), ElementsAre(HasSubstr(R"({"n":2})")));
}

}  // namespace
}  // namespace angarium::bus
