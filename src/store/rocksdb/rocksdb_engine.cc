#include "store/rocksdb/rocksdb_engine.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "store/error.h"
#include "store/rocksdb/database_options.h"
#include "store/rocksdb/log_repair.h"
#include "store/rocksdb/status.h"

namespace angarium::store::rocksdb {

namespace {

namespace rdb = ::rocksdb;

rdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

// Copies a Batch into RocksDB's own form of one.
class Fill final : public Batch::Visitor {
 public:
  explicit Fill(rdb::WriteBatch& batch) : batch_(batch) {}
  void put(std::string_view key, std::string_view value) override {
    note(batch_.Put(slice(key), slice(value)));
  }
  void erase(std::string_view key) override { note(batch_.Delete(slice(key))); }
  void erase_range(std::string_view from, std::string_view to) override {
    note(batch_.DeleteRange(slice(from), slice(to)));
  }
  const rdb::Status& status() const { return status_; }

 private:
  void note(rdb::Status status) {
    if (status_.ok()) status_ = std::move(status);
  }
  rdb::WriteBatch& batch_;
  rdb::Status status_;
};

class RocksdbEngine final : public Engine {
 public:
  RocksdbEngine(std::unique_ptr<rdb::DB> db, OpenReport report)
      : db_(std::move(db)), report_(std::move(report)) {}

  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    std::string value;
    const rdb::Status status = db_->Get(rdb::ReadOptions(), slice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    AG_CHECK(to_result(status));
    return std::optional<std::string>(std::move(value));
  }

  base::Result<std::vector<Item>> scan(const KeyRange& range) const override {
    std::vector<Item> items;
    if (range.items_max == 0 || range.from >= range.to) return items;
    const rdb::Slice end = slice(range.to);
    rdb::ReadOptions options;
    options.iterate_upper_bound = &end;  // tombstones beyond are never crossed
    const std::unique_ptr<rdb::Iterator> at(db_->NewIterator(options));
    size_t bytes = 0;
    for (at->Seek(slice(range.from)); at->Valid(); at->Next()) {
      bytes += at->key().size() + at->value().size();
      items.push_back({at->key().ToString(), at->value().ToString()});
      if (items.size() == range.items_max || bytes >= range.bytes_max) break;
    }
    AG_CHECK(to_result(at->status()));
    return items;
  }

  base::Result<void> write(const Batch& batch, Durability durability) override {
    if (filled_.GetDataSize() > Batch::kKeptBytesMax) filled_ = rdb::WriteBatch();
    filled_.Clear();
    Fill fill(filled_);
    batch.visit(fill);
    AG_CHECK(to_result(fill.status()));
    rdb::WriteOptions options;
    options.sync = durability == Durability::kSynced;
    return to_result(db_->Write(options, &filled_));
  }

  const OpenReport& open_report() const override { return report_; }

 private:
  const std::unique_ptr<rdb::DB> db_;
  const OpenReport report_;
  // Of write(), one at a time. It keeps its memory: a large block that comes and goes with each
  // write makes malloc tidy up all its small ones each time.
  rdb::WriteBatch filled_;
};

base::Error open_error(const RocksdbOptions& options, const rdb::Status& status) {
  if (status.IsIOError() && status.ToString().find("lock") != std::string::npos) {
    return {StoreError::kIo, "`" + options.directory + "` is in use by another process"};
  }
  return to_error(status);
}

OpenReport make_report(const LogTail& tail, bool created) {
  OpenReport report{created, tail.dropped_bytes, {}};
  if (tail.dropped_bytes == 0) return report;
  report.detail = "the end of `" + tail.file + "` was torn";
  base::log(base::LogLevel::kWarning, "dropped a write that was never acknowledged",
            {{"bytes", tail.dropped_bytes}, {"file", tail.file}});
  return report;
}

}  // namespace

base::Result<std::unique_ptr<Engine>> open_rocksdb(const RocksdbOptions& options) {
  const rdb::Options database = database_options(options);
  rdb::Env& env = *database.env;
  const bool created = !env.FileExists(options.directory + "/CURRENT").ok();
  AG_TRY(tail, repair_logs(env, options.directory));
  rdb::DB* opened = nullptr;
  const rdb::Status status = rdb::DB::Open(database, options.directory, &opened);
  if (!status.ok()) return open_error(options, status);
  std::unique_ptr<rdb::DB> db(opened);
  return std::unique_ptr<Engine>(
      std::make_unique<RocksdbEngine>(std::move(db), make_report(tail, created)));
}

std::function<base::Result<uint64_t>()> free_bytes_of(std::string directory) {
  return [directory = std::move(directory)]() -> base::Result<uint64_t> {
    struct statvfs status {};
    if (statvfs(directory.c_str(), &status) != 0) {
      return base::Error(StoreError::kIo, std::string("statvfs: ") + std::strerror(errno));
    }
    return uint64_t{status.f_bavail} * status.f_frsize;
  };
}

}  // namespace angarium::store::rocksdb
