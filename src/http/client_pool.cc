#include "http/client_pool.h"

#include <list>
#include <map>
#include <optional>
#include <utility>

namespace angarium::http {

// Touched on `io` alone.
struct ClientPool::State : std::enable_shared_from_this<ClientPool::State> {
  State(base::Executor& io, Connector& connector, const PoolLimits& limits)
      : io(io), connector(connector), limits(limits) {}

  struct Idle {
    Origin origin;
    std::unique_ptr<Stream> stream;
    base::Instant since;
  };
  using IdleLine = std::list<Idle>;  // the one idle longest first

  std::unique_ptr<Stream> take(const Origin& origin);
  void put_back(const Origin& origin, std::unique_ptr<Stream> stream);
  // A place for one more connection, or false when requests have all of them.
  bool make_room();
  void end_first();
  void arm_timer();
  void end_old();

  base::Executor& io;
  Connector& connector;
  const PoolLimits limits;
  IdleLine idle;
  std::map<Origin, std::list<IdleLine::iterator>> by_origin;  // the one idle longest first
  size_t open = 0;
  std::optional<base::TimerId> timer;
};

std::unique_ptr<Stream> ClientPool::State::take(const Origin& origin) {
  auto found = by_origin.find(origin);
  if (found == by_origin.end()) return nullptr;
  const IdleLine::iterator last = found->second.back();
  found->second.pop_back();
  if (found->second.empty()) by_origin.erase(found);
  auto stream = std::move(last->stream);
  idle.erase(last);
  return stream;
}

void ClientPool::State::put_back(const Origin& origin, std::unique_ptr<Stream> stream) {
  auto& line = by_origin[origin];
  if (line.size() >= limits.idle_per_origin_max) {
    --open;
    return;
  }
  idle.push_back({origin, std::move(stream), io.now()});
  line.push_back(std::prev(idle.end()));
  arm_timer();
}

bool ClientPool::State::make_room() {
  if (open >= limits.connections_max && !idle.empty()) end_first();
  if (open >= limits.connections_max) return false;
  ++open;
  return true;
}

void ClientPool::State::end_first() {
  auto found = by_origin.find(idle.front().origin);
  found->second.pop_front();
  if (found->second.empty()) by_origin.erase(found);
  idle.pop_front();
  --open;
}

void ClientPool::State::arm_timer() {
  if (timer || idle.empty()) return;
  timer = io.post_at(idle.front().since + limits.idle_time_max, [weak = weak_from_this()] {
    if (auto self = weak.lock()) self->end_old();
  });
}

void ClientPool::State::end_old() {
  timer.reset();
  while (!idle.empty() && idle.front().since + limits.idle_time_max <= io.now()) end_first();
  arm_timer();
}

ClientPool::ClientPool(base::Executor& io, Connector& connector, const PoolLimits& limits)
    : state_(std::make_shared<State>(io, connector, limits)) {}
ClientPool::~ClientPool() = default;

base::Task<base::Result<Response>> ClientPool::send(Origin origin, Request request,
                                                    base::Instant deadline, AnswerLimits limits) {
  const std::shared_ptr<State> state = state_;
  co_await base::resume_on(state->io);
  std::unique_ptr<Stream> stream = state->take(origin);
  for (bool is_reused = stream != nullptr;; is_reused = false) {
    if (!is_reused) {
      if (!state->make_room()) {
        co_return base::Error{HttpError::kConnectFailed, "too many connections are open"};
      }
      auto connected = co_await state->connector.connect(origin, deadline);
      if (!connected.ok()) {
        --state->open;
        co_return connected.error();
      }
      stream = std::move(*connected);
    }
    auto answer = co_await http::send(*stream, request, deadline, limits);
    if (answer.ok() && !answer->close) {
      state->put_back(origin, std::move(stream));
      co_return answer;
    }
    stream.reset();
    --state->open;
    if (answer.ok() || !is_reused || !answer.error().is(HttpError::kReset)) co_return answer;
  }
}

namespace {

class HostConnector final : public Connector {
 public:
  HostConnector(base::AsioExecutor& io, AddressRule rule, std::shared_ptr<const TlsContext> trust)
      : io_(io), rule_(std::move(rule)), trust_(std::move(trust)) {}

  base::Task<base::Result<std::unique_ptr<Stream>>> connect(Origin origin,
                                                            base::Instant deadline) override {
    auto connected = co_await connect_host(io_, origin.host, origin.port, rule_, deadline);
    if (!connected.ok() || !origin.is_secure) co_return connected;
    co_return tls_client_stream(trust_, io_, std::move(*connected), origin.host);
  }

 private:
  base::AsioExecutor& io_;
  const AddressRule rule_;
  const std::shared_ptr<const TlsContext> trust_;
};

}  // namespace

std::unique_ptr<Connector> make_connector(base::AsioExecutor& io, AddressRule rule,
                                          std::shared_ptr<const TlsContext> trust) {
  return std::make_unique<HostConnector>(io, std::move(rule), std::move(trust));
}

}  // namespace angarium::http
