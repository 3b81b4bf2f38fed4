#include "store/rocksdb/status.h"

#include "store/error.h"

namespace angarium::store::rocksdb {

base::Error to_error(const ::rocksdb::Status& status) {
  return {status.IsCorruption() ? StoreError::kCorrupt : StoreError::kIo, status.ToString()};
}

base::Result<void> to_result(const ::rocksdb::Status& status) {
  if (status.ok()) return {};
  return to_error(status);
}

}  // namespace angarium::store::rocksdb
