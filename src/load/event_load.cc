#include "load/event_load.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <semaphore>
#include <utility>

#include "json/writer.h"
#include "load/received.h"
#include "load/timing.h"

namespace angarium::load {
namespace {

using base::Instant;

constexpr std::string_view kSentKey = "\"sent\":";
constexpr base::Seconds kTellEvery{1};
constexpr base::Seconds kNothingMoreAfter{10};

// Everything the connections share. One thread runs them all, so nothing is locked.
struct Run {
  Run(const EventPlan& plan, const std::atomic<bool>& stop)
      : plan(plan), stop(stop), executor("load", 1) {}

  bool is_over(Instant at) const { return at >= end || stop || error; }
  bool all_received() const {
    if (error) return true;
    if (senders_left > 0) return false;
    return report.received >= report.put * plan.copies ||
           executor.now() > last_received + kNothingMoreAfter;
  }
  void fail(const base::Error& cause) {
    if (!error) error = cause;
  }
  void one_ended() {
    if (senders_left == 0 && report.seconds == 0) {
      report.seconds = milliseconds(executor.now() - start) / 1000;
    }
    if (senders_left == 0 && receivers_left == 0 && !is_telling) done.release();
  }

  const EventPlan& plan;
  const std::atomic<bool>& stop;
  base::AsioExecutor executor;
  Instant start, end, last_received;
  uint64_t requests_begun = 0;
  size_t senders_left = 0, receivers_left = 0;
  bool is_telling = false;
  EventReport report;
  Progress recent;
  std::optional<base::Error> error;
  std::binary_semaphore done{0};
};

// A detail of about the size asked for, which says when it was sent.
std::string put_events_body(const EventPlan& plan, int64_t sent_ns) {
  std::string detail = fmt::format("{{{}{},\"status\":\"paid\",\"padding\":\"", kSentKey, sent_ns);
  const size_t padding =
      plan.detail_bytes > detail.size() + 2 ? plan.detail_bytes - detail.size() - 2 : 0;
  detail.append(padding, 'x').append("\"}");
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("Entries").begin_array();
  for (size_t i = 0; i < plan.entries; ++i) {
    writer.begin_object().key("EventBusName").string(plan.bus);
    writer.key("Source").string("load").key("DetailType").string("order");
    writer.key("Detail").string(detail).end_object();
  }
  writer.end_array().end_object();
  return body;
}

// Open loop: a request's time is fixed beforehand, however late the answers before it are.
Instant next_due(Run& run) {
  const EventPlan& plan = run.plan;
  if (plan.events_per_second == 0) return run.executor.now();
  const double requests_per_second = plan.events_per_second / static_cast<double>(plan.entries);
  const double after = static_cast<double>(run.requests_begun++) / requests_per_second;
  return run.start + duration(after);
}

void note_answer(Run& run, const std::string& answer, Instant due) {
  const double took_ms = milliseconds(run.executor.now() - due);
  run.report.put_ms.push_back(took_ms);
  run.recent.put_ms.push_back(took_ms);
  if (answer.find("\"FailedEntryCount\":0") == std::string::npos) {
    run.fail({LoadError::kRefused, "PutEvents did not take all entries: " + answer});
    return;
  }
  run.report.put += run.plan.entries;
}

base::Task<void> put_until_over(Run& run) {
  Connection connection(run.executor, run.plan.endpoint);
  auto connected = co_await connection.connect();
  if (!connected.ok()) run.fail(connected.error());
  while (true) {
    const Instant due = next_due(run);
    if (run.is_over(due)) break;
    if (due > run.executor.now()) co_await base::sleep_until(run.executor, due);
    std::string body = put_events_body(run.plan, due.time_since_epoch().count());
    auto answer = co_await connection.call("events", "AWSEvents.PutEvents", std::move(body));
    if (answer.ok()) {
      note_answer(run, *answer, due);
    } else {
      run.fail(answer.error());
    }
  }
  --run.senders_left;
  run.one_ended();
}

void note_delivery(Run& run, std::string_view envelope, Instant now) {
  const size_t at = envelope.find(kSentKey);
  if (at == std::string_view::npos) return;
  int64_t sent_ns = 0;
  const char* digits = envelope.data() + at + kSentKey.size();
  std::from_chars(digits, envelope.data() + envelope.size(), sent_ns);
  const double took_ms = milliseconds(now - Instant(std::chrono::nanoseconds(sent_ns)));
  run.report.delivery_ms.push_back(took_ms);
  run.recent.delivery_ms.push_back(took_ms);
}

// Counts what was received, and how long it took; the answer is delete_body()'s.
std::string take(Run& run, std::string_view answer) {
  const Instant now = run.executor.now();
  return delete_body(run.plan.queue_url, answer, [&](std::string_view envelope) {
    note_delivery(run, envelope, now);
    ++run.report.received;
    run.last_received = now;
  });
}

std::string receive_body(const EventPlan& plan) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("QueueUrl").string(plan.queue_url);
  writer.key("MaxNumberOfMessages").integer(10).key("WaitTimeSeconds").integer(1).end_object();
  return body;
}

base::Task<void> receive_until_over(Run& run) {
  Connection connection(run.executor, run.plan.endpoint);
  auto connected = co_await connection.connect();
  if (!connected.ok()) run.fail(connected.error());
  const std::string receive = receive_body(run.plan);
  while (!run.all_received()) {
    auto answer = co_await connection.call("sqs", "AmazonSQS.ReceiveMessage", receive);
    if (!answer.ok()) {
      run.fail(answer.error());
      break;
    }
    std::string body = take(run, *answer);
    if (body.empty()) continue;
    auto deleted = co_await connection.call("sqs", "AmazonSQS.DeleteMessageBatch", std::move(body));
    if (!deleted.ok()) run.fail(deleted.error());
  }
  --run.receivers_left;
  run.one_ended();
}

base::Task<void> tell_until_over(Run& run, const std::function<void(Progress)>& tell) {
  uint64_t put = 0, received = 0;
  Instant before = run.start;
  while (run.senders_left > 0) {
    co_await base::sleep_until(run.executor, before + kTellEvery);
    const Instant now = run.executor.now();
    const double seconds = milliseconds(now - before) / 1000;
    Progress progress = std::exchange(run.recent, {});
    progress.seconds = milliseconds(now - run.start) / 1000;
    progress.put_per_second = static_cast<double>(run.report.put - put) / seconds;
    progress.received_per_second = static_cast<double>(run.report.received - received) / seconds;
    put = run.report.put;
    received = run.report.received;
    before = now;
    if (run.senders_left > 0) tell(std::move(progress));
  }
  run.is_telling = false;
  run.one_ended();
}

}  // namespace

base::Result<EventReport> run(const EventPlan& plan, const std::atomic<bool>& stop,
                              const std::function<void(Progress)>& tell) {
  Run run(plan, stop);
  const size_t receivers = plan.queue_url.empty() ? 0 : plan.receivers;
  run.senders_left = plan.senders;
  run.receivers_left = receivers;
  run.start = run.last_received = run.executor.now();
  run.end = run.start + duration(plan.seconds);
  run.is_telling = static_cast<bool>(tell);
  for (size_t i = 0; i < plan.senders; ++i) base::spawn(run.executor, put_until_over(run));
  for (size_t i = 0; i < receivers; ++i) base::spawn(run.executor, receive_until_over(run));
  if (run.is_telling) base::spawn(run.executor, tell_until_over(run, tell));
  run.done.acquire();
  run.executor.stop();
  if (run.error) return *run.error;
  return std::move(run.report);
}

std::string matching_pattern() { return R"({"detail":{"status":["paid"]}})"; }

std::string other_pattern(size_t number) {
  return fmt::format(R"({{"detail":{{"status":["other-{}"]}}}})", number);
}

}  // namespace angarium::load
