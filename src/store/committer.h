#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <variant>
#include <vector>

#include "base/mutex.h"
#include "store/draft.h"
#include "store/listeners.h"
#include "store/publisher.h"
#include "store/store.h"

namespace angarium::store {

// Gathers the commits that wait, of all partitions, into one group, and makes it durable with one
// write.
//
//   commit() -> waiting -> evaluated in order, each on what those before it left (Overlay)
//                       -> one Batch, one sync -> published -> answered -> listeners called
//
// commit() and own() are thread safe; the rest runs inside the driver's calls, one at a time.
class Committer {
 public:
  Committer(Engine& engine, const base::Clock& clock, GroupDriver& driver,
            const StoreOptions& options, Publisher& publisher, Listeners& listeners);
  ~Committer();

  // Reads what is there, or marks an empty engine as a store, and starts the driver.
  base::Result<void> start();

  using CommitDone = std::function<void(base::Result<CommitResult>)>;
  using OwnDone = std::function<void(base::Result<Epoch>)>;
  void commit(CommitRequest request, CommitDone done);
  void own(Partition partition, OwnDone done);

 private:
  enum class Space { kPlenty, kReserve, kNone };
  struct CommitJob {
    CommitRequest request;
    CommitDone done;
    base::Result<CommitResult> answer = CommitResult{};
  };
  struct OwnJob {
    Partition partition;
    OwnDone done;
    base::Result<Epoch> answer = Epoch{0};
  };
  struct Job {
    std::variant<CommitJob, OwnJob> work;
    size_t bytes = 0;
  };
  // What a group has to tell about one partition once it is durable.
  struct News {
    PartitionState* state = nullptr;
    std::vector<Change> changes;
    std::vector<Key> due_queues;
  };
  struct Group {
    std::deque<Job> jobs;
    std::map<layout::PartitionId, News> news;
    base::Time now;
    Space space = Space::kPlenty;
  };

  base::Result<void> check_format();
  base::Result<void> load_partitions();
  base::Result<void> enqueue(Job job);

  void run_group();
  bool take_job(Group& group);  // false when none waits
  void evaluate(Group& group, CommitJob& job, size_t bytes);
  base::Result<CommitResult> evaluate(Group& group, const CommitRequest& request);
  void evaluate(Group& group, OwnJob& job, size_t bytes);
  Space space() const;
  base::Result<void> write(Group& group);
  void publish(Group& group, Listeners::Calls& calls);
  void fail(Group& group, const base::Error& error);
  void forget_heads();

  Engine& engine_;
  const base::Clock& clock_;
  GroupDriver& driver_;
  const StoreOptions& options_;
  Publisher& publisher_;
  Listeners& listeners_;

  base::Mutex mutex_;
  std::deque<Job> waiting_ AG_GUARDED_BY(mutex_);
  size_t waiting_bytes_ AG_GUARDED_BY(mutex_) = 0;
  std::atomic<bool> failed_{false};

  // Of the driver's calls only.
  Overlay overlay_;
  std::map<Partition, std::unique_ptr<PartitionState>> partitions_;
};

}  // namespace angarium::store
