#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/engine.h"

namespace rocksdb {
class Env;
}

namespace angarium::store::rocksdb {

struct RocksdbOptions {
  std::string directory;
  size_t block_cache_bytes = 64 << 20;
  // The write-ahead log grows to about three of these before its oldest file goes.
  size_t write_buffer_bytes = 64 << 20;
  // The files and threads of tests; none: the machine's own. Outlives the engine.
  ::rocksdb::Env* env = nullptr;
};

// Opens the database in a directory, which is made if it doesn't exist. What the last power cut
// left behind of writes never acknowledged is dropped, reported and logged. kCorrupt: something
// before that tail, or elsewhere, is damaged; nothing has been changed. kIo: among others, another
// process has it.
base::Result<std::unique_ptr<Engine>> open_rocksdb(const RocksdbOptions& options);

// For StoreOptions::free_bytes: what the directory's file system has left for this process.
std::function<base::Result<uint64_t>()> free_bytes_of(std::string directory);

}  // namespace angarium::store::rocksdb
