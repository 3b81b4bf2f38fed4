// What serving costs: a whole server on one thread against a load generator on another, over
// loopback, beside the same load on a server that does nothing but find the end of a header (the
// limit of this machine in these minutes). Then the parts: reading one request, writing one answer.
#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "base/one_shot.h"
#include "http/header_scan.h"
#include "http/listener.h"
#include "http/request_parser.h"
#include "http/response_writer.h"

namespace angarium::http {

namespace {

constexpr int kConnectionCount = 32;

// The fields that an AWS SDK sends.
std::string aws_fields(size_t body_bytes) {
  return "Host: 127.0.0.1:4566\r\n"
         "Accept-Encoding: identity\r\n"
         "X-Amz-Target: AWSEvents.PutEvents\r\n"
         "Content-Type: application/x-amz-json-1.1\r\n"
         "User-Agent: Boto3/1.26.27 Python/3.11.2 Linux/6.1.0 Botocore/1.29.27\r\n"
         "X-Amz-Date: 20261122T083000Z\r\n"
         "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE00000000/20261122/eu-west-1/events/"
         "aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
         "fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024\r\n"
         "amz-sdk-invocation-id: 2f3a1d9e-5b1c-4e0e-8a44-0d6f3f6b7a11\r\n"
         "amz-sdk-request: attempt=1\r\n"
         "Content-Length: " +
         std::to_string(body_bytes) + "\r\n\r\n";
}

std::string small_get() { return "GET / HTTP/1.1\r\nHost: 127.0.0.1:4566\r\n\r\n"; }
std::string large_post() {
  return "POST / HTTP/1.1\r\n" + aws_fields(5000) + std::string(5000, 'x');
}

class EmptyHandler final : public Handler {
 public:
  base::Task<Response> handle(Request) override {
    Response response;
    response.content_type = "application/x-amz-json-1.1";
    response.body = "{}";
    co_return response;
  }
};

// Keeps kConnectionCount connections busy, each with `depth` requests on their way.
class Load {
 public:
  Load(uint16_t port, std::string request, size_t depth)
      : request_(std::move(request)), depth_(depth), epoll_(epoll_create1(0)) {
    for (int i = 0; i < kConnectionCount; ++i) open(port);
    answer_bytes_ = measure();
  }
  ~Load() {
    for (const Peer& peer : peers_) ::close(peer.descriptor);
    ::close(epoll_);
  }

  void run(size_t answer_count) {
    std::string batch;
    for (size_t i = 0; i < depth_; ++i) batch += request_;
    for (Peer& peer : peers_) send_all(peer, batch);
    size_t answered = 0;
    size_t busy = peers_.size();
    while (busy > 0) {
      std::array<epoll_event, kConnectionCount> events;
      const int count = epoll_wait(epoll_, events.data(), kConnectionCount, -1);
      for (int i = 0; i < count; ++i) {
        Peer& peer = peers_[events[static_cast<size_t>(i)].data.u32];
        if (!receive(peer)) continue;
        answered += depth_;
        if (answered + busy * depth_ <= answer_count + depth_) {
          send_all(peer, batch);
        } else {
          --busy;
        }
      }
    }
  }

 private:
  struct Peer {
    int descriptor;
    size_t awaited = 0;  // bytes
  };

  void open(uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    AG_ASSERT(connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = static_cast<uint32_t>(peers_.size());
    epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
    peers_.push_back({descriptor});
  }
  size_t measure() {
    send_all(peers_[0], request_);
    pollfd readable{peers_[0].descriptor, POLLIN, 0};
    poll(&readable, 1, -1);
    const ssize_t got = recv(peers_[0].descriptor, buffer_.data(), buffer_.size(), 0);
    AG_ASSERT(got > 0);
    peers_[0].awaited = 0;
    return static_cast<size_t>(got);
  }
  void send_all(Peer& peer, std::string_view bytes) {
    peer.awaited = answer_bytes_ * depth_;
    while (!bytes.empty()) {
      const ssize_t sent = send(peer.descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      AG_ASSERT(sent > 0);
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }
  // True when all that is awaited has come.
  bool receive(Peer& peer) {
    const ssize_t got = recv(peer.descriptor, buffer_.data(), buffer_.size(), 0);
    AG_ASSERT(got > 0 && static_cast<size_t>(got) <= peer.awaited);
    peer.awaited -= static_cast<size_t>(got);
    return peer.awaited == 0;
  }

  const std::string request_;
  const size_t depth_;
  const int epoll_;
  std::vector<Peer> peers_;
  std::string buffer_ = std::string(64 * 1024, '\0');
  size_t answer_bytes_ = 0;
};

void count_requests(benchmark::State& state, Load& load) {
  constexpr size_t kBatch = 20'000;
  while (state.KeepRunningBatch(kBatch)) load.run(kBatch);
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}

void serve(benchmark::State& state, const std::string& request, size_t depth) {
  base::AsioExecutor io("io", 1);
  base::SystemClock clock;
  EmptyHandler handler;
  auto listener = Listener::open({}, handler, io, clock);
  AG_ASSERT(listener.ok());
  {
    Load load((*listener)->port(), request, depth);
    count_requests(state, load);
  }
  base::OneShot<bool> done(io);
  struct Stop {
    static base::Task<void> run(Listener& listener, base::Instant deadline,
                                base::OneShot<bool> done) {
      co_await listener.shutdown(deadline);
      done.set(true);
    }
  };
  base::spawn(io, Stop::run(**listener, io.now() + base::Seconds(5), done));
  while (!done.is_set()) std::this_thread::yield();
  io.stop();
}

// Counts request ends and answers as many times the same bytes.
class BareServer {
 public:
  explicit BareServer(size_t request_bytes) : request_bytes_(request_bytes) {
    listening_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    AG_ASSERT(bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    AG_ASSERT(listen(listening_, 128) == 0);
    socklen_t length = sizeof address;
    getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~BareServer() {
    thread_.join();
    ::close(listening_);
  }
  uint16_t port() const { return port_; }

 private:
  void run() {
    const int epoll = epoll_create1(0);
    std::vector<int> clients;
    for (int i = 0; i < kConnectionCount; ++i) {
      const int client = accept(listening_, nullptr, nullptr);
      const int on = 1;
      setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u32 = static_cast<uint32_t>(i);
      epoll_ctl(epoll, EPOLL_CTL_ADD, client, &event);
      clients.push_back(client);
    }
    serve(epoll, clients);
    for (int client : clients) ::close(client);
    ::close(epoll);
  }
  void serve(int epoll, const std::vector<int>& clients) {
    const std::string answer =
        "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 08:30:00 GMT\r\nContent-Type: "
        "application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}";
    std::vector<size_t> received(clients.size());
    std::string buffer(64 * 1024, '\0');
    for (size_t open = clients.size(); open > 0;) {
      std::array<epoll_event, kConnectionCount> events;
      const int count = epoll_wait(epoll, events.data(), kConnectionCount, -1);
      for (int i = 0; i < count; ++i) {
        const size_t at = events[static_cast<size_t>(i)].data.u32;
        const ssize_t got = recv(clients[at], buffer.data(), buffer.size(), 0);
        if (got <= 0) {
          epoll_ctl(epoll, EPOLL_CTL_DEL, clients[at], nullptr);
          --open;
          continue;
        }
        std::string answers;
        received[at] += static_cast<size_t>(got);
        for (; received[at] >= request_bytes_; received[at] -= request_bytes_) answers += answer;
        if (!answers.empty()) send(clients[at], answers.data(), answers.size(), MSG_NOSIGNAL);
      }
    }
  }

  const size_t request_bytes_;
  int listening_;
  uint16_t port_;
  std::thread thread_;
};

void serve_bare(benchmark::State& state, const std::string& request, size_t depth) {
  BareServer server(request.size());
  Load load(server.port(), request, depth);
  count_requests(state, load);
}

void get_limit(benchmark::State& state) { serve_bare(state, small_get(), 1); }
void get_served(benchmark::State& state) { serve(state, small_get(), 1); }
void get_pipelined_limit(benchmark::State& state) { serve_bare(state, small_get(), 16); }
void get_pipelined_served(benchmark::State& state) { serve(state, small_get(), 16); }
void post_5kb_limit(benchmark::State& state) { serve_bare(state, large_post(), 1); }
void post_5kb_served(benchmark::State& state) { serve(state, large_post(), 1); }
BENCHMARK(get_limit)->UseRealTime();
BENCHMARK(get_served)->UseRealTime();
BENCHMARK(get_pipelined_limit)->UseRealTime();
BENCHMARK(get_pipelined_served)->UseRealTime();
BENCHMARK(post_5kb_limit)->UseRealTime();
BENCHMARK(post_5kb_served)->UseRealTime();

void read_request(benchmark::State& state) {
  const Limits limits;
  const std::string bytes = large_post();
  RequestParser parser(limits);
  while (state.KeepRunning()) {
    Request request;
    HeaderScan scan(limits);
    AG_ASSERT(scan.scan(bytes) == HeaderScan::State::kComplete);
    const std::string_view all = bytes;
    size_t consumed = 0;
    auto refusal =
        parser.parse_header(all.substr(0, scan.header_bytes()), scan.field_count(), request);
    refusal = parser.parse_body(all.substr(scan.header_bytes()), consumed, request);
    AG_ASSERT(!refusal && parser.body_complete());
    benchmark::DoNotOptimize(request);
  }
}
BENCHMARK(read_request);

void write_answer(benchmark::State& state) {
  Response response;
  response.content_type = "application/x-amz-json-1.1";
  response.headers.add("x-amzn-RequestId", "2f3a1d9e-5b1c-4e0e-8a44-0d6f3f6b7a11");
  response.body = std::string(200, 'x');
  std::string out;
  while (state.KeepRunning()) {
    out.clear();
    append_response(out, response, {"Sun, 22 Nov 2026 08:30:00 GMT"});
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(write_answer);

}  // namespace
}  // namespace angarium::http
