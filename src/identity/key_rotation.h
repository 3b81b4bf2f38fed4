#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "identity/seal.h"
#include "identity/sealed_kind.h"
#include "store/ownership.h"

namespace angarium::identity {

// What operators see of a sealing key.
struct SealingKey {
  SealKeyId id = 0;
  base::Time made;
  bool seals = false;                             // the newest does
  size_t records = 0;                             // that lie under it
  std::optional<base::Time> sessions_until = {};  // until when sessions under it may live
};

// Exchanges sealing keys while the server runs: a new one seals, what is stored is sealed anew, and
// an old one that nothing needs any more is dropped. Whatever a crash interrupts the next rotation
// or drop finishes. Thread safe; one change at a time, another meanwhile is kRotationRunning.
class KeyRotation {
 public:
  // Each rotation leaves one behind until it is dropped; the file has room for some hundreds.
  static constexpr size_t kKeysMax = 100;

  // `path` of the key file; `others`: the records besides access keys that hold sealed secrets. The
  // rest outlives it.
  KeyRotation(std::string path, Sealer& sealer, store::Ownership& ownership,
              const base::Clock& clock, base::Random& random, std::vector<SealedKind> others = {});

  base::Task<base::Result<std::vector<SealingKey>>> list();

  // Durable before anything is sealed with it. Answers its id when every record lies under it.
  // kTooManyKeys.
  base::Task<base::Result<SealKeyId>> rotate();

  // kNoSuchKey; kKeyInUse for the newest, and while sessions that it sealed may live, unless they
  // are to end with it: whoever knows the key could make sessions of anybody. What is stored is
  // never lost: it is sealed anew first.
  base::Task<base::Result<void>> drop(SealKeyId id, bool ends_sessions = false);

 private:
  base::Task<base::Result<void>> reseal();
  base::Task<base::Result<void>> reseal(store::Partition partition, const SealedKind& kind);
  base::Result<store::CommitRequest> resealed(const store::Partition& partition,
                                              const SealedKind& kind,
                                              const std::vector<store::TableItem>& items) const;
  base::Result<void> count_records(const store::Partition& partition, const SealedKind& kind,
                                   std::map<SealKeyId, size_t>& records) const;
  base::Result<std::map<SealKeyId, size_t>> count_records() const;
  base::Result<void> check_droppable(SealKeyId id, bool ends_sessions) const;

  const std::string path_;
  Sealer& sealer_;
  store::Ownership& ownership_;
  const base::Clock& clock_;
  base::Random& random_;
  const std::vector<SealedKind> kinds_;
  std::atomic<bool> is_running_ = false;
};

}  // namespace angarium::identity
