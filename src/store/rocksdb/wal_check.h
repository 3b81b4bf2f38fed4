#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace rocksdb {
class Env;
}

namespace angarium::store::rocksdb {

// What is unreadable at the very end of the write-ahead log.
struct WalTail {
  uint64_t unreadable_bytes = 0;
  std::string file;  // where; empty when all is readable
};

// Reads the write-ahead log of a closed database and decides whether damage in it can be the tail
// that a power cut left. RocksDB itself can't tell: it either forgets all that follows any damage,
// or refuses to start after a torn last write.
//
// The store syncs each write before it begins the next. So only the last write can be torn, and a
// complete beginning of a record after the damage proves that what is damaged had been
// acknowledged: kCorrupt.
//
//   | ok | ok | ok | torn #####        -> a tail: WalTail says how much
//   | ok | ## | ok | ok                -> kCorrupt
base::Result<WalTail> check_wal(::rocksdb::Env& env, const std::string& directory);

}  // namespace angarium::store::rocksdb
