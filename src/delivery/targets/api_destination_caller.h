#pragma once

#include <memory>

#include "base/clock.h"
#include "delivery/target.h"
#include "delivery/targets/api_destination.h"
#include "http/client_pool.h"

namespace angarium::delivery::targets {

// Makes the calls to API destinations. Thread safe; its arguments outlive it and its calls.
class ApiDestinationCaller {
 public:
  // As EventBridge's: a call that takes longer may go well later (User Guide, "API destinations").
  static constexpr base::Seconds kCallTimeMax{5};
  // A call waits for its turn under the destination's rate this long at most; with the time for a
  // token and the call itself an attempt stays within kAttemptTimeMax.
  static constexpr base::Seconds kTurnTimeMax{15};

  // Attempts run on `executor`, sockets on the pool's.
  ApiDestinationCaller(http::ClientPool& pool, base::Executor& executor, const base::Clock& clock)
      : pool_(pool), executor_(executor), clock_(clock) {}

  // Waits for the destination's rate, authorizes and sends. The body of the answer is read, up to a
  // bound, and thrown away; redirections are not followed.
  base::Task<Attempt> call(std::shared_ptr<const ApiDestination> destination,
                           std::shared_ptr<const Connection> connection, Delivery delivery);

 private:
  base::Task<base::Result<FixedAuthorization>> authorization(
      std::shared_ptr<const Connection> connection);

  http::ClientPool& pool_;
  base::Executor& executor_;
  const base::Clock& clock_;
};

}  // namespace angarium::delivery::targets
