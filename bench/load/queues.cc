#include "load/queues.h"

#include <fmt/format.h>

#include <algorithm>
#include <semaphore>

#include "json/writer.h"
#include "load/received.h"
#include "load/timing.h"

namespace angarium::load {
namespace {

using base::Instant;

// Calls at a fixed rate, however late the answers before are. 0: no rate.
struct Pace {
  double per_second = 0;
  uint64_t begun = 0;

  Instant next(Instant start, Instant now) {
    if (per_second == 0) return now;
    return start + duration(static_cast<double>(begun++) / per_second);
  }
};

// Everything the connections share. One thread runs them all, so nothing is locked.
struct Run {
  explicit Run(const QueuePlan& plan)
      : plan(plan),
        executor("load", 1),
        sends{plan.messages_per_second / static_cast<double>(plan.batch)},
        receives{plan.receives_per_second},
        senders_left(plan.senders),
        left(plan.senders + plan.receivers + plan.polls) {}

  const QueuePlan& plan;
  base::AsioExecutor executor;
  Instant start, end;
  Pace sends, receives;
  uint64_t given_out = 0;  // messages that senders have begun to send
  size_t senders_left, left;
  QueueReport report;
  std::binary_semaphore done{0};

  bool is_over(Instant at) const {
    return at >= end || (plan.messages_max > 0 && given_out >= plan.messages_max);
  }
  void one_ended() {
    if (--left > 0) return;
    if (report.seconds == 0) report.seconds = milliseconds(executor.now() - start) / 1000;
    done.release();
  }
};

void write_message(json::Writer& writer, const Run& run, uint64_t number) {
  std::string body = fmt::format("{:020}", number);
  body.resize(std::max(run.plan.body_bytes, body.size()), 'x');
  writer.key("MessageBody").string(body);
  if (run.plan.groups == 0) return;
  writer.key("MessageGroupId").string(fmt::format("g{}", number % run.plan.groups));
  writer.key("MessageDeduplicationId")
      .string(fmt::format("d{}.{}", run.start.time_since_epoch().count(), number));
}

std::string send_body(Run& run) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("QueueUrl").string(run.plan.queue_url);
  if (run.plan.batch == 1) {
    write_message(writer, run, run.given_out++);
    writer.end_object();
    return body;
  }
  writer.key("Entries").begin_array();
  for (size_t i = 0; i < run.plan.batch; ++i) {
    writer.begin_object().key("Id").string(std::to_string(i));
    write_message(writer, run, run.given_out++);
    writer.end_object();
  }
  writer.end_array().end_object();
  return body;
}

base::Task<void> send_messages(Run& run) {
  Client client(run.executor, run.plan.endpoint);
  co_await client.connect();
  const std::string target =
      run.plan.batch == 1 ? "AmazonSQS.SendMessage" : "AmazonSQS.SendMessageBatch";
  while (true) {
    const Instant due = run.sends.next(run.start, run.executor.now());
    if (run.is_over(due)) break;
    if (run.plan.messages_per_second > 0) co_await base::sleep_until(run.executor, due);
    std::string body = send_body(run);
    const std::string answer = co_await client.call("sqs", target, std::move(body));
    run.report.send_ms.push_back(milliseconds(run.executor.now() - due));
    if (answer.find("\"BatchResultErrorEntry\"") != std::string::npos ||
        answer.find("\"SenderFault\"") != std::string::npos) {
      std::fprintf(stderr, "queue_load: entries failed: %s\n", answer.c_str());
      std::exit(1);
    }
    run.report.sent += run.plan.batch;
  }
  if (--run.senders_left == 0) {
    run.report.seconds = milliseconds(run.executor.now() - run.start) / 1000;
  }
  run.one_ended();
}

// Counts what was received; the answer is delete_body()'s.
std::string take(Run& run, std::string_view answer) {
  return delete_body(run.plan.queue_url, answer, [&](std::string_view) { ++run.report.received; });
}

std::string receive_body(const QueuePlan& plan, int wait_seconds) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("QueueUrl").string(plan.queue_url);
  writer.key("MaxNumberOfMessages").integer(static_cast<int64_t>(plan.receive_batch));
  writer.key("WaitTimeSeconds").integer(wait_seconds).end_object();
  return body;
}

base::Task<void> receive_messages(Run& run) {
  Client client(run.executor, run.plan.endpoint);
  co_await client.connect();
  // At a fixed rate a receive must not wait: that would be measured.
  const std::string receive = receive_body(run.plan, run.plan.receives_per_second > 0 ? 0 : 1);
  while (true) {
    const Instant due = run.receives.next(run.start, run.executor.now());
    if (due >= run.end) break;
    if (run.plan.receives_per_second > 0) co_await base::sleep_until(run.executor, due);
    std::string answer = co_await client.call("sqs", "AmazonSQS.ReceiveMessage", receive);
    const Instant answered = run.executor.now();
    std::string body = take(run, answer);
    if (body.empty()) {
      ++run.report.empty_receives;
      if (run.senders_left == 0) break;
      continue;
    }
    run.report.receive_ms.push_back(milliseconds(answered - due));
    co_await client.call("sqs", "AmazonSQS.DeleteMessageBatch", std::move(body));
    run.report.delete_ms.push_back(milliseconds(run.executor.now() - answered));
  }
  run.one_ended();
}

base::Task<void> poll(Run& run) {
  Client client(run.executor, run.plan.endpoint);
  co_await client.connect();
  const std::string receive = receive_body(run.plan, 20);
  while (run.executor.now() < run.end) {
    const std::string answer = co_await client.call("sqs", "AmazonSQS.ReceiveMessage", receive);
    std::string body = take(run, answer);
    if (body.empty()) {
      ++run.report.empty_receives;
    } else {
      co_await client.call("sqs", "AmazonSQS.DeleteMessageBatch", std::move(body));
    }
  }
  run.one_ended();
}

}  // namespace

QueueReport run(const QueuePlan& plan) {
  Run run(plan);
  run.start = run.executor.now();
  run.end = run.start + duration(plan.seconds);
  for (size_t i = 0; i < plan.polls; ++i) base::spawn(run.executor, poll(run));
  for (size_t i = 0; i < plan.senders; ++i) base::spawn(run.executor, send_messages(run));
  for (size_t i = 0; i < plan.receivers; ++i) base::spawn(run.executor, receive_messages(run));
  run.done.acquire();
  run.executor.stop();
  return std::move(run.report);
}

}  // namespace angarium::load
