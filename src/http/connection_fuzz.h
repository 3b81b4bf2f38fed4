#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/assert.h"
#include "base/simulated_executor.h"
#include "http/memory_stream.h"
#include "http/server.h"

namespace angarium::http {

// One run of the connection fuzzer: what must hold for any bytes whatever. Ends the process when it
// doesn't.
struct FuzzRun {
  static constexpr size_t kHeaderBytesMax = 512;
  static constexpr size_t kBodyBytesMax = 256;

  // Holds what it is given to the limits.
  class CheckingHandler final : public Handler {
   public:
    base::Task<Response> handle(Request request) override {
      AG_ASSERT(request.body.size() <= kBodyBytesMax);
      AG_ASSERT(!request.method.empty() && !request.target.empty());
      AG_ASSERT(request.target.find_first_of({"\0\r\n ", 4}) == std::string::npos);
      for (Header header : request.headers) {
        AG_ASSERT(!header.name.empty());
        AG_ASSERT(header.name.find_first_of({"\0\r\n: ", 5}) == std::string_view::npos);
        AG_ASSERT(header.value.find_first_of({"\0\r\n", 3}) == std::string_view::npos);
      }
      ++request_count;
      Response response;
      response.body = request.body;
      co_return response;
    }
    // A tunnel opens, without TLS, and what follows is read in it.
    base::Task<Tunnel> connect(Request request) override {
      AG_ASSERT(request.method == "CONNECT" && request.proxied_host.empty());
      co_return TunnelHere{request.target, nullptr};
    }
    size_t request_count = 0;
  };

  static base::Task<void> serve(Server& server, std::unique_ptr<Stream> stream, bool& done) {
    co_await server.serve(std::move(stream));
    done = true;
  }
  static base::Task<void> send(Stream& client, std::string_view bytes) {
    auto sent = co_await client.write_all(bytes, base::Instant::max());
    if (sent.ok()) sent = co_await client.shutdown_write(base::Instant::max());
  }
  static base::Task<void> listen(Stream& client, std::string& heard) {
    std::string buffer(1024, '\0');
    for (;;) {
      const auto got = co_await client.read_some(buffer, base::Instant::max());
      if (!got.ok() || *got == 0) co_return;
      heard.append(buffer, 0, *got);
    }
  }
};

// Answers what the server sent.
inline std::string converse_with(std::string_view input) {
  const uint64_t seed = input.empty() ? 0 : static_cast<unsigned char>(input[0]);
  input.remove_prefix(input.empty() ? 0 : 1);
  base::SimulatedExecutor executor(seed);
  base::SimulatedClock clock(executor, base::from_unix_ms(0));
  base::SeededRandom random(seed);
  FuzzRun::CheckingHandler handler;
  Limits limits;
  limits.request_line_bytes_max = 128;
  limits.header_bytes_max = FuzzRun::kHeaderBytesMax;
  limits.header_count_max = 10;
  limits.body_bytes_max = FuzzRun::kBodyBytesMax;
  Server server(handler, limits, executor, clock);
  MemoryStreamOptions options;
  options.random = &random;
  options.capacity_bytes = 1 + seed * 8;
  auto [client, served] = MemoryStream::connect(executor, options);
  std::string heard;
  bool done = false;
  base::start(FuzzRun::serve(server, std::move(served), done));
  base::start(FuzzRun::listen(*client, heard));
  base::start(FuzzRun::send(*client, input));
  executor.run_until(executor.now() + base::Seconds(1000));
  AG_ASSERT(done);  // no input holds a connection beyond its time-outs
  AG_ASSERT(server.connection_count() == 0);
  client.reset();
  executor.run_until_idle(1'000);
  return heard;
}

}  // namespace angarium::http
