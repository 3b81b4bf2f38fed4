// What decoding and verifying one request of the load generator costs.
#include <benchmark/benchmark.h>

#include "sigv4/sign.h"
#include "sigv4/verify.h"
#include "wire/json_codec.h"
#include "wire/service.h"

namespace angarium::wire {
namespace {

struct Entry {
  std::string source;
  std::string detail_type;
  std::string detail;
  std::vector<std::string> resources;
  static const Shape& shape();
};

struct Entries {
  std::vector<Entry> entries;
  static const Shape& shape();
};

const Shape& Entry::shape() {
  static constexpr Member kMembers[] = {
      member<&Entry::source>("Source"),
      member<&Entry::detail_type>("DetailType"),
      member<&Entry::detail>("Detail"),
      member<&Entry::resources>("Resources"),
  };
  static constexpr Shape kShape{"PutEventsRequestEntry", kMembers};
  return kShape;
}

const Shape& Entries::shape() {
  static constexpr Member kMembers[] = {
      member<&Entries::entries>("Entries").required().items(1, 10),
  };
  static constexpr Shape kShape{"PutEventsRequest", kMembers};
  return kShape;
}

// Ten entries of 600 bytes: the scenario of the load generator.
std::string put_events_body() {
  std::string body = R"({"Entries":[)";
  for (int i = 0; i < 10; ++i) {
    body += i == 0 ? "" : ",";
    body += R"({"Source":"shop","DetailType":"order","Detail":"{\"text\":\")" +
            std::string(540, 'x') + R"(\"}"})";
  }
  return body + "]}";
}

void BM_DecodePutEvents(benchmark::State& state) {
  std::string body = put_events_body();
  Patterns patterns;
  patterns.add(Entries::shape());
  for ([[maybe_unused]] auto _ : state) {
    Entries input;
    Violations violations;
    Decoding decoding{.patterns = patterns, .violations = violations};
    benchmark::DoNotOptimize(decode_json(body, Entries::shape(), &input, decoding).ok());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * body.size()));
}
BENCHMARK(BM_DecodePutEvents);

void BM_VerifyPutEvents(benchmark::State& state) {
  std::string body = put_events_body();
  base::Time now = *base::parse_basic("20261122T083000Z");
  std::vector<sigv4::Header> headers = {{"Host", "localhost:4566"},
                                        {"X-Amz-Target", "AWSEvents.PutEvents"},
                                        {"Content-Type", "application/x-amz-json-1.1"},
                                        {"User-Agent", "aws-cli/2.9.19 Python/3.11.2"}};
  auto added = sigv4::sign({"POST", "/", headers, body},
                           {"AKIAEXAMPLE", "secret", "", "eu-west-1", "events"}, now);
  for (const auto& [name, value] : added) headers.push_back({name, value});
  sigv4::Request request{"POST", "/", headers, body};
  std::vector<base::Region> regions = {base::Region("eu-west-1")};
  sigv4::SigningKeys keys;
  for ([[maybe_unused]] auto _ : state) {
    auto authorization = sigv4::parse_authorization(request);
    auto verified = sigv4::verify(request, *authorization, "secret",
                                  {.now = now, .service = "events", .regions = regions}, keys);
    if (!verified.ok()) state.SkipWithError("refused");
  }
}
BENCHMARK(BM_VerifyPutEvents);

}  // namespace
}  // namespace angarium::wire
