#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "delivery/dead_letter.h"
#include "delivery/quota.h"
#include "delivery/retry.h"
#include "delivery/stored.h"
#include "delivery/target.h"

namespace angarium::delivery {

// Counts an event's bytes as held while it lives: until each of its deliveries, which share it, has
// ended or is in a retry queue.
class HeldContent {
 public:
  HeldContent(std::shared_ptr<const Content> content, std::shared_ptr<std::atomic<size_t>> total)
      : content_(std::move(content)), total_(std::move(total)) {
    *total_ += content_->bytes();
  }
  ~HeldContent() { *total_ -= content_->bytes(); }
  HeldContent(const HeldContent&) = delete;
  HeldContent& operator=(const HeldContent&) = delete;

 private:
  std::shared_ptr<const Content> content_;
  std::shared_ptr<std::atomic<size_t>> total_;
};

// One delivery in the hands of this process, from the commit (or the retry queue) to its end.
// Guarded by its Outbox's lock.
//
//   kInLog ----- delivered, or failed for good ------------------> gone
//     | 100 ms, no room in the lane, or to be tried again
//     v
//   kSpilling -- the commit is durable --> kInQueue -- verdict --> gone (deleted or released there)
//                                             ^
//             leased from the retry queue ----+
//
// Failed for good with a dead-letter queue, it goes on from where it is as a dead letter: its
// delivery leads to that queue.
struct Errand {
  enum class Stored { kInLog, kSpilling, kInQueue };  // what keeps it from being forgotten
  enum class Place { kWaiting, kRunning, kEnded };    // in its lane

  Delivery delivery;
  std::shared_ptr<HeldContent> held;  // null once kInQueue
  // Its bytes among those of its account's attempts: while it runs; from a retry queue, also
  // before.
  std::unique_ptr<Reservation> reserved = {};
  Stored stored = Stored::kInLog;
  Place place = Place::kWaiting;
  std::string group = {};   // of delivery/order.h; empty: none, or it holds up nobody any more
  bool from_queue = false;  // leased: waits in the lane's second line
  uint32_t attempts_made = 0;
  base::Time began = {};                // the attempt that runs, or ran last
  std::optional<Verdict> verdict = {};  // of an attempt that ended while kSpilling
  Attempt last_attempt = {};
};
using ErrandPtr = std::shared_ptr<Errand>;

// What an entry of a retry queue takes on disk, about: the event, its route and what is around it.
size_t entry_bytes(const Content& content);
// What its entry's state has to say.
RetryState state_of(const Errand& errand);

}  // namespace angarium::delivery
