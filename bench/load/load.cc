#include "load/load.h"

#include <fmt/format.h>

#include <charconv>
#include <semaphore>

#include "json/writer.h"
#include "load/received.h"
#include "load/timing.h"

namespace angarium::load {
namespace {

using base::Instant;

constexpr std::string_view kSentKey = "\"sent\":";

// Everything the connections share. One thread runs them all, so nothing is locked.
struct Run {
  explicit Run(const Plan& plan) : plan(plan), executor("load", 1) {}

  const Plan& plan;
  base::AsioExecutor executor;
  Instant start, end;
  uint64_t requests_begun = 0;
  size_t senders_left = 0, receivers_left = 0;
  Report report;
  std::binary_semaphore done{0};

  bool all_received() const { return senders_left == 0 && report.received >= report.put; }
  void one_ended(size_t& left) {
    --left;
    if (senders_left > 0) return;
    if (report.seconds == 0) report.seconds = milliseconds(executor.now() - start) / 1000;
    if (receivers_left == 0) done.release();
  }
};

// A detail of about the size asked for, which says when it was sent.
std::string put_events_body(const Plan& plan, int64_t sent_ns) {
  std::string detail = fmt::format("{{{}{},\"status\":\"paid\",\"padding\":\"", kSentKey, sent_ns);
  size_t padding =
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

base::Task<void> send_events(Run& run) {
  const Plan& plan = run.plan;
  Client client(run.executor, plan.endpoint);
  co_await client.connect();
  double requests_per_second = plan.events_per_second / static_cast<double>(plan.entries);
  while (true) {
    // Open loop: a request's time is fixed beforehand, however late the answers before it are.
    Instant due = run.executor.now();
    if (requests_per_second > 0) {
      double after = static_cast<double>(run.requests_begun++) / requests_per_second;
      due = run.start + duration(after);
      if (due >= run.end) break;
      co_await base::sleep_until(run.executor, due);
    }
    if (run.executor.now() >= run.end && requests_per_second == 0) break;
    std::string body = put_events_body(plan, due.time_since_epoch().count());
    std::string answer = co_await client.call("events", "AWSEvents.PutEvents", std::move(body));
    run.report.put_ms.push_back(milliseconds(run.executor.now() - due));
    if (answer.find("\"FailedEntryCount\":0") == std::string::npos) {
      std::fprintf(stderr, "corridor_load: entries failed: %s\n", answer.c_str());
      std::exit(1);
    }
    run.report.put += plan.entries;
  }
  run.one_ended(run.senders_left);
}

void note_delivery(Run& run, std::string_view envelope, Instant now) {
  size_t at = envelope.find(kSentKey);
  if (at == std::string_view::npos) return;
  int64_t sent_ns = 0;
  const char* digits = envelope.data() + at + kSentKey.size();
  std::from_chars(digits, envelope.data() + envelope.size(), sent_ns);
  run.report.delivery_ms.push_back(milliseconds(now - Instant(std::chrono::nanoseconds(sent_ns))));
}

// Counts what was received, and how long it took; the answer is delete_body()'s.
std::string take(Run& run, std::string_view answer) {
  const Instant now = run.executor.now();
  return delete_body(run.plan.queue_url, answer, [&](std::string_view envelope) {
    note_delivery(run, envelope, now);
    ++run.report.received;
  });
}

base::Task<void> receive_messages(Run& run) {
  Client client(run.executor, run.plan.endpoint);
  co_await client.connect();
  std::string receive;
  json::Writer(receive)
      .begin_object()
      .key("QueueUrl")
      .string(run.plan.queue_url)
      .key("MaxNumberOfMessages")
      .integer(10)
      .key("WaitTimeSeconds")
      .integer(1)
      .end_object();
  while (!run.all_received()) {
    std::string answer = co_await client.call("sqs", "AmazonSQS.ReceiveMessage", receive);
    std::string body = take(run, answer);
    if (body.empty()) continue;
    co_await client.call("sqs", "AmazonSQS.DeleteMessageBatch", std::move(body));
  }
  run.one_ended(run.receivers_left);
}

}  // namespace

Report run(const Plan& plan) {
  Run run(plan);
  run.senders_left = plan.senders;
  run.receivers_left = plan.queue_url.empty() ? 0 : plan.receivers;
  run.start = run.executor.now();
  run.end = run.start + duration(plan.seconds);
  size_t receivers = run.receivers_left;
  for (size_t i = 0; i < plan.senders; ++i) base::spawn(run.executor, send_events(run));
  for (size_t i = 0; i < receivers; ++i) base::spawn(run.executor, receive_messages(run));
  run.done.acquire();
  run.executor.stop();
  return std::move(run.report);
}

}  // namespace angarium::load
