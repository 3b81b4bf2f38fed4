#pragma once

#include <string>
#include <vector>

#include "load/client.h"

namespace angarium::load {

// What connections do with one queue. Each sender sends batches, each receiver receives up to ten
// messages and deletes them, each poll waits for a message as long as it may.
struct QueuePlan {
  Endpoint endpoint;
  std::string queue_url;
  size_t senders = 0;
  size_t receivers = 0;
  size_t polls = 0;
  size_t batch = 10;          // messages a SendMessageBatch; 1: SendMessage
  size_t receive_batch = 10;  // MaxNumberOfMessages
  size_t body_bytes = 1'024;
  double messages_per_second = 0;  // sent; 0: as fast as the server answers
  double receives_per_second = 0;  // ReceiveMessage calls; 0: as fast as the server answers
  uint64_t messages_max = 0;       // sent; 0: until the time is over
  size_t groups = 0;               // of a FIFO queue; 0: a standard queue
  double seconds = 10;
};

struct QueueReport {
  double seconds = 0;  // until the senders' last answer; without senders, until all ended
  uint64_t sent = 0;
  uint64_t received = 0;  // and deleted
  uint64_t empty_receives = 0;
  std::vector<double> send_ms;
  std::vector<double> receive_ms;
  std::vector<double> delete_ms;
};

// Runs the plan on one thread until its time is over (or `messages_max` are sent); receivers also
// end when a receive finds nothing and nobody sends any more.
QueueReport run(const QueuePlan& plan);

}  // namespace angarium::load
