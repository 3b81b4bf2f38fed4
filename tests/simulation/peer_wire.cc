#include "simulation/peer_wire.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <optional>

#include "base/one_shot.h"
#include "http/error.h"

namespace angarium::simulation {
namespace {

const std::string kAddress = "127.0.0.1";

base::Error error(http::HttpError code, const char* message) { return {code, message}; }

}  // namespace

struct PeerWire::Line {
  struct Pipe {
    std::deque<Piece> under_way;  // whatever arrives next is its first
    base::Instant last{};         // when the last of it arrives
    bool is_mute = false;
    std::string arrived;
    bool has_ended = false;
    std::optional<base::OneShot<bool>> readable;

    void wake() {
      if (readable) readable->set(true);
    }
  };

  void arrive(size_t side) {
    if (is_broken) return;
    Pipe& pipe = pipes[side];
    const Piece piece = std::move(pipe.under_way.front());
    pipe.under_way.pop_front();
    if (piece.breaks) return break_now();
    if (piece.bytes.empty()) pipe.has_ended = true;
    pipe.arrived += piece.bytes;
    pipe.wake();
  }
  void break_now() {
    is_broken = true;
    for (Pipe& pipe : pipes) pipe.wake();
  }
  std::optional<base::Error> failure(size_t side) const {
    if (closed[side]) return error(http::HttpError::kClosed, "the stream was closed here");
    if (is_broken) return error(http::HttpError::kReset, "the connection was reset");
    return std::nullopt;
  }

  size_t opener = 0;          // the server at side 0
  std::array<Pipe, 2> pipes;  // pipes[side] carries what that side sends
  std::array<bool, 2> closed{};
  bool is_broken = false;
};

class PeerWire::End final : public http::Stream {
 public:
  End(PeerWire& wire, LinePtr line, size_t side)
      : wire_(wire), line_(std::move(line)), side_(side) {}
  ~End() override { close(); }

  base::Task<base::Result<size_t>> read_some(std::span<char> into,
                                             base::Instant deadline) override {
    const LinePtr line = line_;
    base::Executor& executor = wire_.executor_;
    Line::Pipe& pipe = line->pipes[1 - side_];
    for (;;) {
      if (auto failure = line->failure(side_)) co_return *failure;
      if (!pipe.arrived.empty()) break;
      if (pipe.has_ended) co_return size_t{0};
      if (deadline <= executor.now()) {
        co_return error(http::HttpError::kTimedOut, "the deadline passed");
      }
      base::OneShot<bool> woken(executor);
      pipe.readable = woken;
      std::optional<base::TimerId> timer;
      if (deadline != base::Instant::max()) {
        timer = executor.post_at(deadline, [woken]() mutable { woken.set(false); });
      }
      co_await woken;
      if (timer) executor.cancel(*timer);
      pipe.readable.reset();
    }
    const size_t count = std::min(into.size(), pipe.arrived.size());
    std::memcpy(into.data(), pipe.arrived.data(), count);
    pipe.arrived.erase(0, count);
    co_return count;
  }

  base::Task<base::Result<void>> write_all(std::string_view bytes, base::Instant) override {
    if (auto failure = line_->failure(side_)) co_return *failure;
    wire_.send(line_, side_, std::string(bytes));
    co_return {};
  }

  base::Task<base::Result<void>> shutdown_write(base::Instant) override {
    if (auto failure = line_->failure(side_)) co_return *failure;
    wire_.travel(line_, side_, {});
    co_return {};
  }

  void close() override {
    if (std::exchange(line_->closed[side_], true)) return;
    line_->pipes[1 - side_].wake();
    wire_.travel(line_, side_, {});
  }

  const std::string& peer_address() const override { return kAddress; }
  bool is_secure() const override { return false; }

 private:
  PeerWire& wire_;
  const LinePtr line_;
  const size_t side_;
};

base::Milliseconds PeerWire::up_to(int64_t most_ms) {
  return base::Milliseconds(random_.below(static_cast<uint64_t>(most_ms) + 1));
}

base::Milliseconds PeerWire::travel_time() {
  if (random_.chance(faults_.very_late)) return up_to(90'000);
  if (random_.chance(faults_.late)) return up_to(2'000);
  return base::Milliseconds(1) + up_to(2);
}

base::Milliseconds PeerWire::connect_time() {
  const base::Milliseconds parted = std::chrono::ceil<base::Milliseconds>(
      std::max(base::Instant::duration(0), parted_until_ - executor_.now()));
  return parted + travel_time();
}

PeerWire::Ends PeerWire::connect(size_t opener) {
  auto line = std::make_shared<Line>();
  line->opener = opener;
  std::erase_if(lines_, [](const auto& known) { return known.expired(); });
  lines_.push_back(line);
  return {std::make_unique<End>(*this, line, 0), std::make_unique<End>(*this, line, 1)};
}

void PeerWire::ends(size_t server) {
  for (const auto& known : lines_) {
    const LinePtr line = known.lock();
    if (!line) continue;
    const size_t side = line->opener == server ? 0 : 1;
    travel(line, side, {.breaks = true});
    for (Line::Pipe& pipe : line->pipes) pipe.is_mute = true;
  }
}

void PeerWire::heal() {
  faults_ = {};
  parted_until_ = {};
}

void PeerWire::send(const LinePtr& line, size_t side, std::string bytes) {
  if (random_.chance(faults_.lost)) line->pipes[side].is_mute = true;
  if (random_.chance(faults_.cut_before)) return travel(line, side, {.breaks = true});
  travel(line, side, {.bytes = std::move(bytes)});
  if (!random_.chance(faults_.cut_after)) return;
  const base::Instant due = line->pipes[side].last + up_to(30);
  executor_.post_at(due, [line] { line->break_now(); });
}

// Timers of the same moment fire in any order, so each delivers whatever is next.
void PeerWire::travel(const LinePtr& line, size_t side, Piece piece) {
  Line::Pipe& pipe = line->pipes[side];
  if (pipe.is_mute || line->is_broken) return;
  const base::Instant sent = std::max(executor_.now(), parted_until_);
  pipe.last = std::max(pipe.last, sent + travel_time());
  pipe.under_way.push_back(std::move(piece));
  executor_.post_at(pipe.last, [line, side] { line->arrive(side); });
}

}  // namespace angarium::simulation
