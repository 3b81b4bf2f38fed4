#pragma once

#include "base/result.h"

namespace angarium::store {

enum class StoreError {
  kStaleEpoch,          // another owner has taken the partition since, or nobody owns it
  kPreconditionFailed,  // read again and decide again
  kDuplicate,           // an Unseen precondition has been seen before: the work is already done
  kBusy,                // too many commits wait; try later
  kTooLarge,            // over a limit of StoreLimits; will never work
  kDiskFull,            // the reserve is reached; deleting and trimming still work
  kTrimmed,             // the log begins above the offset asked for
  kCompacted,           // the changes asked for are no longer kept; scan again
  kStopped,             // the store is shutting down, or has failed
  kInvalid,             // a request that makes no sense
  kCorrupt,             // stored bytes that can't be what was written
  kUnsupportedFormat,   // written by a newer Angarium
  kIo,                  // the engine could not read or write
};

const base::ErrorDomain& error_domain(StoreError);

}  // namespace angarium::store
