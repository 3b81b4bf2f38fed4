#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <variant>
#include <vector>

#include "base/mutex.h"
#include "store/draft.h"
#include "store/listeners.h"
#include "store/publisher.h"
#include "store/store.h"

namespace angarium::store {

// Gathers the commits that wait, of all partitions, into groups, and makes each group durable with
// one write. Two stages work at the same time, each on a group of its own:
//
//   evaluate   commit() -> waiting -> evaluated in order, each on what those before it left
//                                     (Overlay: the open group over the sealed one over the engine)
//                                  -> sealed, when the writer is free
//                                  -> what became due is offered to who waits for it (Taker)
//   write                sealed -> one Batch, one sync -> published -> answered -> listeners called
//
// Why evaluating on what isn't durable yet is sound: docs/decisions/0008-pipelined-commits.md.
//
// INVARIANT: a group is written when the one before it is durable, and answered after it. Only the
// write stage lets anything be seen, and only after its group's sync.
//
// commit() and own() are thread safe; the stages run inside the driver's calls.
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
    PartitionState* state = nullptr;  // of the evaluate stage; only `partition` is for both
    Revision revision = 0;            // as the group leaves it
    std::vector<Change> changes;
    std::vector<Key> due_queues;
  };
  struct Group {
    std::deque<Job> jobs;
    std::map<layout::PartitionId, News> news;
    base::Time now;
    Space space = Space::kPlenty;
    const Overlay::Layer* layer = nullptr;  // what it writes, once sealed
  };

  base::Result<void> check_format();
  base::Result<void> load_partitions();
  base::Result<void> enqueue(Job job);

  // The evaluate stage.
  void evaluate_waiting();
  size_t waiting();
  bool has_room() const;
  void take_job();  // one that waits, into the open group
  void evaluate(CommitJob& job, size_t bytes);
  base::Result<CommitResult> evaluate(const CommitRequest& request);
  void evaluate(OwnJob& job, size_t bytes);
  void offer_due();
  bool follow(const Taker& taker);
  Space space() const;
  bool writer_is_free();
  void seal();
  void forget_heads();

  // The write stage.
  void write_sealed();
  std::unique_ptr<Group> take_sealed();
  base::Result<void> write(const Group& group);
  void publish(Group& group, Listeners::Calls& calls);
  void fail(Group& group, const base::Error& error);
  void release_layer();

  Engine& engine_;
  const base::Clock& clock_;
  GroupDriver& driver_;
  const StoreOptions& options_;
  Publisher& publisher_;
  Listeners& listeners_;

  base::Mutex mutex_;
  std::deque<Job> waiting_ AG_GUARDED_BY(mutex_);
  size_t waiting_bytes_ AG_GUARDED_BY(mutex_) = 0;
  std::unique_ptr<Group> sealed_ AG_GUARDED_BY(mutex_);  // handed over, not yet taken
  bool layer_is_in_use_ AG_GUARDED_BY(mutex_) = false;   // from the handing over to the sync
  std::atomic<bool> failed_{false};

  // Of the write stage only. It keeps its memory from group to group.
  Batch batch_;

  // Of the evaluate stage only, but for the sealed layer, which the writer reads.
  std::unique_ptr<Group> open_ = std::make_unique<Group>();
  Overlay overlay_;
  std::set<std::pair<layout::PartitionId, Key>> due_;  // queues of the open group, not yet offered
  std::map<Partition, std::unique_ptr<PartitionState>> partitions_;
};

}  // namespace angarium::store
