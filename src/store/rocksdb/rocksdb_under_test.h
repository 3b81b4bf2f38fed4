#pragma once

#include <rocksdb/env.h>

#include <memory>

#include "store/contract_fixture.h"
#include "store/rocksdb/lossy_file_system.h"
#include "store/rocksdb/rocksdb_engine.h"

namespace angarium::store::rocksdb {

// RocksDB on a disk in memory, with buffers so small that a test also sees tables and compactions.
class RocksdbUnderTest final : public EngineUnderTest {
 public:
  explicit RocksdbUnderTest(size_t write_buffer_bytes = 64 << 10,
                            size_t block_cache_bytes = 1 << 20) {
    options_.directory = "/data";
    options_.write_buffer_bytes = write_buffer_bytes;
    options_.block_cache_bytes = block_cache_bytes;
    options_.env = env_.get();
    reopen();
  }

  Engine& engine() override { return *engine_; }
  void reopen() override {
    auto opened = try_reopen();
    ASSERT_TRUE(opened.ok()) << opened.error().message();
  }
  uint64_t sync_count() const override { return disk_->syncs(); }
  base::Result<void> try_reopen() {
    engine_.reset();
    AG_TRY(opened, open_rocksdb(options_));
    engine_ = std::move(opened);
    return {};
  }
  void close() { engine_.reset(); }
  LossyFileSystem& disk() { return *disk_; }

 private:
  const std::shared_ptr<LossyFileSystem> disk_ = std::make_shared<LossyFileSystem>();
  const std::unique_ptr<::rocksdb::Env> env_ = ::rocksdb::NewCompositeEnv(disk_);
  RocksdbOptions options_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace angarium::store::rocksdb
