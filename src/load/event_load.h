#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "load/connection.h"

namespace angarium::load {

struct EventPlan {
  Endpoint endpoint;
  std::string bus = "default";   // or ARN
  std::string queue_url = {};    // what the events reach; empty: nobody receives
  size_t copies = 1;             // messages in the queue for each event
  size_t senders = 8;            // connections that put events
  size_t receivers = 2;          // connections that receive and delete
  size_t entries = 10;           // events a request
  size_t detail_bytes = 600;     // of each
  double events_per_second = 0;  // 0: as fast as the server answers
  double seconds = 10;
};

// Milliseconds, one for each request or message.
using Times = std::vector<double>;

// What happened within about a second.
struct Progress {
  double seconds = 0;  // since the start
  double put_per_second = 0;
  double received_per_second = 0;
  Times put_ms, delivery_ms;
};

struct EventReport {
  double seconds = 0;     // from the first request to the last answer
  uint64_t put = 0;       // events acknowledged
  uint64_t received = 0;  // messages received and deleted, until the end
  Times put_ms;           // of each PutEvents, request to answer
  Times delivery_ms;      // from just before PutEvents to the answer of ReceiveMessage
};

// Runs the plan on one thread. Ends when the time is over, or `stop` is set, and then, with
// receivers, when everything put has been received or nothing more has come for ten seconds.
// `tell`, called about once a second on that thread, may be empty. Errors: LoadError, of the first
// answer that is none.
base::Result<EventReport> run(const EventPlan& plan, const std::atomic<bool>& stop,
                              const std::function<void(Progress)>& tell);

// The pattern of a rule that every event of a load matches, and of others that none does.
std::string matching_pattern();
std::string other_pattern(size_t number);

}  // namespace angarium::load
