#pragma once

#include <string>
#include <vector>

#include "load/client.h"

namespace angarium::load {

struct Plan {
  Endpoint endpoint;
  std::string bus = "default";
  std::string queue_url;  // what the events reach; empty: nobody receives
  size_t senders = 8;     // connections that put events
  size_t receivers = 2;   // connections that receive and delete
  size_t entries = 10;    // events a request
  size_t detail_bytes = 600;
  double events_per_second = 0;  // 0: as fast as the server answers
  double seconds = 10;
};

struct Report {
  double seconds = 0;               // from the first request to the last answer
  uint64_t put = 0;                 // events acknowledged
  uint64_t received = 0;            // messages received and deleted, until the end
  std::vector<double> put_ms;       // of each PutEvents, request to answer
  std::vector<double> delivery_ms;  // from just before PutEvents to the answer of ReceiveMessage
};

// Runs the plan on one thread. Ends when the time is over and, with receivers, when everything put
// has been received.
Report run(const Plan& plan);

}  // namespace angarium::load
