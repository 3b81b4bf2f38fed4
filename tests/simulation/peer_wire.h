#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "base/random.h"
#include "http/stream.h"

namespace angarium::simulation {

// How often the wire between two servers fails, as probabilities per piece that one end sends or
// per connection.
struct WireFaults {
  double late = 0;       // it takes up to 2 s
  double very_late = 0;  // up to 90 s: the sender has given up waiting, and it arrives all the same
  double cut_before = 0;  // the connection breaks, and it never arrives
  double cut_after = 0;   // it arrives, and the connection breaks within 30 ms
  double lost = 0;        // neither it nor anything after it arrives, and nobody is told
  double refused = 0;     // there is no connection at all

  static WireFaults storm() { return {0.1, 0.01, 0.05, 0.08, 0.01, 0.05}; }
};

// The wire between two servers: connections whose bytes travel on simulated time, in order each
// way, like TCP's. What was sent goes on travelling when its sender has closed its end, or is dead.
// While the wire is parted nothing arrives; what was sent meanwhile does afterwards. One thread.
class PeerWire {
 public:
  // Both outlive it and its connections.
  PeerWire(base::Executor& executor, base::Random& random, const WireFaults& faults)
      : executor_(executor), random_(random), faults_(faults) {}

  using Ends = std::pair<std::unique_ptr<http::Stream>, std::unique_ptr<http::Stream>>;
  // A connection from one server to the other; the first end is the opener's. It is there at once:
  // who opens it waits for connect_time() before.
  Ends connect(size_t opener);
  base::Milliseconds connect_time();
  bool refuses() { return random_.chance(faults_.refused); }

  void part_until(base::Instant end) { parted_until_ = std::max(parted_until_, end); }
  base::Instant parted_until() const { return parted_until_; }
  // A server is dead. What it sent goes on travelling; then the other one learns that the
  // connection is gone.
  void ends(size_t server);
  // From now on nothing fails.
  void heal();

 private:
  struct Line;
  class End;
  using LinePtr = std::shared_ptr<Line>;
  struct Piece {
    std::string bytes = {};  // empty: this direction ends
    bool breaks = false;     // the connection, in place of arriving
  };

  void send(const LinePtr& line, size_t side, std::string bytes);
  void travel(const LinePtr& line, size_t side, Piece piece);
  base::Milliseconds travel_time();
  base::Milliseconds up_to(int64_t most_ms);

  base::Executor& executor_;
  base::Random& random_;
  WireFaults faults_;
  base::Instant parted_until_{};
  std::vector<std::weak_ptr<Line>> lines_;
};

}  // namespace angarium::simulation
