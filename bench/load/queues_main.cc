#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "load/queues.h"
#include "load/timing.h"

namespace load = angarium::load;

namespace {

void add_options(CLI::App& app, load::QueuePlan& plan) {
  app.add_option("--address", plan.endpoint.host, "The server's IP address")->required();
  app.add_option("--port", plan.endpoint.port, "The server's port")->required();
  app.add_option("--access-key-id", plan.endpoint.signer.access_key_id)->required();
  app.add_option("--secret-access-key", plan.endpoint.signer.secret)->required();
  app.add_option("--region", plan.endpoint.signer.region)->required();
  app.add_option("--queue-url", plan.queue_url)->required();
  app.add_option("--senders", plan.senders, "Connections that send")->capture_default_str();
  app.add_option("--receivers", plan.receivers, "Connections that receive and delete")
      ->capture_default_str();
  app.add_option("--polls", plan.polls, "Connections that only wait")->capture_default_str();
  app.add_option("--batch", plan.batch, "Messages a send")->capture_default_str();
  app.add_option("--receive-batch", plan.receive_batch, "Messages a receive")
      ->capture_default_str();
  app.add_option("--bytes", plan.body_bytes, "Size of a body")->capture_default_str();
  app.add_option("--rate", plan.messages_per_second, "Messages sent a second; 0: as answered")
      ->capture_default_str();
  app.add_option("--receive-rate", plan.receives_per_second, "Receives a second; 0: as answered")
      ->capture_default_str();
  app.add_option("--messages", plan.messages_max, "Messages sent; 0: until the time is over")
      ->capture_default_str();
  app.add_option("--groups", plan.groups, "Groups of a FIFO queue; 0: a standard queue")
      ->capture_default_str();
  app.add_option("--seconds", plan.seconds, "How long")->capture_default_str();
}

void print_latency(const char* name, std::vector<double>& values) {
  fmt::print(",\"{0}_ms_p50\":{1:.3f},\"{0}_ms_p99\":{2:.3f}", name, load::percentile(values, 0.5),
             load::percentile(values, 0.99));
}

void print(load::QueueReport& report) {
  fmt::print(
      "{{\"sent\":{},\"received\":{},\"empty_receives\":{},\"seconds\":{:.2f},"
      "\"sent_per_second\":{:.0f},\"received_per_second\":{:.0f}",
      report.sent, report.received, report.empty_receives, report.seconds,
      static_cast<double>(report.sent) / report.seconds,
      static_cast<double>(report.received) / report.seconds);
  print_latency("send", report.send_ms);
  print_latency("receive", report.receive_ms);
  print_latency("delete", report.delete_ms);
  fmt::print("}}\n");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Sends to, receives from and polls a queue of a running server; prints a JSON line.");
  load::QueuePlan plan;
  add_options(app, plan);
  CLI11_PARSE(app, argc, argv);
  load::QueueReport report = load::run(plan);
  print(report);
  return 0;
}
