#include "store/rocksdb/lossy_file_system.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace angarium::store::rocksdb {

namespace rdb = ::rocksdb;

class LossyFile final : public rdb::FSWritableFile {
 public:
  LossyFile(LossyFileSystem& disk, std::shared_ptr<LossyFileSystem::File> file)
      : disk_(disk), file_(std::move(file)) {}

  using rdb::FSWritableFile::Append;
  rdb::IOStatus Append(const rdb::Slice& data, const rdb::IOOptions&,
                       rdb::IODebugContext*) override {
    return disk_.append(*file_, data);
  }
  rdb::IOStatus Truncate(uint64_t, const rdb::IOOptions&, rdb::IODebugContext*) override {
    return rdb::IOStatus::OK();
  }
  rdb::IOStatus Close(const rdb::IOOptions&, rdb::IODebugContext*) override {
    return rdb::IOStatus::OK();
  }
  rdb::IOStatus Flush(const rdb::IOOptions&, rdb::IODebugContext*) override {
    return rdb::IOStatus::OK();
  }
  rdb::IOStatus Sync(const rdb::IOOptions&, rdb::IODebugContext*) override {
    return disk_.sync(*file_);
  }
  uint64_t GetFileSize(const rdb::IOOptions&, rdb::IODebugContext*) override {
    base::MutexLock lock(disk_.mutex_);
    return file_->data.size();
  }

 private:
  LossyFileSystem& disk_;
  const std::shared_ptr<LossyFileSystem::File> file_;
};

class LossyReader final : public rdb::FSSequentialFile, public rdb::FSRandomAccessFile {
 public:
  LossyReader(LossyFileSystem& disk, std::shared_ptr<LossyFileSystem::File> file)
      : disk_(disk), file_(std::move(file)) {}

  rdb::IOStatus Read(uint64_t offset, size_t count, const rdb::IOOptions&, rdb::Slice* result,
                     char* scratch, rdb::IODebugContext*) const override {
    base::MutexLock lock(disk_.mutex_);
    const std::string& data = file_->data;
    const size_t from = std::min<size_t>(offset, data.size());
    const size_t copied = data.copy(scratch, count, from);
    *result = rdb::Slice(scratch, copied);
    return rdb::IOStatus::OK();
  }
  rdb::IOStatus Read(size_t count, const rdb::IOOptions& options, rdb::Slice* result, char* scratch,
                     rdb::IODebugContext* context) override {
    auto status = Read(at_, count, options, result, scratch, context);
    at_ += result->size();
    return status;
  }
  rdb::IOStatus Skip(uint64_t count) override {
    at_ += count;
    return rdb::IOStatus::OK();
  }
  rdb::IOStatus InvalidateCache(size_t, size_t) override { return rdb::IOStatus::OK(); }

 private:
  LossyFileSystem& disk_;
  const std::shared_ptr<LossyFileSystem::File> file_;
  uint64_t at_ = 0;
};

class LossyDirectory final : public rdb::FSDirectory {
 public:
  LossyDirectory(LossyFileSystem& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  rdb::IOStatus Fsync(const rdb::IOOptions&, rdb::IODebugContext*) override {
    return disk_.sync_directory(path_);
  }
  rdb::IOStatus Close(const rdb::IOOptions&, rdb::IODebugContext*) override {
    return rdb::IOStatus::OK();
  }

 private:
  LossyFileSystem& disk_;
  const std::string path_;
};

namespace {

std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

rdb::IOStatus not_found(const std::string& path) { return rdb::IOStatus::NotFound(path); }

}  // namespace

// ---- Faults

void LossyFileSystem::cut_power_after(uint64_t calls) {
  base::MutexLock lock(mutex_);
  cut_at_ = changes_ + calls;
}

void LossyFileSystem::fail_syncs(bool fail) {
  base::MutexLock lock(mutex_);
  fail_syncs_ = fail;
}

void LossyFileSystem::fill_up(bool full) {
  base::MutexLock lock(mutex_);
  full_ = full;
}

bool LossyFileSystem::power_is_cut() const {
  base::MutexLock lock(mutex_);
  return at_cut_.has_value();
}

LossyFileSystem::Contents LossyFileSystem::Contents::copy() const {
  std::map<const File*, std::shared_ptr<File>> copies;
  auto copy_of = [&copies](const std::shared_ptr<File>& file) {
    if (file && !copies[file.get()]) copies[file.get()] = std::make_shared<File>(*file);
    return file ? copies[file.get()] : nullptr;
  };
  Contents copied;
  for (const auto& [path, file] : names) copied.names[path] = copy_of(file);
  for (const auto& [path, file] : synced_names) copied.synced_names[path] = copy_of(file);
  for (const auto& [path, file] : unsynced_names)
    copied.unsynced_names.push_back({path, copy_of(file)});
  return copied;
}

void LossyFileSystem::restore_power(base::Random& random) {
  base::MutexLock lock(mutex_);
  if (at_cut_) now_ = std::move(*at_cut_);
  at_cut_.reset();
  cut_at_.reset();
  const size_t kept_names = random.chance(0.5) ? 0 : random.below(now_.unsynced_names.size() + 1);
  for (size_t i = 0; i < kept_names; ++i) apply(now_.synced_names, now_.unsynced_names[i]);
  now_.unsynced_names.clear();
  now_.names = now_.synced_names;
  for (auto& [path, file] : now_.names) {
    const size_t unsynced = file->data.size() - file->synced;
    const size_t kept = random.chance(0.5) ? 0 : random.below(unsynced + 1);
    file->data.resize(file->synced + kept);
    if (kept > 0 && random.chance(0.5)) {
      const size_t from = file->synced + random.below(kept);
      const char damage = static_cast<char>(random.below(256));
      for (size_t i = from; i < file->data.size() && i < from + 512; ++i) file->data[i] = damage;
    }
    file->synced = file->data.size();
  }
}

void LossyFileSystem::flip_byte(const std::string& path, size_t at) {
  base::MutexLock lock(mutex_);
  char& byte = now_.names.at(path)->data.at(at);
  byte = static_cast<char>(byte ^ 0x40);
}

void LossyFileSystem::cut_to(const std::string& path, size_t size) {
  base::MutexLock lock(mutex_);
  now_.names.at(path)->data.resize(size);
}

size_t LossyFileSystem::size(const std::string& path) const {
  base::MutexLock lock(mutex_);
  return now_.names.at(path)->data.size();
}

std::vector<std::string> LossyFileSystem::files(const std::string& suffix) const {
  base::MutexLock lock(mutex_);
  std::vector<std::string> paths;
  for (const auto& [path, file] : now_.names) {
    if (path.ends_with(suffix)) paths.push_back(path);
  }
  return paths;
}

uint64_t LossyFileSystem::changes() const {
  base::MutexLock lock(mutex_);
  return changes_;
}

uint64_t LossyFileSystem::syncs() const {
  base::MutexLock lock(mutex_);
  return syncs_;
}

// ---- Changes

void LossyFileSystem::change() {
  if (cut_at_ && changes_ >= *cut_at_ && !at_cut_) at_cut_ = now_.copy();
  ++changes_;
}

void LossyFileSystem::apply(Names& names, const NameChange& change) {
  if (change.file) {
    names[change.path] = change.file;
  } else {
    names.erase(change.path);
  }
}

void LossyFileSystem::name(const std::string& path, std::shared_ptr<File> file) {
  now_.unsynced_names.push_back({path, std::move(file)});
  apply(now_.names, now_.unsynced_names.back());
}

rdb::IOStatus LossyFileSystem::append(File& file, const rdb::Slice& data) {
  base::MutexLock lock(mutex_);
  if (full_) return rdb::IOStatus::NoSpace("the disk is full");
  change();
  file.data.append(data.data(), data.size());
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::sync(File& file) {
  base::MutexLock lock(mutex_);
  if (fail_syncs_) return rdb::IOStatus::IOError("the sync failed");
  change();
  file.synced = file.data.size();
  ++syncs_;
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::sync_directory(const std::string& path) {
  base::MutexLock lock(mutex_);
  change();
  auto elsewhere = std::stable_partition(
      now_.unsynced_names.begin(), now_.unsynced_names.end(),
      [&path](const NameChange& change) { return parent_of(change.path) == path; });
  for (auto one = now_.unsynced_names.begin(); one != elsewhere; ++one)
    apply(now_.synced_names, *one);
  now_.unsynced_names.erase(now_.unsynced_names.begin(), elsewhere);
  return Status::OK();
}

// ---- RocksDB's interface

rdb::IOStatus LossyFileSystem::NewWritableFile(const std::string& path, const FileOptions&,
                                               std::unique_ptr<rdb::FSWritableFile>* result,
                                               Context*) {
  base::MutexLock lock(mutex_);
  change();
  auto file = std::make_shared<File>();
  name(path, file);
  *result = std::make_unique<LossyFile>(*this, file);
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::NewSequentialFile(const std::string& path, const FileOptions&,
                                                 std::unique_ptr<rdb::FSSequentialFile>* result,
                                                 Context*) {
  base::MutexLock lock(mutex_);
  auto found = now_.names.find(path);
  if (found == now_.names.end()) return not_found(path);
  *result = std::make_unique<LossyReader>(*this, found->second);
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::NewRandomAccessFile(const std::string& path, const FileOptions&,
                                                   std::unique_ptr<rdb::FSRandomAccessFile>* result,
                                                   Context*) {
  base::MutexLock lock(mutex_);
  auto found = now_.names.find(path);
  if (found == now_.names.end()) return not_found(path);
  *result = std::make_unique<LossyReader>(*this, found->second);
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::NewDirectory(const std::string& path, const Options&,
                                            std::unique_ptr<rdb::FSDirectory>* result, Context*) {
  *result = std::make_unique<LossyDirectory>(*this, without_slash(path));
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::FileExists(const std::string& path, const Options&, Context*) {
  base::MutexLock lock(mutex_);
  return now_.names.contains(path) || directories_.contains(without_slash(path)) ? Status::OK()
                                                                                 : not_found(path);
}

rdb::IOStatus LossyFileSystem::GetChildren(const std::string& path, const Options&,
                                           std::vector<std::string>* result, Context*) {
  base::MutexLock lock(mutex_);
  const std::string directory = without_slash(path);
  if (!directories_.contains(directory)) return not_found(path);
  for (const auto& [name, file] : now_.names) {
    if (parent_of(name) == directory) result->push_back(name.substr(directory.size() + 1));
  }
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::DeleteFile(const std::string& path, const Options&, Context*) {
  base::MutexLock lock(mutex_);
  if (!now_.names.contains(path)) return not_found(path);
  change();
  name(path, nullptr);
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::RenameFile(const std::string& from, const std::string& to,
                                          const Options&, Context*) {
  base::MutexLock lock(mutex_);
  auto found = now_.names.find(from);
  if (found == now_.names.end()) return not_found(from);
  change();
  name(to, std::shared_ptr<File>(found->second));
  name(from, nullptr);
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::CreateDir(const std::string& path, const Options&, Context*) {
  base::MutexLock lock(mutex_);
  directories_.insert(without_slash(path));
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::CreateDirIfMissing(const std::string& path, const Options& options,
                                                  Context* context) {
  return CreateDir(path, options, context);
}

rdb::IOStatus LossyFileSystem::DeleteDir(const std::string& path, const Options&, Context*) {
  base::MutexLock lock(mutex_);
  directories_.erase(without_slash(path));
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::GetFileSize(const std::string& path, const Options&, uint64_t* size,
                                           Context*) {
  base::MutexLock lock(mutex_);
  auto found = now_.names.find(path);
  if (found == now_.names.end()) return not_found(path);
  *size = found->second->data.size();
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::GetFileModificationTime(const std::string&, const Options&,
                                                       uint64_t* time, Context*) {
  *time = 0;
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::LockFile(const std::string&, const Options&, rdb::FileLock** lock,
                                        Context*) {
  *lock = new rdb::FileLock();
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::UnlockFile(rdb::FileLock* lock, const Options&, Context*) {
  delete lock;
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::GetTestDirectory(const Options&, std::string* path, Context*) {
  *path = "/test";
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::GetAbsolutePath(const std::string& path, const Options&,
                                               std::string* absolute, Context*) {
  *absolute = path;
  return Status::OK();
}

rdb::IOStatus LossyFileSystem::IsDirectory(const std::string& path, const Options&,
                                           bool* is_directory, Context*) {
  base::MutexLock lock(mutex_);
  *is_directory = directories_.contains(without_slash(path));
  return Status::OK();
}

// ---- Its own tests: a disk that loses nothing would prove nothing.

namespace {

class LossyDisk : public testing::Test {
 protected:
  std::unique_ptr<rdb::FSWritableFile> create(const std::string& path) {
    std::unique_ptr<rdb::FSWritableFile> file;
    EXPECT_TRUE(disk().NewWritableFile(path, {}, &file, nullptr).ok());
    return file;
  }
  void sync_directory() {
    std::unique_ptr<rdb::FSDirectory> directory;
    ASSERT_TRUE(disk().NewDirectory("/d", {}, &directory, nullptr).ok());
    ASSERT_TRUE(directory->Fsync({}, nullptr).ok());
  }
  uint64_t size(const std::string& path) {
    uint64_t size = UINT64_MAX;
    (void)disk().GetFileSize(path, {}, &size, nullptr);
    return size;
  }
  rdb::FileSystem& disk() { return disk_; }
  LossyFileSystem disk_;
};

TEST_F(LossyDisk, LosesUnsyncedTailsAndKeepsSyncedHeads) {
  std::set<uint64_t> sizes;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    base::SeededRandom random(seed);
    auto file = create("/d/f");
    ASSERT_TRUE(file->Append("synced", {}, nullptr).ok());
    ASSERT_TRUE(file->Sync({}, nullptr).ok());
    sync_directory();
    ASSERT_TRUE(file->Append("tail", {}, nullptr).ok());
    disk_.restore_power(random);
    sizes.insert(size("/d/f"));
  }
  EXPECT_EQ(*sizes.begin(), 6u);
  EXPECT_GT(sizes.size(), 2u);
  EXPECT_LE(*sizes.rbegin(), 10u);
}

TEST_F(LossyDisk, LosesNamesUntilTheDirectoryIsSynced) {
  int lost = 0;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    base::SeededRandom random(seed);
    const std::string path = "/d/" + std::to_string(seed);
    ASSERT_TRUE(create(path)->Sync({}, nullptr).ok());
    disk_.restore_power(random);
    if (size(path) == UINT64_MAX) ++lost;
  }
  EXPECT_GT(lost, 10);
  EXPECT_LT(lost, 50);
}

TEST_F(LossyDisk, NothingLastsAfterTheCut) {
  base::SeededRandom random(1);
  auto file = create("/d/f");
  sync_directory();
  disk_.cut_power_after(2);
  ASSERT_TRUE(file->Append("a", {}, nullptr).ok() && file->Sync({}, nullptr).ok());
  EXPECT_FALSE(disk_.power_is_cut());
  ASSERT_TRUE(file->Append("b", {}, nullptr).ok() && file->Sync({}, nullptr).ok());
  EXPECT_TRUE(disk_.power_is_cut());
  disk_.restore_power(random);
  EXPECT_EQ(size("/d/f"), 1u);
}

}  // namespace
}  // namespace angarium::store::rocksdb
