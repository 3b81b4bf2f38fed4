#pragma once

#include <functional>
#include <vector>

#include "services/sqs/catalog.h"
#include "services/sqs/dependencies.h"
#include "services/sqs/polls.h"
#include "services/sqs/queue.h"
#include "wire/error.h"

namespace angarium::services::sqs {

// Takes messages out of queues: what ReceiveMessage is made of. Thread safe.
//
// A long poll that finds nothing waits in its queue's line (polls.h), and takes what comes in the
// group of commits that brings it. Nothing runs meanwhile.
class Receiver {
 public:
  // `catalog` outlives it.
  Receiver(const Dependencies& dependencies, const Catalog& catalog);

  struct Request {
    QueuePtr queue;
    size_t messages_max = 1;
    base::Seconds visibility_timeout{30};
    base::Seconds wait{0};
    std::string attempt = {};  // of a FIFO queue: gives what an earlier one of this name gave
    // Asked after each wait, before anything is taken: whether the caller still may. Thread safe,
    // and quick: it may be asked while a group of commits is evaluated.
    std::function<wire::Result<void>()> may_still = {};
  };
  // Leases due messages, the longest due first. Removes those it finds past their retention, and
  // moves those received too often to the dead-letter queue. None: there were none until the wait
  // was over. QueueDoesNotExist, OverLimit; InvalidParameterValue for an attempt whose messages
  // have been touched since.
  base::Task<wire::Result<std::vector<store::Message>>> receive(Request request);

  // Ends every wait, and makes later ones short: the server is shutting down.
  void stop() { polls_.stop(); }

 private:
  using Taken = wire::Result<std::vector<store::Message>>;

  base::Task<Taken> take_due(const Request& request);
  base::Task<base::Result<store::OperationResult>> lease(const Request& request);
  std::optional<store::CommitRequest> offer(const Request& request, store::Epoch epoch) const;
  QueuePtr dead_letter_queue(const Queue& queue) const;
  store::CommitRequest lease_commit(const Request& request, QueuePtr dead_letter_queue) const;
  wire::Result<bool> is_any_due(const Request& request) const;
  base::Result<bool> may_more_be_in_flight(const Request& request) const;

  store::Ownership& ownership_;
  const base::Clock& clock_;
  const Settings settings_;
  const Catalog& catalog_;
  Polls polls_;
};

}  // namespace angarium::services::sqs
