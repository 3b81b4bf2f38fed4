#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/one_shot.h"
#include "services/sqs/catalog.h"
#include "services/sqs/dependencies.h"
#include "services/sqs/move_task.h"

namespace angarium::services::sqs {

// Carries out message move tasks, in the background. Thread safe.
//
// A task is a record of its source queue (move_task.h). Each step moves a few messages and writes
// the record in one commit, so a task goes on after a restart where it was, and no message is moved
// twice or lost. Its coroutine lives from reserve() to the step that finds it no longer active.
class Mover : public std::enable_shared_from_this<Mover> {
 public:
  Mover(const Dependencies& dependencies, const Catalog& catalog);

  // Finds the tasks that a stop interrupted; they go on at start(). May read the disk for long.
  base::Result<void> load(const store::Store& store);
  void start();
  void stop();
  // Waits until nothing runs any more, after stop(). At most one may wait.
  base::Task<void> ended();

  // Takes the place of a task that is about to be committed. False: the queue has one already.
  enum class Reserved { kYes, kQueueHasOne, kAccountHasTooMany };
  Reserved reserve(const QueueAddress& source);
  // Then one of: it was committed and runs from here on; it wasn't.
  void run(const QueueAddress& source);
  void release(const QueueAddress& source);
  // Looks at the record at once: the task was cancelled.
  void wake(const QueueAddress& source);

 private:
  using Bell = base::OneShot<bool>;
  // What to do after a step: nothing more, or to wait this long.
  using Wait = std::optional<base::Milliseconds>;
  struct Step;

  static base::Task<void> work(std::shared_ptr<Mover> self, QueueAddress source);
  base::Task<Wait> step(QueueAddress source);
  base::Result<Step> plan_step(const QueueAddress& source) const;
  base::Result<void> plan_moves(Step& step) const;
  QueuePtr destination_of(const MoveTask& task, const store::Message& message,
                          std::string& failure) const;
  base::Task<void> sleep(QueueAddress source, base::Milliseconds time);
  bool is_stopped() const;

  store::Ownership& ownership_;
  const base::Clock& clock_;
  base::Random& random_;
  const Settings settings_;
  const Catalog& catalog_;
  std::vector<QueueAddress> interrupted_;  // between load() and start()

  mutable base::Mutex mutex_;
  bool is_stopped_ AG_GUARDED_BY(mutex_) = false;
  // Each active task; its bell while it sleeps.
  std::map<QueueAddress, std::optional<Bell>> active_ AG_GUARDED_BY(mutex_);
  size_t running_ AG_GUARDED_BY(mutex_) = 0;  // coroutines
  Bell ended_;
};

}  // namespace angarium::services::sqs
