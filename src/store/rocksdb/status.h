#pragma once

#include <rocksdb/status.h>

#include "base/result.h"

namespace angarium::store::rocksdb {

// RocksDB's statuses as the store's errors: kCorrupt for damaged data, kIo for all else.
base::Error to_error(const ::rocksdb::Status& status);
base::Result<void> to_result(const ::rocksdb::Status& status);

}  // namespace angarium::store::rocksdb
