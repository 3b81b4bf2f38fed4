#include "cli/sight_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace angarium::cli {
namespace {

using testing::HasSubstr;

constexpr const char* kPending =
    R"({"event_id":"e1","account":"111122223333","region":"us-east-1","bus":"default","change":1,)"
    R"("received":"2026-11-22T08:30:00.123Z","stored":"2026-11-22T08:30:00.124Z",)"
    R"("source":"shop","detail_type":"order","event":"{}","deliveries":[)"
    R"({"rule":"paid","rule_arn":"r1","target_id":"1",)"
    R"("target_arn":"arn:aws:sqs:us-east-1:111122223333:jobs","state":"pending",)"
    R"("attempts_made":0,"attempts":[]}]})";
constexpr const char* kGivenUp =
    R"({"event_id":"e1","account":"111122223333","region":"us-east-1","bus":"default","change":2,)"
    R"("received":"2026-11-22T08:30:00.123Z","stored":"2026-11-22T08:30:00.124Z",)"
    R"("source":"shop","detail_type":"order","event":"{}","deliveries":[)"
    R"({"rule":"paid","rule_arn":"r1","target_id":"1",)"
    R"("target_arn":"arn:aws:sqs:us-east-1:111122223333:jobs","state":"given-up",)"
    R"("attempts_made":3,"attempts":[{"number":3,"began":"2026-11-22T08:30:01.000Z",)"
    R"("ended":"2026-11-22T08:30:01.007Z","outcome":"permanent","error_code":"Gone",)"
    R"("error_message":"no such queue"}],"reason":"permanent",)"
    R"("given_up":"2026-11-22T08:30:01.007Z","dead_letter":{)"
    R"("queue_arn":"arn:aws:sqs:us-east-1:111122223333:dead","state":"delivered",)"
    R"("time":"2026-11-22T08:30:01.009Z"}}]})";

json::Document parsed(const std::string& text) {
  auto document = json::Document::parse(text);
  EXPECT_TRUE(document.ok()) << text;
  return std::move(*document);
}

TEST(TailLines, AnEventAndLaterWhatChanged) {
  TailLines tail;
  EXPECT_EQ(tail.lines(parsed(kPending).root()),
            "08:30:00.123  111122223333/default  shop  order  e1\n"
            "    paid -> sqs:jobs: under way\n");
  EXPECT_EQ(tail.lines(parsed(kPending).root()), "") << "nothing is said twice";
  EXPECT_EQ(tail.lines(parsed(kGivenUp).root()),
            "    paid -> sqs:jobs: GIVEN UP (permanent): attempt 3 took 7 ms: Gone: no such queue; "
            "in the dead-letter queue sqs:dead of 111122223333  e1\n");
}

TEST(TailLines, RemembersNoMoreThanItsLimit) {
  TailLines tail;
  const std::string event = kPending;
  for (size_t i = 0; i <= TailLines::kRememberedMax; ++i) {
    std::string other = event;
    other.replace(other.find("e1"), 2, "e" + std::to_string(i + 2));
    EXPECT_THAT(tail.lines(parsed(other).root()), HasSubstr("shop"));
  }
  std::string first = event, last = event;
  first.replace(first.find("e1"), 2, "e2");
  last.replace(last.find("e1"), 2, "e" + std::to_string(TailLines::kRememberedMax + 2));
  EXPECT_EQ(tail.lines(parsed(last).root()), "");
  EXPECT_THAT(tail.lines(parsed(first).root()), HasSubstr("shop")) << "forgotten, so said again";
}

TEST(TraceLines, InTheOrderOfTime) {
  const std::string lines =
      trace_lines(parsed(std::string(R"({"event_id":"e1","hops":[)") + kGivenUp + "]}").root());
  EXPECT_EQ(
      lines,
      "e1  shop  order\n"
      "08:30:00.123  111122223333/default  received\n"
      "08:30:00.124  111122223333/default  stored, and matched\n"
      "08:30:01.000  111122223333/default  paid -> sqs:jobs: 2 earlier attempts are not kept\n"
      "08:30:01.007  111122223333/default  paid -> sqs:jobs: attempt 3 took 7 ms: Gone: no "
      "such queue\n"
      "08:30:01.007  111122223333/default  paid -> sqs:jobs: GIVEN UP (permanent)\n"
      "08:30:01.009  111122223333/default  paid -> sqs:jobs; in the dead-letter queue sqs:dead "
      "of 111122223333\n");
  EXPECT_THAT(trace_lines(parsed(std::string(R"({"hops":[)") + kPending + "]}").root()),
              HasSubstr("paid -> sqs:jobs: under way"));
}

TEST(EventLine, TheEnvelopeStandsAsItIs) {
  EXPECT_EQ(event_line(R"({"event_id":"e1","event":"{\"n\":1e400}","deliveries":[]})"),
            R"({"event_id":"e1","event":{"n":1e400},"deliveries":[]})");
}

}  // namespace
}  // namespace angarium::cli
