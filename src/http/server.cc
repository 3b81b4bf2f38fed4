#include "http/server.h"

#include <map>

#include "base/assert.h"
#include "base/one_shot.h"
#include "http/connection.h"
#include "http/input_buffer.h"

namespace angarium::http {

static_assert(Server::kReadBufferBytes == InputBuffer::kLargeBytes);

Response Handler::reject(int status, std::string_view reason) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::string(reason) + "\n";
  return response;
}

struct Server::State {
  ServerContext context;
  std::map<uint64_t, Connection*> connections;  // in the order they came, refused ones too
  uint64_t last_id = 0;
  size_t refused_count = 0;
  bool draining = false;
  std::optional<base::OneShot<bool>> all_closed;  // while a shutdown waits

  uint64_t add(Connection& connection) {
    connections.emplace(++last_id, &connection);
    return last_id;
  }
  void remove(uint64_t id) {
    connections.erase(id);
    if (connections.empty() && all_closed) all_closed->set(true);
  }
};

Server::Server(Handler& handler, const Limits& limits, base::Executor& executor,
               const base::Clock& clock)
    : state_(std::make_shared<State>(
          State{{handler, limits, executor, clock, {}, 0}, {}, 0, 0, false, {}})) {
  AG_ASSERT(limits.header_bytes_max <= kReadBufferBytes);
}

Server::~Server() = default;

size_t Server::connection_count() const {
  return state_->connections.size() - state_->refused_count;
}

base::Task<void> Server::serve(std::unique_ptr<Stream> stream) {
  // The frame outlives the server when a shutdown gave up waiting for it.
  const std::shared_ptr<State> state = state_;
  if (state->draining) co_return;
  Connection connection(state->context, std::move(stream));
  const uint64_t id = state->add(connection);
  co_await connection.run();
  state->remove(id);
}

base::Task<void> Server::refuse(std::unique_ptr<Stream> stream, int status,
                                std::string_view reason) {
  const std::shared_ptr<State> state = state_;
  if (state->draining || state->refused_count >= kRefusalsMax) co_return;
  Connection connection(state->context, std::move(stream));
  const uint64_t id = state->add(connection);
  ++state->refused_count;
  co_await connection.run_refusal({status, reason});
  --state->refused_count;
  state->remove(id);
}

base::Task<size_t> Server::shutdown(base::Instant deadline) {
  const std::shared_ptr<State> state = state_;
  base::Executor& executor = state->context.executor;
  state->draining = true;
  if (state->connections.empty()) co_return 0;
  for (auto& [id, connection] : state->connections) connection->drain();

  base::OneShot<bool> all_closed(executor);
  state->all_closed = all_closed;
  const base::TimerId timer =
      executor.post_at(deadline, [all_closed]() mutable { all_closed.set(false); });
  const bool in_time = co_await all_closed;
  executor.cancel(timer);
  state->all_closed.reset();
  if (in_time) co_return 0;

  const size_t cut_count = state->connections.size();
  for (auto& [id, connection] : state->connections) connection->cut();
  // What is cut ends within a few turns of the executor, unless a handler holds it.
  constexpr int kTurnsMax = 1000;
  for (int turn = 0; turn < kTurnsMax && !state->connections.empty(); ++turn) {
    co_await base::resume_on(executor);
  }
  co_return cut_count;
}

}  // namespace angarium::http
