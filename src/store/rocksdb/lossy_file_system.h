#pragma once

#include <rocksdb/file_system.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/random.h"

namespace angarium::store::rocksdb {

// A disk in memory for tests, as unreliable as POSIX allows one to be:
//
// - What was appended to a file since its last sync may be lost at a power cut from any byte on,
// and
//   what survives of it may be damaged.
// - Files created, renamed and deleted since the last sync of their directory may not have been,
// from
//   any of these steps on. A synced file whose name was never synced is lost.
// - From the moment of the cut on, calls seem to work and nothing of them lasts. (Failing them
// instead
//   would test how RocksDB ends, which in a power cut it has no time for.)
//
// The power can be cut at the n-th writing call, a sync can fail, and the disk can be full.
class LossyFileSystem final : public ::rocksdb::FileSystem {
 public:
  // Nothing lasts of the n-th call from now that changes something, and of all after it.
  void cut_power_after(uint64_t calls);
  bool power_is_cut() const;
  void fail_syncs(bool fail);
  void fill_up(bool full);

  // Decides what of the unsynced survives, and turns the power on again. Nothing may be open.
  void restore_power(base::Random& random);

  // Changes one byte of a file in place, as a failing medium does.
  void flip_byte(const std::string& path, size_t at);
  void cut_to(const std::string& path, size_t size);
  size_t size(const std::string& path) const;
  std::vector<std::string> files(const std::string& suffix) const;
  uint64_t changes() const;
  uint64_t syncs() const;

  const char* Name() const override { return "LossyFileSystem"; }

 private:
  friend class LossyFile;
  friend class LossyReader;
  friend class LossyDirectory;
  using Status = ::rocksdb::IOStatus;
  using Options = ::rocksdb::IOOptions;
  using FileOptions = ::rocksdb::FileOptions;
  using Context = ::rocksdb::IODebugContext;

  struct File {
    std::string data;
    size_t synced = 0;
  };
  using Names = std::map<std::string, std::shared_ptr<File>>;
  struct NameChange {
    std::string path;
    std::shared_ptr<File> file;  // none: deleted
  };
  struct Contents {
    Names names;
    Names synced_names;
    std::vector<NameChange> unsynced_names;
    Contents copy() const;
  };

  Status NewSequentialFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<::rocksdb::FSSequentialFile>* result,
                           Context* context) override;
  Status NewRandomAccessFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<::rocksdb::FSRandomAccessFile>* result,
                             Context* context) override;
  Status NewWritableFile(const std::string& path, const FileOptions& options,
                         std::unique_ptr<::rocksdb::FSWritableFile>* result,
                         Context* context) override;
  Status NewDirectory(const std::string& path, const Options& options,
                      std::unique_ptr<::rocksdb::FSDirectory>* result, Context* context) override;
  Status FileExists(const std::string& path, const Options& options, Context* context) override;
  Status GetChildren(const std::string& path, const Options& options,
                     std::vector<std::string>* result, Context* context) override;
  Status DeleteFile(const std::string& path, const Options& options, Context* context) override;
  Status CreateDir(const std::string& path, const Options& options, Context* context) override;
  Status CreateDirIfMissing(const std::string& path, const Options& options,
                            Context* context) override;
  Status DeleteDir(const std::string& path, const Options& options, Context* context) override;
  Status GetFileSize(const std::string& path, const Options& options, uint64_t* size,
                     Context* context) override;
  Status GetFileModificationTime(const std::string& path, const Options& options, uint64_t* time,
                                 Context* context) override;
  Status RenameFile(const std::string& from, const std::string& to, const Options& options,
                    Context* context) override;
  Status LockFile(const std::string& path, const Options& options, ::rocksdb::FileLock** lock,
                  Context* context) override;
  Status UnlockFile(::rocksdb::FileLock* lock, const Options& options, Context* context) override;
  Status GetTestDirectory(const Options& options, std::string* path, Context* context) override;
  Status GetAbsolutePath(const std::string& path, const Options& options, std::string* absolute,
                         Context* context) override;
  Status IsDirectory(const std::string& path, const Options& options, bool* is_directory,
                     Context* context) override;

  // Before each change: counts it, and cuts the power when its time has come.
  void change() AG_REQUIRES(mutex_);
  void name(const std::string& path, std::shared_ptr<File> file) AG_REQUIRES(mutex_);
  static void apply(Names& names, const NameChange& change);
  Status append(File& file, const ::rocksdb::Slice& data);
  Status sync(File& file);
  Status sync_directory(const std::string& path);

  mutable base::Mutex mutex_;
  Contents now_ AG_GUARDED_BY(mutex_);
  std::optional<Contents> at_cut_ AG_GUARDED_BY(mutex_);
  std::set<std::string> directories_ AG_GUARDED_BY(mutex_);
  uint64_t changes_ AG_GUARDED_BY(mutex_) = 0;
  uint64_t syncs_ AG_GUARDED_BY(mutex_) = 0;
  std::optional<uint64_t> cut_at_ AG_GUARDED_BY(mutex_);
  bool fail_syncs_ AG_GUARDED_BY(mutex_) = false;
  bool full_ AG_GUARDED_BY(mutex_) = false;
};

}  // namespace angarium::store::rocksdb
