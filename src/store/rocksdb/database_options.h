#pragma once

#include <rocksdb/options.h>

#include "store/rocksdb/rocksdb_engine.h"

namespace angarium::store::rocksdb {

// How RocksDB is told to behave, with the reasons beside each choice.
::rocksdb::Options database_options(const RocksdbOptions& options);

}  // namespace angarium::store::rocksdb
