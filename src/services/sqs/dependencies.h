#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/time.h"
#include "store/ownership.h"
#include "wire/authorizer.h"
#include "wire/page_token.h"
#include "wire/principals.h"

namespace angarium::services::sqs {

// What an operator may set about SQS.
struct Settings {
  // How long after DeleteQueue its name can't be taken again. AWS: 60 s. Not kept across a restart.
  base::Seconds deleted_name_wait{60};
  // How long after a PurgeQueue the next is refused. AWS: 60 s.
  base::Seconds purge_wait{60};
  // Messages of one queue in flight at most; a short poll beyond it gets OverLimit. AWS: 120,000.
  uint64_t in_flight_max = 120'000;
  // Message move tasks of one account and region that run at the same time, and for how long one
  // may run. AWS: 100 and 36 hours (developer guide, "Configure a dead-letter queue redrive").
  size_t move_tasks_max = 100;
  base::Seconds move_task_time_max{36 * 3'600};
  // How often messages past their retention are looked for, and how many are removed in one commit.
  base::Seconds expiry_interval{60};
  size_t expired_messages_max = 500;
};

// All outlive the service. Work runs on the ownership's executor, which must not be an I/O thread.
struct Dependencies {
  store::Ownership& ownership;
  const base::Clock& clock;
  base::Random& random;
  const wire::PageTokens& page_tokens;
  wire::Authorizer& authorizer;  // decides what rules may deliver
  Settings settings = {};
  // Whom queues' policies name. Null: names stay as they are given.
  const wire::Principals* principals = nullptr;
};

}  // namespace angarium::services::sqs
