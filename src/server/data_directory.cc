#include "server/data_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "server/server.h"

namespace angarium::server {
namespace {

base::Error unusable(const std::string& path, int error) {
  return base::Error(StartError::kData,
                     fmt::format("the data directory `{}` can't be used: {}; check that its parent "
                                 "exists and that this user may write there",
                                 path, std::strerror(error)));
}

}  // namespace

base::Result<std::unique_ptr<DataDirectory>> DataDirectory::open(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return unusable(path, errno);
  std::string lock_path = path + "/lock";
  int lock = ::open(lock_path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0) return unusable(path, errno);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    int error = errno;
    close(lock);
    if (error != EWOULDBLOCK) return unusable(path, error);
    return base::Error(
        StartError::kDirectoryBusy,
        fmt::format("another Angarium uses the data directory `{}`; stop it, or name "
                    "another directory",
                    path));
  }
  return std::unique_ptr<DataDirectory>(new DataDirectory(path, lock));
}

DataDirectory::~DataDirectory() { close(lock_); }

}  // namespace angarium::server
