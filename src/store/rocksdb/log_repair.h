#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace rocksdb {
class Env;
}

namespace angarium::store::rocksdb {

// What could not be read at the very end of a log.
struct LogTail {
  uint64_t dropped_bytes = 0;
  std::string file;  // where; empty when all was readable
};

// Readies a closed database for opening: decides whether damage in its write-ahead log, or in its
// manifest (which has the same form), can be the tail that a power cut left, and if so cuts that
// tail off. RocksDB itself can't tell: it either forgets all that follows any damage in the
// write-ahead log, or refuses to start after a torn last write.
//
// Each write is synced before the next one begins. So only the last write can be torn, and a
// complete beginning of a record after the damage proves that what is damaged had been
// acknowledged: kCorrupt, and nothing has been changed.
//
//   | ok | ok | ok | torn #####        -> a tail, dropped
//   | ok | ## | ok | ok                -> kCorrupt
//
// A synced last record that a failing medium damaged looks like a tail too. In the manifest it
// would have named tables or deleted logs, and RocksDB then misses a log
// (track_and_verify_wals_in_manifest) and refuses. In the write-ahead log it can't be told apart;
// that is why the tail is reported.
base::Result<LogTail> repair_logs(::rocksdb::Env& env, const std::string& directory);

}  // namespace angarium::store::rocksdb
