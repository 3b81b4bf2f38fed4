#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/mutex.h"
#include "base/one_shot.h"
#include "identity/directory.h"
#include "store/ownership.h"

namespace angarium::identity {

// One use of an access key or a role, of which the last one counts.
struct LastUse {
  base::Time time = {};
  std::string service = {};  // "sqs"
  std::string region = {};
};

// When access keys and roles were used last, by the id of each. Noting is memory alone, so no
// request waits for it; what is new is written down once in a while and at the end. A crash
// forgets the uses of the last kWriteInterval; what the store refuses is kept for the next time.
// Thread safe.
class LastUses {
 public:
  // What is not tracked shows as never used. AWS's quotas let some 10 accounts get there.
  static constexpr size_t kTrackedMax = 100'000;
  static constexpr base::Seconds kWriteInterval{60};
  static constexpr size_t kRecordsPerCommit = 500;

  // Reads what was written; may read the disk. The arguments outlive it.
  static base::Result<std::unique_ptr<LastUses>> open(store::Ownership& ownership,
                                                      const Directory& directory);

  void note(std::string_view id, LastUse use);
  std::optional<LastUse> of(std::string_view id) const;  // none: never

  // Writes what is new and forgets whoever is gone. One at a time.
  base::Task<void> write();

  // Writes every kWriteInterval until stop(), and then once more.
  void start();  // once
  void stop();
  base::Task<void> ended();  // after stop(); at most one may wait

 private:
  LastUses(store::Ownership& ownership, const Directory& directory)
      : ownership_(ownership), directory_(directory), ended_(ownership.executor()) {}

  struct Entry {
    LastUse use;
    bool is_written = false;
  };

  base::Result<void> load();
  bool exists(const std::string& id) const;
  std::vector<std::pair<std::string, LastUse>> unwritten() const;
  std::vector<std::string> forget_the_gone();
  base::Task<bool> commit(std::vector<store::Operation> operations);
  base::Task<void> sleep();
  base::Task<void> run();
  bool is_stopped() const;

  store::Ownership& ownership_;
  const Directory& directory_;

  mutable base::Mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_ AG_GUARDED_BY(mutex_);
  bool is_started_ AG_GUARDED_BY(mutex_) = false;
  bool is_stopped_ AG_GUARDED_BY(mutex_) = false;
  std::optional<base::OneShot<bool>> sleeping_ AG_GUARDED_BY(mutex_);
  base::OneShot<bool> ended_;
};

}  // namespace angarium::identity
