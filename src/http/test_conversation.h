#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/one_shot.h"
#include "base/simulated_executor.h"
#include "http/memory_stream.h"
#include "http/server.h"

namespace angarium::http {

// Answers every request with a line that repeats it: method, target, length of the body, body. Some
// targets do more:
//   /slow     answers a second later         /held   answers when release() is called
//   /throw    throws                         /large  answers 200,000 bytes
class EchoHandler final : public Handler {
 public:
  explicit EchoHandler(base::Executor& executor) : executor_(executor), held_(executor) {}
  base::Task<Response> handle(Request request) override;

  void release() { held_.set(true); }
  std::vector<Request> requests;

 private:
  base::Executor& executor_;
  base::OneShot<bool> held_;
};

// For tests: a server on a simulated clock and one client, connected through memory. Nothing moves
// but inside say(), end() and wait().
class Conversation {
 public:
  explicit Conversation(const Limits& limits = {}, uint64_t seed = 1,
                        MemoryStreamOptions options = {});
  ~Conversation();

  // The client sends; then everything that can happen at this moment happens.
  Conversation& say(std::string_view bytes);
  Conversation& end();  // the client ends its direction
  Conversation& wait(base::Milliseconds span);

  // What the server sent since the last call, with the Date fields taken out.
  std::string heard();
  std::string heard_with_date() { return std::exchange(heard_, ""); }
  bool unheard() const { return heard_.empty(); }
  bool server_closed() const { return server_closed_; }
  std::optional<size_t> shutdown_result() const { return shutdown_result_; }
  void shutdown(base::Milliseconds patience);
  void vanish();  // the connection breaks
  size_t client_unread_bytes() const { return client_->unread_bytes(); }
  void stop_reading() { reading_ = false; }  // before anything is said

  base::SimulatedExecutor executor;
  base::SimulatedClock clock;
  EchoHandler handler;
  Server server;

 private:
  static base::Task<void> serve(Conversation& self, std::unique_ptr<Stream> stream);
  static base::Task<void> listen(Conversation& self);
  static base::Task<void> send(Conversation& self, std::string bytes);
  static base::Task<void> end_sending(Conversation& self);
  static base::Task<void> shut_down(Conversation& self, base::Instant deadline);
  void settle() { executor.run_until(executor.now()); }

  std::unique_ptr<MemoryStream> client_;
  std::string heard_;
  bool reading_ = true;
  bool listening_ = false;
  bool server_closed_ = false;
  std::optional<size_t> shutdown_result_;
};

// "HTTP/1.1 200 OK" and so on, one per answer, in order.
std::vector<std::string> status_lines(std::string_view heard);

// Sends `bytes` whole, byte by byte, and in random pieces to fresh servers; all must answer the
// same.
std::string ask(std::string_view bytes, const Limits& limits = {});

// A request for `target` with a Host field, and more fields as given ("A: b\r\n").
std::string get(std::string_view target, std::string_view fields = "");
std::string post(std::string_view target, std::string_view body, std::string_view fields = "");

}  // namespace angarium::http
