#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/executor.h"
#include "base/one_shot.h"
#include "base/task.h"
#include "http/header_scan.h"
#include "http/input_buffer.h"
#include "http/request_parser.h"
#include "http/server.h"
#include "http/stream.h"

namespace angarium::http {

// The text of the Date field, made once a second and not once an answer.
class DateText {
 public:
  std::string_view at(base::Time time);

 private:
  base::Time second_{};
  std::string text_;
};

// What the connections of one server share. Used on the server's executor only.
struct ServerContext {
  Handler& handler;
  const Limits limits;
  base::Executor& executor;
  const base::Clock& clock;
  DateText date;
  size_t body_bytes = 0;  // of all bodies held, see Limits::body_bytes_total_max
};

// One client, from its first byte to its last: reads a request, has it handled, queues the answer.
//
//      run:  [ wait for a first byte -> header -> body -> handler -> answer ]*  -> finish
//
// After a CONNECT the same goes on inside the tunnel, or bytes are carried to and from elsewhere.
//
// Answers gather in output_ and leave together before anything that waits: a client that sends ten
// requests in one piece gets ten answers in one piece.
class Connection {
 public:
  Connection(ServerContext& context, std::unique_ptr<Stream> stream);

  base::Task<void> run();
  // Instead of run(): says why not, and ends.
  base::Task<void> run_refusal(Refusal refusal);
  // Ends after what has begun to arrive; at once when that is nothing, and when it only carries a
  // tunnel to another server.
  void drain();
  // Ends as soon as the handler, if one runs, returns.
  void cut();
  bool in_handler() const { return in_handler_; }

 private:
  enum class Step { kGo, kRefuse, kEnd };

  base::Task<Step> read_request();
  base::Task<Step> wait_for_first_byte();
  base::Task<Step> read_header();
  base::Task<Step> read_body();
  base::Task<Step> read_more(base::Instant deadline, std::string_view late, std::string_view cut);
  base::Task<bool> answer();
  base::Task<bool> open_tunnel();
  void enter(TunnelHere tunnel);
  base::Task<void> carry_on(TunnelOnward tunnel);
  void resume_stream();
  void refuse();
  void queue(const Response& response, bool keep_alive);
  base::Task<bool> flush();
  base::Task<void> finish();
  Step refused(const Refusal& refusal);
  void release_body();
  base::Instant after(base::Milliseconds span) const { return context_.executor.now() + span; }

  ServerContext& context_;
  std::unique_ptr<Stream> stream_;  // inside a tunnel: TLS over the one before
  std::string tunnel_host_;         // not empty: inside a tunnel to this host
  Stream* onward_ = nullptr;        // the far end of the tunnel that is carried, if one is
  InputBuffer input_;
  std::string output_;
  RequestParser parser_;
  Request request_;
  size_t body_bytes_ = 0;  // this connection's part of context_.body_bytes
  Refusal refusal_{0, {}};
  bool request_is_head_ = false;
  bool first_request_ = true;
  bool waiting_for_request_ = false;
  bool in_handler_ = false;
  bool draining_ = false;
  bool answered_last_ = false;  // the client knows that no further answer follows
  int answers_in_a_row_ = 0;    // without letting others run
};

}  // namespace angarium::http
