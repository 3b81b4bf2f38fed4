#include <gtest/gtest.h>

#include <regex>
#include <stdexcept>

#include "base/one_shot.h"
#include "http/test_conversation.h"

namespace angarium::http {

base::Task<Response> EchoHandler::handle(Request request) {
  requests.push_back(request);
  if (request.target == "/throw") throw std::runtime_error("the handler's own trouble");
  if (request.target == "/slow") {
    co_await base::sleep_until(executor_, executor_.now() + base::Seconds(1));
  }
  if (request.target == "/held") co_await held_;
  Response response;
  response.content_type = "text/plain";
  response.body = request.method + " " + request.target + " " +
                  std::to_string(request.body.size()) + " " + request.body;
  if (request.target == "/large") response.body.assign(200'000, 'x');
  co_return response;
}

Conversation::Conversation(const Limits& limits, uint64_t seed, MemoryStreamOptions options)
    : executor(seed),
      clock(executor, base::from_unix_ms(1'795'336'200'000)),  // 2026-11-22T08:30:00Z
      handler(executor),
      server(handler, limits, executor, clock) {
  auto [client, served] = MemoryStream::connect(executor, options);
  client_ = std::move(client);
  base::start(serve(*this, std::move(served)));
}

Conversation::~Conversation() {
  handler.release();
  client_->close();
  executor.run_until_idle(100'000);
}

base::Task<void> Conversation::serve(Conversation& self, std::unique_ptr<Stream> stream) {
  co_await self.server.serve(std::move(stream));
  self.server_closed_ = true;
}

base::Task<void> Conversation::listen(Conversation& self) {
  std::string buffer(4096, '\0');
  for (;;) {
    const auto got = co_await self.client_->read_some(buffer, base::Instant::max());
    if (!got.ok() || *got == 0) co_return;
    self.heard_.append(buffer, 0, *got);
  }
}

base::Task<void> Conversation::send(Conversation& self, std::string bytes) {
  const auto ignored = co_await self.client_->write_all(bytes, base::Instant::max());
  static_cast<void>(ignored);
}

base::Task<void> Conversation::end_sending(Conversation& self) {
  const auto ignored = co_await self.client_->shutdown_write(base::Instant::max());
  static_cast<void>(ignored);
}

base::Task<void> Conversation::shut_down(Conversation& self, base::Instant deadline) {
  self.shutdown_result_ = co_await self.server.shutdown(deadline);
}

Conversation& Conversation::say(std::string_view bytes) {
  if (reading_ && !std::exchange(listening_, true)) base::start(listen(*this));
  base::start(send(*this, std::string(bytes)));
  settle();
  return *this;
}

Conversation& Conversation::end() {
  base::start(end_sending(*this));
  settle();
  return *this;
}

Conversation& Conversation::wait(base::Milliseconds span) {
  executor.run_until(executor.now() + span);
  return *this;
}

void Conversation::shutdown(base::Milliseconds patience) {
  base::start(shut_down(*this, executor.now() + patience));
  settle();
}

void Conversation::vanish() {
  client_->reset();
  settle();
}

std::string Conversation::heard() {
  static const std::regex date("Date: [^\r]*\r\n");
  return std::regex_replace(std::exchange(heard_, ""), date, "");
}

std::vector<std::string> status_lines(std::string_view heard) {
  std::vector<std::string> lines;
  for (size_t at = heard.find("HTTP/1.1 "); at != std::string_view::npos;
       at = heard.find("HTTP/1.1 ", at + 1)) {
    lines.emplace_back(heard.substr(at, heard.find("\r\n", at) - at));
  }
  return lines;
}

std::string ask(std::string_view bytes, const Limits& limits) {
  Conversation whole(limits);
  const std::string heard = whole.say(bytes).heard();
  MemoryStreamOptions by_byte;
  by_byte.read_bytes_max = 1;
  Conversation trickled(limits, 1, by_byte);
  EXPECT_EQ(trickled.say(bytes).heard(), heard);
  for (uint64_t seed = 2; seed < 5; ++seed) {
    base::SeededRandom random(seed);
    MemoryStreamOptions in_pieces;
    in_pieces.random = &random;
    Conversation cut(limits, seed, in_pieces);
    EXPECT_EQ(cut.say(bytes).heard(), heard) << "seed " << seed;
  }
  return heard;
}

std::string get(std::string_view target, std::string_view fields) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: bus\r\n" + std::string(fields) + "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view fields) {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: bus\r\n" + std::string(fields) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace angarium::http
