#include "cli/bench_command.h"

#include <fmt/format.h>
#include <pthread.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>

#include "base/random.h"
#include "cli/run.h"
#include "cli/server_choice.h"
#include "load/event_load.h"
#include "load/stand.h"
#include "load/timing.h"

namespace angarium::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  angarium bench                                      as fast as the server answers\n"
    "  angarium bench --rate 1000 --entries 1 --duration 30  latency at a fixed rate\n"
    "  angarium bench --connections 16 --rules 300 --json\n\n"
    "The server is that of AWS_ENDPOINT_URL or http://127.0.0.1:4566; requests are signed with\n"
    "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. What it makes there is named\n"
    "angarium-bench-..., and taken away at the end, also after Ctrl-C.\n\n"
    "Latency counts from when a request was due, however late the one before it was answered.\n"
    "The last line is one JSON object. docs/performance.md has measured figures.";

std::atomic<bool> stop_asked = false;  // set by a signal

void ask_to_stop(int) { stop_asked = true; }

std::string or_else(std::string first, const std::string& second) {
  return first.empty() ? second : first;
}

// What a shell without a set-up has: a server for development takes any key.
base::Result<load::Endpoint> endpoint_of(const BenchOptions& options) {
  std::string url = or_else(options.endpoint, shell_variable("AWS_ENDPOINT_URL"));
  AG_TRY(endpoint,
         load::Endpoint::parse(or_else(url, "http://127.0.0.1:4566"), options.trusted_path));
  endpoint.signer.access_key_id = or_else(shell_variable("AWS_ACCESS_KEY_ID"), "000000000000");
  endpoint.signer.secret = or_else(shell_variable("AWS_SECRET_ACCESS_KEY"), "any");
  endpoint.signer.session_token = shell_variable("AWS_SESSION_TOKEN");
  endpoint.signer.region = or_else(or_else(options.region, shell_region()), "us-east-1");
  return endpoint;
}

void tell(load::Progress progress) {
  std::string line =
      fmt::format("{:6.1f} s  {:7.0f} events/s, put p50 {:.2f} ms p99 {:.2f} ms", progress.seconds,
                  progress.put_per_second, load::percentile(progress.put_ms, 0.5),
                  load::percentile(progress.put_ms, 0.99));
  if (!progress.delivery_ms.empty()) {
    line += fmt::format("; {:7.0f} received/s, p50 {:.2f} ms p99 {:.2f} ms",
                        progress.received_per_second, load::percentile(progress.delivery_ms, 0.5),
                        load::percentile(progress.delivery_ms, 0.99));
  }
  std::fprintf(stderr, "%s\n", line.c_str());
}

void print_times(const char* what, load::Times& times) {
  fmt::print("{:<34}p50 {:8.2f}  p90 {:8.2f}  p99 {:8.2f}  p99.9 {:8.2f}  most {:8.2f} ms\n", what,
             load::percentile(times, 0.5), load::percentile(times, 0.9),
             load::percentile(times, 0.99), load::percentile(times, 0.999),
             load::percentile(times, 1.0));
}

void print_report(load::EventReport& report) {
  fmt::print("{} events acknowledged in {:.2f} s: {:.0f} a second\n", report.put, report.seconds,
             static_cast<double>(report.put) / report.seconds);
  print_times("PutEvents to its answer", report.put_ms);
  if (report.delivery_ms.empty()) return;
  fmt::print("{} messages received and deleted\n", report.received);
  print_times("PutEvents to ReceiveMessage", report.delivery_ms);
}

std::string times_json(const char* name, load::Times& times) {
  return fmt::format(
      "\"{0}_ms_p50\":{1:.3f},\"{0}_ms_p90\":{2:.3f},\"{0}_ms_p99\":{3:.3f},\"{0}_ms_p999\":{4:.3f}"
      ","
      "\"{0}_ms_max\":{5:.3f}",
      name, load::percentile(times, 0.5), load::percentile(times, 0.9),
      load::percentile(times, 0.99), load::percentile(times, 0.999), load::percentile(times, 1.0));
}

std::string report_json(const BenchOptions& options, load::EventReport& report) {
  std::string line = fmt::format(
      "{{\"connections\":{},\"consumers\":{},\"entries\":{},\"bytes\":{},\"rules\":{},"
      "\"matching\":{},\"rate\":{},",
      options.connections, options.no_queue ? 0 : options.consumers, options.entries,
      options.detail_bytes, options.rules, options.matching, options.events_per_second);
  line += fmt::format("\"put\":{},\"received\":{},\"seconds\":{:.2f},\"put_per_second\":{:.0f},",
                      report.put, report.received, report.seconds,
                      static_cast<double>(report.put) / report.seconds);
  line += times_json("put", report.put_ms);
  if (!report.delivery_ms.empty()) line += "," + times_json("delivery", report.delivery_ms);
  return line + "}";
}

load::EventPlan plan_of(const BenchOptions& options, const load::Endpoint& endpoint) {
  load::EventPlan plan;
  plan.endpoint = endpoint;
  plan.bus = options.bus;
  plan.queue_url = options.queue_url;
  plan.copies = static_cast<size_t>(options.matching);
  plan.senders = static_cast<size_t>(options.connections);
  plan.receivers = options.matching == 0 ? 0 : static_cast<size_t>(options.consumers);
  plan.entries = static_cast<size_t>(options.entries);
  plan.detail_bytes = static_cast<size_t>(options.detail_bytes);
  plan.events_per_second = options.events_per_second;
  plan.seconds = options.seconds;
  return plan;
}

base::Result<load::EventReport> measure(const BenchOptions& options,
                                        const load::Endpoint& endpoint) {
  const load::EventPlan plan = plan_of(options, endpoint);
  return load::run(plan, stop_asked, options.json ? nullptr : tell);
}

// On a bus with rules and a queue that are made for it and taken away again.
base::Result<load::EventReport> measure_on_stand(BenchOptions options,
                                                 const load::Endpoint& endpoint) {
  base::SystemRandom random;
  load::Stand stand(endpoint, {.name = fmt::format("angarium-bench-{:08x}", random.next() >> 32),
                               .rules = static_cast<size_t>(options.rules),
                               .matching = static_cast<size_t>(options.matching),
                               .has_queue = !options.no_queue});
  base::Result<void> made = stand.put_up();
  options.bus = stand.bus();
  options.queue_url = stand.queue_url();
  auto report =
      made.ok() ? measure(options, endpoint) : base::Result<load::EventReport>(made.error());
  if (options.keep) {
    std::fprintf(stderr, "angarium: kept the event bus and the queue %s\n", stand.bus().c_str());
    return report;
  }
  for (const std::string& what : stand.take_down()) complain("could not take away the " + what);
  return report;
}

ExitCode failed(const base::Error& error) {
  complain(error.message());
  return error.is(load::LoadError::kBadEndpoint) ? kUsage : kFailed;
}

}  // namespace

void add_bench(CLI::App& app, BenchOptions& options) {
  CLI::App* bench =
      app.add_subcommand("bench", "Load a running server and print throughput and latency");
  bench->add_option("--endpoint", options.endpoint, "The server's address");
  bench->add_option("--ca", options.trusted_path, "Over https: the certificates to trust (PEM)");
  bench->add_option("--region", options.region, "Else AWS_REGION or AWS_DEFAULT_REGION");
  auto number = [&](const char* name, int64_t& value, int64_t min, int64_t max, const char* what) {
    bench->add_option(name, value, what)->capture_default_str()->check(CLI::Range(min, max));
  };
  number("--connections", options.connections, 1, 10'000, "Connections that put events");
  number("--consumers", options.consumers, 1, 10'000, "Connections that receive and delete");
  number("--entries", options.entries, 1, 10, "Events a request");
  number("--bytes", options.detail_bytes, 64, 1'000'000, "Size of an event's detail");
  number("--rules", options.rules, 0, 10'000, "Rules on the bus, each with the queue as target");
  number("--matching", options.matching, 0, 100, "Rules among them that every event matches");
  bench
      ->add_option("--rate", options.events_per_second,
                   "Events a second; 0: as many as are answered")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  bench->add_option("--duration", options.seconds, "For how many seconds")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  bench->add_flag("--no-queue", options.no_queue,
                  "No queue: the rules have no target, so nothing is matched");
  auto* bus =
      bench->add_option("--bus", options.bus, "An event bus that is there, with rules of its own");
  bench
      ->add_option("--queue-url", options.queue_url,
                   "With --bus: a queue that each event reaches --matching times")
      ->needs(bus);
  bench->add_flag("--keep", options.keep, "Leave what it made");
  bench->add_flag("--json", options.json, "Print the JSON line alone");
  bench->footer(kExamples);
}

ExitCode run_bench(const BenchOptions& options) {
  if (options.matching > options.rules) {
    complain("--matching is a part of --rules, so it can't be more");
    return kUsage;
  }
  auto endpoint = endpoint_of(options);
  if (!endpoint.ok()) return failed(endpoint.error());
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  auto report =
      options.bus.empty() ? measure_on_stand(options, *endpoint) : measure(options, *endpoint);
  if (!report.ok()) return failed(report.error());
  if (!options.json) print_report(*report);
  fmt::print("{}\n", report_json(options, *report));
  return kDone;
}

}  // namespace angarium::cli
