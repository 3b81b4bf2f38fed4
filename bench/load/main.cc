#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "load/load.h"
#include "load/timing.h"

namespace load = angarium::load;

namespace {

void add_options(CLI::App& app, load::Plan& plan) {
  app.add_option("--address", plan.endpoint.address, "The server's IP address")->required();
  app.add_option("--port", plan.endpoint.port, "The server's port")->required();
  app.add_option("--access-key-id", plan.endpoint.signer.access_key_id)->required();
  app.add_option("--secret-access-key", plan.endpoint.signer.secret)->required();
  app.add_option("--region", plan.endpoint.signer.region)->required();
  app.add_option("--bus", plan.bus, "Where events are put")->capture_default_str();
  app.add_option("--queue-url", plan.queue_url, "A queue that they reach; empty: nobody receives");
  app.add_option("--senders", plan.senders, "Connections that put")->capture_default_str();
  app.add_option("--receivers", plan.receivers, "Connections that receive")->capture_default_str();
  app.add_option("--entries", plan.entries, "Events a request")->capture_default_str();
  app.add_option("--bytes", plan.detail_bytes, "Size of a detail")->capture_default_str();
  app.add_option("--rate", plan.events_per_second, "Events a second; 0: as fast as answered")
      ->capture_default_str();
  app.add_option("--seconds", plan.seconds, "How long")->capture_default_str();
}

void print(load::Report& report) {
  fmt::print(
      "{{\"put\":{},\"received\":{},\"seconds\":{:.2f},\"put_per_second\":{:.0f},"
      "\"put_ms_p50\":{:.3f},\"put_ms_p99\":{:.3f},"
      "\"delivery_ms_p50\":{:.3f},\"delivery_ms_p99\":{:.3f}}}\n",
      report.put, report.received, report.seconds, static_cast<double>(report.put) / report.seconds,
      load::percentile(report.put_ms, 0.5), load::percentile(report.put_ms, 0.99),
      load::percentile(report.delivery_ms, 0.5), load::percentile(report.delivery_ms, 0.99));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Puts events on a running server, receives them from a queue, and prints one JSON line.");
  load::Plan plan;
  add_options(app, plan);
  CLI11_PARSE(app, argc, argv);
  load::Report report = load::run(plan);
  print(report);
  return 0;
}
