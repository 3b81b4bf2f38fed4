#pragma once

#include <memory>

#include "base/mutex.h"
#include "base/one_shot.h"
#include "services/sqs/catalog.h"
#include "services/sqs/dependencies.h"

namespace angarium::services::sqs {

// Removes messages past their queue's retention, in the background: every so often it looks at each
// queue's longest due message and deletes in steps of a bounded number. ReceiveMessage never shows
// an expired message, removed or not; this gives the disk back. Thread safe.
//
// A message that is received again and again without being deleted goes when its last lease has
// been over for as long as the retention, or when the next receive meets it.
class Expiry : public std::enable_shared_from_this<Expiry> {
 public:
  Expiry(const Dependencies& dependencies, const Catalog& catalog);

  void start();  // once
  void stop();
  // Waits until nothing runs any more, after stop(). At most one may wait.
  base::Task<void> ended();

  // One look at all queues; answers how many messages it removed.
  base::Task<uint64_t> sweep();

 private:
  static base::Task<void> run(std::shared_ptr<Expiry> self);
  base::Task<uint64_t> sweep_queue(QueueAddress address);
  base::Task<void> sleep();
  bool is_stopped() const;

  store::Ownership& ownership_;
  const base::Clock& clock_;
  const Settings settings_;
  const Catalog& catalog_;

  mutable base::Mutex mutex_;
  bool is_stopped_ AG_GUARDED_BY(mutex_) = false;
  bool is_started_ AG_GUARDED_BY(mutex_) = false;
  std::optional<base::OneShot<bool>> sleeping_ AG_GUARDED_BY(mutex_);
  base::OneShot<bool> ended_;
};

}  // namespace angarium::services::sqs
