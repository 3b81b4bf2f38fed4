#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace angarium::server {

// The directory that everything is kept in, held by one process at a time through a lock on a file
// in it. The lock goes with the process, however that ends.
class DataDirectory {
 public:
  // Makes the directory with mode 0700 when it is missing. Errors: StartError::kDirectoryBusy when
  // another process holds it, kData when it can't be made or written.
  static base::Result<std::unique_ptr<DataDirectory>> open(const std::string& path);
  ~DataDirectory();

  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  DataDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  const std::string path_;
  const int lock_;  // file descriptor
};

}  // namespace angarium::server
